import { DecodeError, type Mat, matrix } from '@adjoint/core';
import type { TaskEither } from '../either.ts';
import { requireRows } from './csvBatches.ts';
import { LONGEST_NPY_HEADER, NPY_PREFIX, type NpyHeader, npyDataStart, readNpyHeader } from './npyHeader.ts';
import { npyLayout } from './npyLayout.ts';
import { decodedLater, section, type Section } from './section.ts';

/** A file that is read in parts: in a browser a Blob, in Node an open file. */
export interface ByteSource {
  /** bytes in all */
  readonly size: number;
  /** the bytes [from, to), which lie within the file */
  readonly read: (from: number, to: number) => Promise<Uint8Array>;
}

/** The rows of an .npy file, on demand. */
export interface NpyRows {
  readonly rows: number;
  /** numbers in a row: the product of all sizes but the first */
  readonly columns: number;
  /** rows [from, to) as doubles. Rejects with a DecodeError when the file has changed meanwhile */
  readonly read: (from: number, to: number) => Promise<Mat>;
}

/**
 * Opens an .npy file whose rows are read on demand, so that it may be larger than memory. Left when its header or its size is wrong, when it is
 * stored by columns, or when it has no numbers.
 */
export const npyRows = (file: ByteSource, source: string): TaskEither<DecodeError, NpyRows> =>
  decodedLater(async () => {
    const { rows, columns, at, matrixOf } = npyLayout(await readHeader(file, source), file.size, source);
    const read = async (from: number, to: number): Promise<Mat> => matrixOf(await wholePart(file, source, at(from), at(to)), from);
    return { rows, columns, read };
  });

async function readHeader(file: ByteSource, source: string): Promise<NpyHeader> {
  const part = async (to: number): Promise<Section> => section(await wholePart(file, source, 0, Math.min(file.size, to)), source);
  const from = npyDataStart(await part(NPY_PREFIX));
  return readNpyHeader(await part(Math.min(from, LONGEST_NPY_HEADER)));
}
async function wholePart(file: ByteSource, source: string, from: number, to: number): Promise<Uint8Array> {
  const bytes = await file.read(from, to);
  if (bytes.length === to - from) return bytes;
  throw new DecodeError({ source, place: `byte ${from}`, expected: `${to - from} bytes`, found: `${bytes.length}` });
}

/**
 * Batches of `rows` rows (the last may have fewer), read as they are asked for; in the given order of rows when there is one, say
 * `random.permutation(file.rows).value`. Rejects with a DecodeError when the file has changed meanwhile.
 */
export async function* npyBatches(file: NpyRows, rows: number, order?: readonly number[]): AsyncGenerator<Mat, void, void> {
  requireRows('npyBatches', rows);
  const count = order?.length ?? file.rows;
  for (let at = 0; at < count; at += rows) {
    const to = Math.min(count, at + rows);
    yield order === undefined ? await file.read(at, to) : await gathered(file, order.slice(at, to));
  }
}

async function gathered(file: NpyRows, order: readonly number[]): Promise<Mat> {
  const values = new Float64Array(order.length * file.columns);
  for (const [i, row] of order.entries()) values.set((await file.read(row, row + 1)).toFloat64Array(), i * file.columns);
  return matrix.of(order.length, file.columns, values);
}
