import { Gunzip } from 'fflate';
import { type Check, type Container, plainGzipHeader } from './container.ts';
import { refusal, type Section } from './section.ts';

/** Compressed bytes: [from, to) of a file. */
export interface Packed {
  readonly container: Container;
  readonly file: Section;
  readonly from: number;
  readonly to: number;
}

/** How many bytes a file of this many bytes may inflate to, all its parts together. */
export const inflationLimit = (fileBytes: number): number => 64 * 2 ** 20 + 4 * fileBytes;

const MOST_PER_BYTE = 1032; // deflate's best: 258 bytes from two bits
const SMALL_CHUNK = 256;
const CHUNK = 8192; // inflates to 8 MiB at most

/** The first `count` inflated bytes, or all when there are fewer. */
export function inflateStart(packed: Packed, count: number): Uint8Array {
  const start = new Uint8Array(count);
  let filled = 0;
  inflate(packed, SMALL_CHUNK, (bytes) => {
    const part = bytes.subarray(0, count - filled);
    start.set(part, filled);
    filled += part.length;
    return filled < count;
  });
  return start.subarray(0, filled);
}

/**
 * All inflated bytes, which must be exactly `size` with the right checksum and nothing behind them. Allocates them after checking that so many
 * can come of the compressed ones and stay within `limit`, and stops as soon as there are more.
 */
export function inflateExactly(packed: Packed, size: number, limit: number): Uint8Array {
  const { container, file, from, to } = packed;
  const possible = Math.min(limit, MOST_PER_BYTE * (to - from));
  if (size > possible) throw refusal(file, from, `at most ${possible} bytes inflated from ${to - from}`, `a declared size of ${size}`);
  const inflated = new Uint8Array(size);
  let filled = 0;
  const end = inflate(packed, CHUNK, (bytes) => {
    filled += bytes.length;
    if (filled <= size) inflated.set(bytes, filled - bytes.length);
    return filled <= size;
  });
  if (filled > size) throw corrupt(packed, `more than the declared ${size} bytes`);
  if (end === undefined) throw corrupt(packed, `no end after ${filled} bytes`);
  if (end !== to) throw corrupt(packed, `${to - end} bytes behind its end`);
  if (filled < size) throw corrupt(packed, `only ${filled} of the declared ${size} bytes`);
  for (const check of container.checks) verify(check, file, to, inflated);
  return inflated;
}

const corrupt = ({ container, file, from }: Packed, found: string): Error => refusal(file, from, `intact ${container.name} data`, found);

/**
 * Hands over the inflated bytes until `take` answers false, and gives the offset behind the compressed data if they end.
 * fflate says where a gzip member starts and nothing else about where data end: so the data are made a member, and a second one is begun.
 */
function inflate(packed: Packed, chunk: number, take: (bytes: Uint8Array) => boolean): number | undefined {
  const { container, file, from, to } = packed;
  const fault = container.fault(file.bytes.subarray(from, to));
  if (fault !== undefined) throw corrupt(packed, fault);
  let end: number | undefined;
  let going = true;
  let total = 0;
  const stream = new Gunzip((bytes) => {
    total += bytes.length;
    going &&= take(bytes);
  });
  const shift = from + container.header + container.trailer - container.gzipHeader.length - container.gzipTrailer.length;
  stream.onmember = (start) => (end ??= start + shift);
  try {
    for (const part of partsOf(packed, chunk)) if (going) stream.push(part);
  } catch (error) {
    if (going) throw corrupt(packed, `${error instanceof Error ? error.message : String(error)} after ${total} bytes`);
  }
  return end;
}

function* partsOf({ container, file, from, to }: Packed, chunk: number): Generator<Uint8Array> {
  yield container.gzipHeader;
  const last = to - container.trailer;
  for (let at = from + container.header; at < last; at += chunk) yield file.bytes.subarray(at, Math.min(last, at + chunk));
  yield container.gzipTrailer;
  yield plainGzipHeader;
}

function verify(check: Check, file: Section, to: number, inflated: Uint8Array): void {
  const at = to - check.fromEnd;
  const declared = file.view.getUint32(at, check.littleEndian);
  const computed = check.of(inflated);
  const hex = (n: number) => `0x${n.toString(16).padStart(8, '0')}`;
  if (declared !== computed) throw refusal(file, at, `${check.name} ${hex(computed)} of the inflated data`, hex(declared));
}
