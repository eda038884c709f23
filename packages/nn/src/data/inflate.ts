import { DecodeError } from '@adjoint/core';
import { FlateErrorCode, Gunzip } from 'fflate';
import { type Check, type Container, plainGzipHeader } from './container.ts';
import { refusal, type Section } from './section.ts';

/** Compressed bytes: [from, to) of a file. */
export interface Packed {
  readonly container: Container;
  readonly file: Section;
  readonly from: number;
  readonly to: number;
}

/** Says from the first `length` inflated bytes, or all when there are fewer, how many there must be. */
export interface Head {
  readonly length: number;
  readonly sizeOf: (start: Uint8Array) => Inflated;
}

export interface Inflated {
  readonly size: number;
  /** bytes of memory that reading them takes beside them */
  readonly beside: number;
}

/** How much memory reading a file of this many bytes may take beside it: what its parts inflate to, and their numbers. */
export const inflationLimit = (fileBytes: number): number => 64 * 2 ** 20 + 4 * fileBytes;

const MOST_PER_BYTE = 1032; // deflate's best: 258 bytes from two bits
const CHUNK = 4096; // inflates to at most 4 MiB

/**
 * All inflated bytes: exactly as many as `head` says, with the right checksum and nothing behind them. Allocates them after checking that so
 * many can come of the compressed ones and stay within `limit`, and stops as soon as there are more. @throws DecodeError
 */
export function inflate(packed: Packed, head: Head, limit: number): Uint8Array {
  const start = new Uint8Array(head.length);
  let inflated: Uint8Array | undefined;
  let filled = 0;
  const end = feed(packed, (bytes) => {
    if (inflated === undefined) {
      start.set(bytes.subarray(0, head.length - filled), filled);
      if (filled + bytes.length >= head.length) inflated = allocated(packed, head.sizeOf(start), start.subarray(0, filled), limit);
    }
    filled += bytes.length;
    if (inflated !== undefined && filled <= inflated.length) inflated.set(bytes, filled - bytes.length);
    return inflated === undefined || filled <= inflated.length;
  });
  inflated ??= allocated(packed, head.sizeOf(start.subarray(0, filled)), start.subarray(0, filled), limit);
  if (filled > inflated.length) throw corrupt(packed, `more than the declared ${inflated.length} bytes`);
  if (end === undefined) throw corrupt(packed, `no end after ${filled} bytes`);
  if (end !== packed.to) throw corrupt(packed, BEHIND);
  if (filled < inflated.length) throw corrupt(packed, `only ${filled} of the declared ${inflated.length} bytes`);
  for (const check of packed.container.checks) verify(check, packed, inflated);
  return inflated;
}

const BEHIND = 'more bytes behind its end';
const corrupt = ({ container, file, from }: Packed, found: string): DecodeError =>
  refusal(file, from, `intact ${container.name} data`, found);

function allocated({ file, from, to }: Packed, { size, beside }: Inflated, start: Uint8Array, limit: number): Uint8Array {
  const possible = Math.min(limit, MOST_PER_BYTE * (to - from));
  if (size > possible) throw refusal(file, from, `at most ${possible} bytes inflated from ${to - from}`, `a declared size of ${size}`);
  if (size + beside > limit)
    throw refusal(file, from, `at most ${limit} bytes of memory`, `${size} inflated, and ${beside} for the numbers in them`);
  const inflated = new Uint8Array(size);
  inflated.set(start.subarray(0, size));
  return inflated;
}

/**
 * Hands over the inflated bytes until `take` answers false, and gives the offset behind the compressed data, if they end. fflate says where a gzip member starts and nothing
 * else about where data end: so the data are made a member, and a second one is begun behind them.
 */
function feed(packed: Packed, take: (bytes: Uint8Array) => boolean): number | undefined {
  const { container, file, from, to } = packed;
  const fault = container.fault(file.bytes.subarray(from, to));
  if (fault !== undefined) throw corrupt(packed, fault);
  const shift = from + container.header + container.trailer - container.gzipHeader.length - container.gzipTrailer.length;
  let end: number | undefined;
  let total = 0;
  let going = true;
  const stream = new Gunzip((bytes) => {
    total += bytes.length;
    going &&= take(bytes);
  });
  stream.onmember = (start) => (end ??= start + shift);
  try {
    for (const part of partsOf(packed)) if (going) stream.push(part);
  } catch (error) {
    if (going) throw error instanceof DecodeError ? error : corrupt(packed, reason(error, total));
  }
  return end;
}

function reason(error: unknown, total: number): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && error.code === FlateErrorCode.InvalidHeader ? BEHIND : `${error.message} after ${total} bytes`;
}

function* partsOf({ container, file, from, to }: Packed): Generator<Uint8Array> {
  const first = from + container.header;
  const last = to - container.trailer;
  for (let at = first; at < last; at += CHUNK) {
    const before = at === first ? [container.gzipHeader] : [];
    const behind = at + CHUNK >= last ? [container.gzipTrailer, plainGzipHeader] : [];
    yield joined(...before, file.bytes.subarray(at, Math.min(last, at + CHUNK)), ...behind);
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function verify(check: Check, { file, to }: Packed, inflated: Uint8Array): void {
  const at = to - check.fromEnd;
  const declared = file.view.getUint32(at, check.littleEndian);
  const computed = check.of(inflated);
  const hex = (n: number) => `0x${n.toString(16).padStart(8, '0')}`;
  if (declared !== computed) throw refusal(file, at, `${check.name} ${hex(computed)} of the inflated data`, hex(declared));
}
