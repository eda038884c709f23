import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { ArgumentError, DecodeError, type Mat, matrix } from '@adjoint/core';
import { requireRows } from '../data/csvBatches.ts';
import { LONGEST_NPY_HEADER, readNpyHeader } from '../data/npyHeader.ts';
import { type NpyLayout, npyLayout } from '../data/npyLayout.ts';
import { decoded, section } from '../data/section.ts';
import type { Either } from '../either.ts';
import type { SeededRandom } from '../random/random.ts';
import type { BatchOptions, Batches } from '../training/batches.ts';
import { unreadable } from './readBytes.ts';

/** Batches for `train` and `fit` that are read from disk as they are asked for. */
export interface FileBatches<B extends readonly Mat[] = readonly Mat[]> extends Batches<B> {
  /** Closes the files. */
  readonly close: () => void;
}

interface OpenRows extends NpyLayout {
  readonly read: (from: number, to: number) => Mat;
  readonly close: () => void;
}

/**
 * The same batches as `batches(x, y, options)`, of .npy files that may be larger than memory, one per matrix: a path per file, equal rows. Drawn in
 * the same order too, so a training on files gives the bits of a training in memory. Left for a file that `npyRows` refuses. A batch throws a
 * DecodeError when a file has changed meanwhile.
 * @throws ArgumentError as `batches`
 */
export function fileBatches<const Paths extends readonly string[]>(
  paths: Paths,
  options: BatchOptions = {},
): Either<DecodeError, FileBatches<{ readonly [I in keyof Paths]: Mat }>> {
  const { size, shuffle = false } = options;
  if (!Array.isArray(paths) || paths.length === 0)
    throw new ArgumentError(
      "fileBatches: the paths of .npy files are missing. Write fileBatches(['x.npy', 'y.npy'], { size: 64, shuffle: true })",
    );
  if (size !== undefined) requireRows('fileBatches', size);
  const opened: OpenRows[] = [];
  const result = decoded(() => {
    for (const path of paths) opened.push(openRows(path));
    const rows = equalRows(paths, opened);
    return batchesOf(opened, rows, size ?? rows, shuffle);
  });
  if (result._tag === 'Left') for (const { close } of opened) close();
  return result as Either<DecodeError, FileBatches<never>>; // as many matrices as there are paths
}

function batchesOf(files: readonly OpenRows[], rows: number, size: number, shuffle: boolean): FileBatches {
  const count = Math.ceil(rows / size);
  const epoch = (random: SeededRandom) => {
    const order = shuffle ? random.permutation(rows).value : undefined;
    return (position: number): readonly Mat[] => {
      if (!(Number.isInteger(position) && position >= 0 && position < count))
        throw new ArgumentError(`fileBatches: there is no batch ${position}: they count from 0 to ${count - 1}`);
      const [from, to] = [position * size, Math.min(rows, (position + 1) * size)];
      return files.map((file) => (order === undefined ? file.read(from, to) : gathered(file, order.slice(from, to))));
    };
  };
  return { count, isShuffled: shuffle, epoch, close: () => files.forEach(({ close }) => close()) };
}

function gathered(file: OpenRows, order: readonly number[]): Mat {
  const values = new Float64Array(order.length * file.columns);
  order.forEach((row, i) => values.set(file.read(row, row + 1).toFloat64Array(), i * file.columns));
  return matrix.of(order.length, file.columns, values);
}

function equalRows(paths: readonly string[], [first, ...others]: readonly OpenRows[]): number {
  const { rows } = first!;
  const odd = others.findIndex((other) => other.rows !== rows);
  if (odd < 0) return rows;
  throw new DecodeError({ source: paths[odd + 1]!, place: 'rows', expected: `${rows}, as in ${paths[0]}`, found: `${others[odd]!.rows}` });
}

/** @throws DecodeError */
function openRows(path: string): OpenRows {
  const file = opening(path, () => openSync(path, 'r'));
  const close = (): void => closeSync(file);
  try {
    const { size } = opening(path, () => fstatSync(file));
    const start = opening(path, () => readPart(file, path, 0, Math.min(size, LONGEST_NPY_HEADER)));
    const layout = npyLayout(readNpyHeader(section(start, path)), size, path);
    const { at, matrixOf } = layout;
    return { ...layout, close, read: (from, to) => matrixOf(readPart(file, path, at(from), at(to)), from) };
  } catch (error) {
    close();
    throw error;
  }
}

function opening<A>(path: string, run: () => A): A {
  try {
    return run();
  } catch (error) {
    throw error instanceof DecodeError ? error : unreadable(path, error);
  }
}

/** The bytes [from, to). @throws DecodeError when they are not there */
function readPart(file: number, path: string, from: number, to: number): Uint8Array {
  const bytes = new Uint8Array(to - from);
  for (let filled = 0; filled < bytes.length;) {
    const count = readSync(file, bytes, filled, bytes.length - filled, from + filled);
    if (count === 0) throw new DecodeError({ source: path, place: `byte ${from}`, expected: `${bytes.length} bytes`, found: `${filled}` });
    filled += count;
  }
  return bytes;
}
