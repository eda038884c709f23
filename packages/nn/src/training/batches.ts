import { ArgumentError, gatherRows, isMat, type Mat, matrix, ShapeError, slice } from '@adjoint/core';
import type { SeededRandom } from '../random/random.ts';
import { textOf } from '../textOf.ts';

/** The data of a training, cut into batches: tuples of matrices whose rows belong together. */
export interface Batches<B extends readonly Mat[]> {
  /** batches in an epoch */
  readonly count: number;
  /** whether `epoch` draws from its source */
  readonly isShuffled: boolean;
  /** The batches of one epoch by their position, counted from 0. The same source gives the same batches. */
  epoch(random: SeededRandom): (position: number) => B;
}

export interface BatchOptions {
  /** rows in a batch, all of them unless given; the last one has what is left */
  readonly size?: number;
  /** whether each epoch draws a new order of the rows, false */
  readonly shuffle?: boolean;
}

/** The same matrices with fewer rows. */
export type Rows<X extends readonly unknown[]> = X extends readonly [infer First, ...infer Others]
  ? First extends Mat<number, infer C>
    ? readonly [Mat<number, C>, ...Rows<Others>]
    : Rows<Others>
  : X extends readonly []
    ? readonly []
    : readonly Mat[];

/**
 * Cuts matrices of equal rows, such as inputs and targets, into batches: `batches(x, y, { size: 64, shuffle: true })`.
 * @throws ShapeError when rows differ, ArgumentError unless the size is a whole number of at least 1
 */
export function batches<const X extends readonly [Mat, ...(Mat | BatchOptions)[]]>(...given: X): Batches<Rows<X>> {
  const last = given.at(-1);
  const options = isMat(last) ? {} : (last as BatchOptions);
  const matrices = (isMat(last) ? given : given.slice(0, -1)) as readonly Mat[];
  requireEqualRows('batches', matrices);
  requireOptions(options);
  const { rows } = matrices[0]!;
  const { size = rows, shuffle = false } = options;
  const count = Math.ceil(rows / size);
  const cut = shuffle ? drawn(matrices, size) : inOrder(matrices, size);
  const epoch = (random: SeededRandom) => {
    const at = cut(random);
    return (position: number) => {
      if (Number.isInteger(position) && position >= 0 && position < count) return at(position);
      throw new ArgumentError(`batches: there is no batch ${String(position)}: they count from 0 to ${count - 1}`);
    };
  };
  return { count, isShuffled: shuffle, epoch } as Batches<readonly Mat[]> as Batches<Rows<X>>;
}

type Cut = (random: SeededRandom) => (position: number) => readonly Mat[];

const inOrder =
  (matrices: readonly Mat[], size: number): Cut =>
  () =>
  (position) => {
    const { rows } = matrices[0]!;
    if (size >= rows) return matrices; // themselves, so that the engine brings them in once
    const range = [position * size, Math.min(rows, (position + 1) * size)] as const;
    return matrices.map((x) => slice(x, { rows: range }));
  };

const drawn =
  (matrices: readonly Mat[], size: number): Cut =>
  (random) => {
    const order = orderOf('batches', matrices[0]!.rows, random);
    return (position) => rowsOf(matrices, order.slice(position * size, (position + 1) * size));
  };

/** A source of random orders. */
export interface Shuffler {
  permutation(n: number): { readonly value: readonly number[] };
}

/** An order of rows, drawn from a source. @throws ArgumentError unless the source draws orders */
export function orderOf(asker: string, rows: number, source: Shuffler): readonly number[] {
  if (typeof source?.permutation === 'function') return source.permutation(rows).value;
  throw new ArgumentError(`${asker}: needs a source of random orders, got ${textOf(source)}. Write random(42)`);
}

/** These rows of each matrix, in this order. */
export function rowsOf(matrices: readonly Mat[], rows: readonly number[]): readonly Mat[] {
  const indices = matrix.of(rows.length, 1, rows);
  return matrices.map((x) => gatherRows(x, indices));
}

/** @throws ArgumentError, ShapeError unless all are matrices of equal rows */
export function requireEqualRows(asker: string, matrices: readonly unknown[]): asserts matrices is readonly Mat[] {
  const stranger = matrices.findIndex((x) => !isMat(x));
  if (stranger >= 0 || matrices.length === 0)
    throw new ArgumentError(`${asker}: argument ${Math.max(0, stranger)} must be a matrix. Write ${asker}(x, y, { ... })`);
  const all = matrices as readonly Mat[];
  const other = all.findIndex(({ rows }) => rows !== all[0]!.rows);
  if (other < 0) return;
  throw new ShapeError(
    asker,
    all,
    `all must have the same rows, one per sample: argument ${other} has ${all[other]!.rows}, the first ${all[0]!.rows}`,
  );
}

function requireOptions(options: BatchOptions): void {
  const remedy = 'Write batches(x, y, { size: 64, shuffle: true })';
  if (typeof options !== 'object' || options === null)
    throw new ArgumentError(`batches: the last argument must be a matrix or the options. ${remedy}`);
  const unknown = Object.keys(options).find((name) => name !== 'size' && name !== 'shuffle');
  if (unknown !== undefined) throw new ArgumentError(`batches: there is no option ${unknown}. ${remedy}`);
  const { size, shuffle } = options;
  if (size !== undefined && !(Number.isSafeInteger(size) && size >= 1))
    throw new ArgumentError(`batches: size is ${String(size)}: it must be a whole number of at least 1`);
  if (shuffle !== undefined && typeof shuffle !== 'boolean')
    throw new ArgumentError(`batches: shuffle must be true or false. ${remedy}, and give train the seed`);
}
