import { Gunzip } from 'fflate';
import { adler32, crc32 } from './checksum.ts';
import { refusal, type Section } from './section.ts';

/** A container of deflate data: zlib (RFC 1950) or gzip with one member (RFC 1952). */
export interface Container {
  readonly name: string;
  /** what is put before and behind the bytes, and how many of theirs are left out, to make them one gzip member */
  readonly asGzip: { readonly before: Uint8Array; readonly behind: Uint8Array; readonly header: number; readonly trailer: number };
  /** why the header is not this container's */
  readonly headerFault: (packed: Uint8Array) => string | undefined;
  readonly checks: readonly Check[];
}

/** A number in the trailer that the inflated bytes must give. */
interface Check {
  readonly name: string;
  readonly fromEnd: number;
  readonly littleEndian: boolean;
  readonly of: (inflated: Uint8Array) => number;
}

const gzipHeader = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3);

export const zlib: Container = {
  name: 'zlib',
  asGzip: { before: gzipHeader, behind: new Uint8Array(8), header: 2, trailer: 4 },
  headerFault: (packed) => {
    const [method, flags] = packed;
    if (packed.length < 6 || method === undefined || flags === undefined) return `${packed.length} bytes`;
    const valid = (method & 15) === 8 && method >> 4 <= 7 && (method * 256 + flags) % 31 === 0;
    if (!valid) return 'another header';
    return flags & 32 ? 'a preset dictionary' : undefined;
  },
  checks: [{ name: 'Adler-32', fromEnd: 4, littleEndian: false, of: adler32 }],
};

export const gzip: Container = {
  name: 'gzip',
  asGzip: { before: new Uint8Array(), behind: new Uint8Array(), header: 0, trailer: 0 },
  headerFault: (packed) => (packed.length < 18 ? `${packed.length} bytes` : undefined),
  checks: [
    { name: 'CRC-32', fromEnd: 8, littleEndian: true, of: crc32 },
    { name: 'size', fromEnd: 4, littleEndian: true, of: ({ length }) => length >>> 0 },
  ],
};

/** How many bytes a file of this many bytes may inflate to, all its parts together. */
export const inflationLimit = (fileBytes: number): number => 64 * 2 ** 20 + 4 * fileBytes;

/** The first `count` inflated bytes of [from, to), or all when there are fewer. */
export function inflateStart(container: Container, file: Section, from: number, to: number, count: number): Uint8Array {
  const start = new Uint8Array(count);
  let filled = 0;
  inflate(container, file, from, to, 256, (bytes) => {
    const part = bytes.subarray(0, count - filled);
    start.set(part, filled);
    filled += part.length;
    return filled < count;
  });
  return start.subarray(0, filled);
}

const MOST_PER_BYTE = 1032; // deflate's best: 258 bytes from two bits

/**
 * All of [from, to) inflated, which must be exactly `size` bytes with the right checksum and nothing behind them. Allocates them after checking
 * that so many can come of the compressed ones and stay within `limit`, and stops as soon as there are more.
 */
export function inflateExactly(container: Container, file: Section, from: number, to: number, size: number, limit: number): Uint8Array {
  const possible = Math.min(limit, MOST_PER_BYTE * (to - from));
  if (size > possible) throw refusal(file, from, `at most ${possible} bytes inflated from ${to - from}`, `a declared size of ${size}`);
  const inflated = new Uint8Array(size);
  let filled = 0;
  const end = inflate(container, file, from, to, 16384, (bytes) => {
    if (filled + bytes.length > size) throw corrupt(container, file, from, `more than the declared ${size} bytes`);
    inflated.set(bytes, filled);
    filled += bytes.length;
    return true;
  });
  if (end === undefined) throw corrupt(container, file, from, `no end after ${filled} bytes`);
  if (end !== to) throw corrupt(container, file, from, `its end ${to - end} bytes early`);
  if (filled < size) throw corrupt(container, file, from, `only ${filled} of the declared ${size} bytes`);
  for (const check of container.checks) verify(check, file, to, inflated);
  return inflated;
}

const corrupt = (container: Container, file: Section, from: number, found: string): Error => refusal(file, from, `intact ${container.name} data`, found);

/**
 * Hands the inflated bytes to `take` until it answers false; gives the offset behind the compressed data, if they end. A second gzip header is
 * put behind the data because fflate tells where a member starts, and nothing else about where data end.
 */
function inflate(container: Container, file: Section, from: number, to: number, chunk: number, take: (bytes: Uint8Array) => boolean): number | undefined {
  const { before, behind, header, trailer } = container.asGzip;
  const fault = container.headerFault(file.bytes.subarray(from, to));
  if (fault !== undefined) throw corrupt(container, file, from, fault);
  let end: number | undefined;
  let going = true;
  let thrown: unknown;
  const stream = new Gunzip((bytes) => {
    try {
      going &&= take(bytes);
    } catch (error) {
      thrown = error;
    }
  });
  stream.onmember = (offset) => (end ??= offset - before.length - behind.length + from + header + trailer);
  return end;
}
