import { ShapeError } from '../errors.ts';
import { matrix } from '../matrix/make.ts';
import type { Fits, Mat, Scalar, ShapeText } from '../matrix/mat.ts';
import { sameShape, sizeOf } from '../matrix/shape.ts';
import type { Entries, Times } from '../matrix/sizes.ts';
import { operands } from '../tape/apply.ts';
import { mul } from './arithmetic.ts';
import { gatherRows } from './indexing.ts';
import { reshape, sumTo, transpose } from './shaping.ts';

// Derived products of two matrices.

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
  b: Fits<
    R,
    P,
    Fits<C, Q, Mat<P, Q>, `dot: shapes differ: ${ShapeText<R, C>} and ${ShapeText<P, Q>}`>,
    `dot: shapes differ: ${ShapeText<R, C>} and ${ShapeText<P, Q>}`
  >,
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
  const spread = (x: Mat, count: number, indexOf: (i: number) => number): Mat =>
    gatherRows(
      x,
      matrix.of(
        count,
        1,
        Float64Array.from({ length: count }, (_, i) => indexOf(i)),
      ),
    );
  const both = (x: Mat, rowOf: (i: number) => number, columnOf: (j: number) => number): Mat =>
    transpose(spread(transpose(spread(x, left.rows * right.rows, rowOf)), left.columns * right.columns, columnOf));
  const each = both(
    left,
    (i) => Math.floor(i / right.rows),
    (j) => Math.floor(j / right.columns),
  );
  return mul(
    each,
    both(
      right,
      (i) => i % right.rows,
      (j) => j % right.columns,
    ),
  ) as never;
}
