import { adler32, crc32 } from './checksum.ts';

/** A container of deflate data. */
export interface Container {
  readonly name: string;
  /** bytes around the deflate data, and what to put in their place to make the whole a gzip member */
  readonly header: number;
  readonly trailer: number;
  readonly gzipHeader: Uint8Array;
  readonly gzipTrailer: Uint8Array;
  /** why these bytes cannot be in this container, if so */
  readonly fault: (packed: Uint8Array) => string | undefined;
  readonly checks: readonly Check[];
}

/** A number in the trailer that the inflated bytes must give. */
export interface Check {
  readonly name: string;
  readonly fromEnd: number;
  readonly littleEndian: boolean;
  readonly of: (inflated: Uint8Array) => number;
}

export const plainGzipHeader: Uint8Array = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3);
const nothing = new Uint8Array();

/** RFC 1950, without preset dictionary */
export const zlib: Container = {
  name: 'zlib',
  header: 2,
  trailer: 4,
  gzipHeader: plainGzipHeader,
  gzipTrailer: new Uint8Array(8),
  fault: (packed) => {
    const [method, flags] = packed;
    if (method === undefined || flags === undefined || packed.length < 6) return `${packed.length} bytes`;
    const valid = (method & 15) === 8 && method >> 4 <= 7 && (method * 256 + flags) % 31 === 0;
    if (!valid) return 'another header';
    return flags & 32 ? 'a preset dictionary' : undefined;
  },
  checks: [{ name: 'Adler-32', fromEnd: 4, littleEndian: false, of: adler32 }],
};

/** RFC 1952, one member */
export const gzip: Container = {
  name: 'gzip',
  header: 0,
  trailer: 0,
  gzipHeader: nothing,
  gzipTrailer: nothing,
  fault: (packed) => (packed.length < 18 ? `${packed.length} bytes` : packed[2] === 8 ? undefined : 'another header'),
  checks: [
    { name: 'CRC-32', fromEnd: 8, littleEndian: true, of: crc32 },
    { name: 'size', fromEnd: 4, littleEndian: true, of: ({ length }) => length >>> 0 },
  ],
};

/** RFC 1951, as in zip files: the checksum stands elsewhere */
export const deflate: Container = {
  name: 'deflate',
  header: 0,
  trailer: 0,
  gzipHeader: plainGzipHeader,
  gzipTrailer: new Uint8Array(8),
  fault: (packed) => (packed.length < 2 ? `${packed.length} bytes` : undefined),
  checks: [],
};
