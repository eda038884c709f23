import type { DecodeError } from '@adjoint/core';
import type { Either } from '../either.ts';
import { gzip } from './container.ts';
import { inflate, inflationLimit } from './inflate.ts';
import { countOf, type NdArray } from './ndArray.ts';
import { type NumberType, numberTypes } from './numberType.ts';
import { decoded, refusal, section, type Section } from './section.ts';

const types: ReadonlyMap<number, NumberType> = new Map([
  [0x08, numberTypes.uint8],
  [0x09, numberTypes.int8],
  [0x0b, numberTypes.int16],
  [0x0c, numberTypes.int32],
  [0x0d, numberTypes.float32],
  [0x0e, numberTypes.float64],
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
export const decodeIdx = (bytes: Uint8Array, source: string): Either<DecodeError, NdArray> =>
  decoded(() => {
    const file = section(bytes, source);
    return bytes[0] === 0x1f && bytes[1] === 0x8b ? readCompressed(file) : readPlain(file);
  });

function readPlain(file: Section): NdArray {
  const header = readHeader(file);
  const { length } = file.bytes;
  if (length < header.total)
    throw refusal(file, length, `${header.total} bytes for sizes ${header.sizes.join('x')}`, `the end of the file`);
  if (length > header.total) throw refusal(file, header.total, 'the end of the file', `${length - header.total} more bytes`);
  return readArray(file, header);
}

function readCompressed(file: Section): NdArray {
  const { length } = file.bytes;
  const headerOf = (bytes: Uint8Array): Header => readHeader(section(bytes, file.source, 'inflated '));
  const head = { length: LONGEST_HEADER, sizeOf: (start: Uint8Array) => ({ size: headerOf(start).total, beside: 0 }) };
  const inflated = inflate({ container: gzip, file, from: 0, to: length }, head, inflationLimit(length));
  return readArray(section(inflated, file.source, 'inflated ', true), headerOf(inflated));
}

const readArray = (file: Section, { type, sizes, from, count }: Header): NdArray => ({
  sizes,
  values: type.read(file, from, count, false),
});

function readHeader(file: Section): Header {
  const { bytes, view } = file;
  if (bytes.length < 4) throw refusal(file, bytes.length, 'an IDX header (at least 4 bytes)', 'the end of the file');
  if (view.getUint16(0) !== 0) throw refusal(file, 0, 'two zero bytes (IDX) or 1f 8b (gzip)', hex(bytes.subarray(0, 2)));
  const type = types.get(bytes[2]!);
  if (type === undefined) throw refusal(file, 2, 'an IDX number type (08, 09, 0b, 0c, 0d or 0e)', hex(bytes.subarray(2, 3)));
  const dimensions = bytes[3]!;
  if (dimensions === 0) throw refusal(file, 3, 'at least 1 dimension', '0');
  const from = 4 + 4 * dimensions;
  if (bytes.length < from) throw refusal(file, bytes.length, `${dimensions} sizes of 4 bytes`, 'the end of the file');
  const sizes = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const count = numbersIn(file, sizes);
  return { type, sizes, from, count, total: from + count * type.bytes };
}

function numbersIn(file: Section, sizes: readonly number[]): number {
  const empty = sizes.indexOf(0);
  if (empty >= 0) throw refusal(file, 4 + 4 * empty, `a size of at least 1 in dimension ${empty}`, '0');
  const count = countOf(sizes);
  if (count === undefined) throw refusal(file, 4, 'sizes whose product a file can hold', sizes.join('x'));
  return count;
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
