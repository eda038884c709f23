import { ShapeError } from '../errors.ts';
import type { Fits, Mat, ShapeText } from '../matrix/mat.ts';
import { Matrix } from '../matrix/mlMatrix.ts';
import type { Shape } from '../matrix/shape.ts';
import { type ArgumentDomain, between } from '../tape/domain.ts';
import type { Block } from '../tape/tape.ts';

// What decompositions have in common.

/** A matrix type, or the sentence that says it is not square. */
export type Square<Name extends string, R extends number, C extends number> = Fits<
  R,
  C,
  Mat<R, C>,
  `${Name}: needs a square matrix, got ${ShapeText<R, C>}`
>;
/** Of a square matrix, to one of its shape. @throws ShapeError unless it is square */
export interface OfSquare<Name extends string> {
  <R extends number, C extends number>(x: Square<Name, R, C>): Mat<R, C>;
}

export function requireSquare(op: string, x: Shape, remedy = ''): void {
  if (x.rows !== x.columns) throw new ShapeError(op, [x], `needs a square matrix, got ${x.rows}x${x.columns}${remedy}`);
}

/** Where the laws draw square matrices from. */
export const dominant: ArgumentDomain = { ...between(-1, 1, 'm', 'm'), dominant: true };

export const allFinite = (x: Block): boolean => x.values.every(Number.isFinite);

/** A power of two that brings entries near 1 whose squares would overflow or vanish; 1 for all others. */
export function scaleOf({ values }: Block): number {
  const largest = values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  return largest > 2 ** 400 ? 2 ** -600 : largest > 0 && largest < 2 ** -400 ? 2 ** 600 : 1;
}

/** A copy for ml-matrix, times a scale. */
export const matrixOf = ({ rows, columns, values }: Block, scale = 1): Matrix =>
  new Matrix(Array.from({ length: rows }, (_, i) => Array.from(values.subarray(i * columns, (i + 1) * columns), (value) => scale * value)));

/** (A + Aᵀ) / 2 times a scale, for ml-matrix, whose symmetric decompositions refuse one ulp of asymmetry. */
export function symmetricOf({ rows, values }: Block, scale = 1): Matrix {
  const half = 0.5 * scale;
  const at = (i: number, j: number) => half * values[i * rows + j]! + half * values[j * rows + i]!;
  return new Matrix(Array.from({ length: rows }, (_, i) => Array.from({ length: rows }, (__, j) => at(i, j))));
}

/** The largest column sum of absolute values: the 1-norm. */
export function norm1(x: Matrix): number {
  let largest = 0;
  for (let j = 0; j < x.columns; j += 1) {
    let total = 0;
    for (let i = 0; i < x.rows; i += 1) total += Math.abs(x.get(i, j));
    largest = Math.max(largest, total);
  }
  return largest;
}
