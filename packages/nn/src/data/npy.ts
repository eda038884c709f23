import type { DecodeError, Mat } from '@adjoint/core';
import type { Either } from '../either.ts';
import { byColumns } from './byColumns.ts';
import { type NdArray, sizesText } from './ndArray.ts';
import { requireArray } from './requireArray.ts';
import { littleEndianBytes } from './numberType.ts';
import { npyHeaderOf, readNpyHeader } from './npyHeader.ts';
import { decoded, refusal, section, type Section } from './section.ts';

/**
 * Reads an .npy file (NumPy's own format, versions 1.0 to 3.0): booleans, integers and floats of every size and byte order, by rows or by columns
 * (Fortran), of any number of dimensions. Left when anything is missing, left over or contradictory, for other types, and for whole numbers
 * beyond ±2^53; `source` is the file's name in the message.
 */
export const decodeNpy = (bytes: Uint8Array, source: string): Either<DecodeError, NdArray> =>
  decoded(() => readNpy(section(bytes, source)));

/** The array in a section that is an .npy file. @throws DecodeError */
export function readNpy(file: Section): NdArray {
  const { type, littleEndian, isByColumns, sizes, count, from, total } = readNpyHeader(file);
  const { length } = file.bytes;
  if (length < total) throw refusal(file, length, `${total} bytes for ${sizesText(sizes)}`, 'the end of the file');
  if (length > total) throw refusal(file, total, 'the end of the file', `${length - total} more bytes`);
  const stored = type.read(file, from, count, littleEndian);
  return { sizes, values: isByColumns ? byColumns(stored, sizes) : stored };
}

/** A matrix (as doubles) or an array as an .npy file, version 1.0, which `numpy.load` reads. @throws ArgumentError unless it is one */
export function encodeNpy(array: Mat | NdArray): Uint8Array {
  const { sizes, values } = requireArray('encodeNpy', array);
  const header = npyHeaderOf(sizes, values);
  const bytes = new Uint8Array(header.length + values.byteLength);
  bytes.set(header);
  bytes.set(littleEndianBytes(values), header.length);
  return bytes;
}
