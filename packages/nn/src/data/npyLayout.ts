import { type Mat, matrix } from '@adjoint/core';
import { sizesText } from './ndArray.ts';
import type { NpyHeader } from './npyHeader.ts';
import { refusal, section } from './section.ts';

/** Where the rows of an .npy file lie. */
export interface NpyLayout {
  readonly rows: number;
  /** numbers in a row: the product of all sizes but the first */
  readonly columns: number;
  /** where row i starts */
  readonly at: (row: number) => number;
  /** the rows in bytes that start at row `first`, as doubles. @throws DecodeError on a value that is none of its type */
  readonly matrixOf: (bytes: Uint8Array, first: number) => Mat;
}

/** The layout of a file of `fileSize` bytes that is read row by row. @throws DecodeError unless it is whole, stored by rows, and holds a number */
export function npyLayout(header: NpyHeader, fileSize: number, source: string): NpyLayout {
  const { type, littleEndian, isByColumns, sizes, count, from, total } = header;
  const file = section(new Uint8Array(), source);
  if (fileSize < total) throw refusal(file, fileSize, `${total} bytes for ${sizesText(sizes)}`, 'the end of the file');
  if (fileSize > total) throw refusal(file, total, 'the end of the file', `${fileSize - total} more bytes`);
  if (count === 0) throw refusal(file, total, 'at least one number', `none (${sizesText(sizes)})`);
  if (isByColumns && sizes.filter((size) => size > 1).length > 1)
    throw refusal(file, 0, 'numbers stored by rows (save numpy.ascontiguousarray(x))', 'columns (Fortran)');
  const rows = sizes[0] ?? 1;
  const columns = count / rows;
  const at = (row: number): number => from + row * columns * type.bytes;
  const matrixOf = (bytes: Uint8Array, first: number): Mat => {
    const numbers = bytes.length / type.bytes;
    const values = type.read(section(bytes, source, `from byte ${at(first)}, `), 0, numbers, littleEndian);
    return matrix.of(numbers / columns, columns, values instanceof Float64Array ? values : Float64Array.from(values));
  };
  return { rows, columns, at, matrixOf };
}
