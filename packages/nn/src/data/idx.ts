import type { DecodeError } from '@adjoint/core';
import type { Either } from '../either.ts';
import { gzip } from './container.ts';
import { inflate, inflationLimit } from './inflate.ts';
import { decoded, refusal, section, type Section } from './section.ts';

/** An array of any number of dimensions, the last one running fastest. */
export interface IdxArray {
  readonly sizes: readonly number[];
  readonly values: Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;
}

interface NumberType {
  readonly bytes: number;
  readonly read: (view: DataView, from: number, count: number) => IdxArray['values'];
}

const reader =
  <A extends { [i: number]: number }>(bytes: number, make: (count: number) => A, at: (view: DataView, offset: number) => number) =>
  (view: DataView, from: number, count: number): A => {
    const values = make(count);
    for (let i = 0; i < count; i += 1) values[i] = at(view, from + i * bytes);
    return values;
  };

const numberTypes: ReadonlyMap<number, NumberType> = new Map<number, NumberType>([
  [0x08, { bytes: 1, read: (view, from, count) => new Uint8Array(view.buffer, view.byteOffset + from, count).slice() }],
  [0x09, { bytes: 1, read: (view, from, count) => new Int8Array(view.buffer, view.byteOffset + from, count).slice() }],
  [
    0x0b,
    {
      bytes: 2,
      read: reader(
        2,
        (n) => new Int16Array(n),
        (view, at) => view.getInt16(at),
      ),
    },
  ],
  [
    0x0c,
    {
      bytes: 4,
      read: reader(
        4,
        (n) => new Int32Array(n),
        (view, at) => view.getInt32(at),
      ),
    },
  ],
  [
    0x0d,
    {
      bytes: 4,
      read: reader(
        4,
        (n) => new Float32Array(n),
        (view, at) => view.getFloat32(at),
      ),
    },
  ],
  [
    0x0e,
    {
      bytes: 8,
      read: reader(
        8,
        (n) => new Float64Array(n),
        (view, at) => view.getFloat64(at),
      ),
    },
  ],
]);

interface Header {
  readonly type: NumberType;
  readonly sizes: readonly number[];
  readonly from: number;
  readonly count: number;
  /** bytes of the whole array, header included */
  readonly total: number;
}

const LONGEST_HEADER = 4 + 4 * 255;

/**
 * Reads an IDX file (the format of MNIST: http://yann.lecun.com/exdb/mnist), plain or gzip. All six number types, big endian, 1 to 255 dimensions
 * of at least 1. Left when anything is missing, left over or contradictory; `source` is the file's name in the message.
 * Gzip: one member, at most 64 MiB + 4 times the file inflated.
 */
export const decodeIdx = (bytes: Uint8Array, source: string): Either<DecodeError, IdxArray> =>
  decoded(() => {
    const file = section(bytes, source);
    return bytes[0] === 0x1f && bytes[1] === 0x8b ? readCompressed(file) : readPlain(file);
  });

function readPlain(file: Section): IdxArray {
  const header = readHeader(file);
  const { length } = file.bytes;
  if (length < header.total)
    throw refusal(file, length, `${header.total} bytes for sizes ${header.sizes.join('x')}`, `the end of the file`);
  if (length > header.total) throw refusal(file, header.total, 'the end of the file', `${length - header.total} more bytes`);
  return readArray(file, header);
}

function readCompressed(file: Section): IdxArray {
  const { length } = file.bytes;
  const headerOf = (bytes: Uint8Array): Header => readHeader(section(bytes, file.source, 'inflated '));
  const head = { length: LONGEST_HEADER, sizeOf: (start: Uint8Array) => headerOf(start).total };
  const inflated = inflate({ container: gzip, file, from: 0, to: length }, head, inflationLimit(length));
  return readArray(section(inflated, file.source), headerOf(inflated));
}

const readArray = ({ view }: Section, { type, sizes, from, count }: Header): IdxArray => ({ sizes, values: type.read(view, from, count) });

function readHeader(file: Section): Header {
  const { bytes, view } = file;
  if (bytes.length < 4) throw refusal(file, bytes.length, 'an IDX header (at least 4 bytes)', 'the end of the file');
  if (view.getUint16(0) !== 0) throw refusal(file, 0, 'two zero bytes (IDX) or 1f 8b (gzip)', hex(bytes.subarray(0, 2)));
  const type = numberTypes.get(bytes[2]!);
  if (type === undefined) throw refusal(file, 2, 'an IDX number type (08, 09, 0b, 0c, 0d or 0e)', hex(bytes.subarray(2, 3)));
  const dimensions = bytes[3]!;
  if (dimensions === 0) throw refusal(file, 3, 'at least 1 dimension', '0');
  const from = 4 + 4 * dimensions;
  if (bytes.length < from) throw refusal(file, bytes.length, `${dimensions} sizes of 4 bytes`, 'the end of the file');
  const sizes = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const count = countOf(file, sizes);
  return { type, sizes, from, count, total: from + count * type.bytes };
}

const MOST_NUMBERS = 2 ** 49; // times 8 bytes and a header it is still an exact number

function countOf(file: Section, sizes: readonly number[]): number {
  let count = 1;
  for (const [i, size] of sizes.entries()) {
    if (size === 0) throw refusal(file, 4 + 4 * i, `a size of at least 1 in dimension ${i}`, '0');
    count *= size;
    if (count > MOST_NUMBERS) throw refusal(file, 4 + 4 * i, `at most ${MOST_NUMBERS} numbers`, `sizes ${sizes.slice(0, i + 1).join('x')}`);
  }
  return count;
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
