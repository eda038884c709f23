import { ShapeError } from '../errors.ts';
import { matrix } from '../matrix/make.ts';
import type { Fits, Mat, Scalar, ShapeText } from '../matrix/mat.ts';
import type { Plus } from '../matrix/sizes.ts';
import { sameShape, sizeOf } from '../matrix/shape.ts';
import { operands } from '../tape/apply.ts';
import { mul } from './arithmetic.ts';
import { gatherRows } from './indexing.ts';
import { reshape, sumTo, transpose } from './shaping.ts';

// Derived products of two matrices.

// Long multiplication of sizes: one step per digit of B, each of at most four sums.
type Twice<A extends number> = Plus<A, A>;
type TimesDigit<A extends number, D extends string> = D extends '0'
  ? 0
  : D extends '1'
    ? A
    : D extends '2'
      ? Twice<A>
      : D extends '3'
        ? Plus<A, Twice<A>>
        : D extends '4'
          ? Twice<Twice<A>>
          : D extends '5'
            ? Plus<A, Twice<Twice<A>>>
            : D extends '6'
              ? Twice<Plus<A, Twice<A>>>
              : D extends '7'
                ? Plus<A, Twice<Plus<A, Twice<A>>>>
                : D extends '8'
                  ? Twice<Twice<Twice<A>>>
                  : D extends '9'
                    ? Plus<A, Twice<Twice<Twice<A>>>>
                    : never;
type Tenfold<A extends number> = A extends 0 ? 0 : `${A}0` extends `${infer N extends number}` ? N : never;
type TimesDigits<A extends number, Digits extends string, Done extends number> = Digits extends `${infer D}${infer Rest}`
  ? TimesDigits<A, Rest, Plus<Tenfold<Done>, TimesDigit<A, D>>>
  : Done;
/** A · B when both are known, `number` when either is not */
export type Times<A extends number, B extends number> = number extends A | B ? number : TimesDigits<A, `${B}`, 0>;
/** How many entries a matrix of R rows and C columns has: n where one of them is 1 and the other n */
export type Entries<R extends number, C extends number> = [R] extends [1] ? C : [C] extends [1] ? R : Times<R, C>;

/** Every entry of a times every entry of b, both unrolled by rows: m entries and n entries give m x n (NumPy's outer). */
export function outer<R extends number, C extends number, P extends number, Q extends number>(
  a: Mat<R, C>,
  b: Mat<P, Q>,
): Mat<Entries<R, C>, Entries<P, Q>> {
  const [left, right] = operands('outer', [a, b]) as [Mat, Mat];
  return mul(reshape(left, sizeOf(left), 1), reshape(right, 1, sizeOf(right))) as never;
}

/**
 * Σ a b over all entries of two matrices of one shape: 1x1. For the product of matrices see `matmul`. @throws ShapeError when shapes differ
 */
export function dot<R extends number, C extends number, P extends number, Q extends number>(
  a: Mat<R, C>,
  b: Fits<R, P, Fits<C, Q, Mat<P, Q>, `dot: shapes differ: ${ShapeText<R, C>} and ${ShapeText<P, Q>}`>, `dot: shapes differ: ${ShapeText<R, C>} and ${ShapeText<P, Q>}`>,
): Scalar {
  const [left, right] = operands('dot', [a, b]) as [Mat, Mat];
  if (!sameShape(left, right)) throw new ShapeError('dot', [left, right], 'shapes must be equal. For the product of matrices write matmul');
  return sumTo(mul(left, right), 1, 1);
}

/** The Kronecker product: every entry of a (m x n) times the whole of b (p x q), (m·p) x (n·q). */
export function kron<M extends number, N extends number, P extends number, Q extends number>(
  a: Mat<M, N>,
  b: Mat<P, Q>,
): Mat<Times<M, P>, Times<N, Q>> {
  const [left, right] = operands('kron', [a, b]) as [Mat, Mat];
  const spread = (x: Mat, count: number, indexOf: (i: number) => number): Mat => gatherRows(x, matrix.of(count, 1, Float64Array.from({ length: count }, (_, i) => indexOf(i))));
  const both = (x: Mat, rowOf: (i: number) => number, columnOf: (j: number) => number): Mat =>
    transpose(spread(transpose(spread(x, left.rows * right.rows, rowOf)), left.columns * right.columns, columnOf));
  const each = both(left, (i) => Math.floor(i / right.rows), (j) => Math.floor(j / right.columns));
  return mul(each, both(right, (i) => i % right.rows, (j) => j % right.columns)) as never;
}
