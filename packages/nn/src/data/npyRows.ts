import { ArgumentError, DecodeError, type Mat, matrix } from '@adjoint/core';
import type { TaskEither } from '../either.ts';
import { textOf } from '../textOf.ts';
import { requireRows } from './csvBatches.ts';
import { LONGEST_NPY_HEADER, NPY_PREFIX, type NpyHeader, npyDataStart, readNpyHeader } from './npyHeader.ts';
import { npyLayout } from './npyLayout.ts';
import { decodedLater, section, type Section, sourceText } from './section.ts';

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
export const npyRows = (file: ByteSource, source: string): TaskEither<DecodeError, NpyRows> => {
  requireReader('npyRows', ['size'], file, 'npyRows({ size, read }, name)');
  const name = sourceText(source);
  return decodedLater(async () => {
    const { rows, columns, at, matrixOf } = npyLayout(await readHeader(file, name), file.size, name);
    const read = async (from: number, to: number): Promise<Mat> => matrixOf(await wholePart(file, name, at(from), at(to)), from);
    return { rows, columns, read };
  });
};

/** @throws ArgumentError unless something is read by its `read` and says by numbers how large it is */
function requireReader(asker: string, sizes: readonly ('size' | 'rows' | 'columns')[], given: unknown, example: string): void {
  const file = (given ?? {}) as Partial<ByteSource & NpyRows>;
  if (typeof file.read === 'function' && sizes.every((size) => typeof file[size] === 'number')) return;
  throw new ArgumentError(`${asker}: the file must have ${sizes.join(', ')} and read, got ${textOf(given)}. Write ${example}`);
}

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
  requireReader('npyBatches', ['rows', 'columns'], file, 'npyBatches(file, 64) with what npyRows gave');
  requireRows('npyBatches', rows);
  if (order !== undefined && !(Array.isArray(order) && order.every(Number.isSafeInteger)))
    throw new ArgumentError(`npyBatches: the order must be an array of rows, got ${textOf(order)}. Write random(42).permutation(n).value`);
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
