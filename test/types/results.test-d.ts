import {
  argMax,
  argMin,
  broadcastTo,
  cholesky,
  clip,
  cumulativeSum,
  det,
  diagonal,
  diagonalMatrix,
  dot,
  eigSymmetric,
  elu,
  gatherRows,
  gelu,
  kron,
  leakyRelu,
  leastSquares,
  logDet,
  logSoftmax,
  type Mat,
  matmul,
  maximum,
  norm,
  oneHot,
  outer,
  pad,
  pow,
  prod,
  pseudoInverse,
  qr,
  type Scalar,
  scatterRows,
  silu,
  softmax,
  std,
  stopGradient,
  sumTo,
  svd,
  trace,
  transpose,
  tril,
  triu,
  variance,
  where,
  zeros,
} from '@adjoint/core';
import { expectTypeOf } from 'vitest';

// Checked by tsc, never run: the types of what the registry does not test, and of mixed and unknown sizes.

declare const u: Mat;
declare const wide: Mat<number, 4>;
declare const either: Mat<2 | 5, 3>;

// the smaller of two sizes
expectTypeOf(diagonal(zeros(2, 3))).toEqualTypeOf<Mat<2, 1>>();
expectTypeOf(diagonal(zeros(400, 25))).toEqualTypeOf<Mat<25, 1>>();
expectTypeOf(diagonal(zeros(7, 7))).toEqualTypeOf<Mat<7, 1>>();
expectTypeOf(diagonal(zeros(1, 7))).toEqualTypeOf<Scalar>();
expectTypeOf(diagonal(wide)).toEqualTypeOf<Mat<number, 1>>();
expectTypeOf(diagonal(either)).toEqualTypeOf<Mat<2 | 3 | 5, 1>>();
expectTypeOf(diagonalMatrix(zeros(4, 1))).toEqualTypeOf<Mat<4, 4>>();
expectTypeOf(diagonalMatrix(u)).toEqualTypeOf<Mat>();
expectTypeOf(trace(u)).toEqualTypeOf<Scalar>();

// decompositions
expectTypeOf(qr(zeros(5, 3))).toEqualTypeOf<{ readonly q: Mat<5, 3>; readonly r: Mat<3, 3> }>();
expectTypeOf(qr(zeros(3, 5))).toEqualTypeOf<{ readonly q: Mat<3, 3>; readonly r: Mat<3, 5> }>();
expectTypeOf(qr(wide)).toEqualTypeOf<{ readonly q: Mat; readonly r: Mat<number, 4> }>();
expectTypeOf(svd(zeros(3, 5))).toEqualTypeOf<{ readonly u: Mat<3, 3>; readonly s: Mat<3, 1>; readonly v: Mat<5, 3> }>();
expectTypeOf(svd(u).s).toEqualTypeOf<Mat<number, 1>>();
expectTypeOf(eigSymmetric(zeros(3, 3))).toEqualTypeOf<{ readonly values: Mat<3, 1>; readonly vectors: Mat<3, 3> }>();
expectTypeOf(cholesky(zeros(3, 3))).toEqualTypeOf<Mat<3, 3>>();
expectTypeOf([det(u), logDet(zeros(2, 2))]).toEqualTypeOf<Scalar[]>();
expectTypeOf(leastSquares(zeros(9, 3), zeros(9, 2))).toEqualTypeOf<Mat<3, 2>>();
expectTypeOf(leastSquares(u, zeros(9, 2))).toEqualTypeOf<Mat<number, 2>>();
expectTypeOf(pseudoInverse(zeros(9, 3))).toEqualTypeOf<Mat<3, 9>>();

// sizes are multiplied
expectTypeOf(kron(zeros(2, 4), zeros(3, 5))).toEqualTypeOf<Mat<6, 20>>();
expectTypeOf(kron(zeros(125, 80), zeros(8, 25))).toEqualTypeOf<Mat<1000, 2000>>();
expectTypeOf(kron(u, zeros(3, 5))).toEqualTypeOf<Mat>();
expectTypeOf(outer(zeros(2, 3), zeros(4, 5))).toEqualTypeOf<Mat<6, 20>>();
expectTypeOf(outer(zeros(7, 1), zeros(1, 9))).toEqualTypeOf<Mat<7, 9>>();
expectTypeOf(outer(wide, zeros(1, 9))).toEqualTypeOf<Mat<number, 9>>();
expectTypeOf(dot(zeros(2, 3), u)).toEqualTypeOf<Scalar>();

// choosing, clipping, widening
expectTypeOf(where(zeros(2, 1), zeros(1, 3), zeros(2, 3))).toEqualTypeOf<Mat<2, 3>>();
expectTypeOf(where(1, u, zeros(2, 3))).toEqualTypeOf<Mat<2, 3>>();
expectTypeOf(where(u, 0, 1)).toEqualTypeOf<Mat>();
expectTypeOf(clip(zeros(2, 3), 0, 1)).toEqualTypeOf<Mat<2, 3>>();
expectTypeOf(clip(zeros(1, 3), zeros(2, 1), 1)).toEqualTypeOf<Mat<2, 3>>();
expectTypeOf(clip(wide, 0, zeros(1, 4))).toEqualTypeOf<Mat<number, 4>>();
expectTypeOf(maximum(wide, zeros(3, 4))).toEqualTypeOf<Mat<3, 4>>();
expectTypeOf(pow(2, zeros(3, 1))).toEqualTypeOf<Mat<3, 1>>();
expectTypeOf(broadcastTo(3, 2, 4)).toEqualTypeOf<Mat<2, 4>>();
expectTypeOf(broadcastTo(u, 2, 4)).toEqualTypeOf<Mat<2, 4>>();
expectTypeOf(sumTo(wide, 1, 4)).toEqualTypeOf<Mat<1, 4>>();
expectTypeOf([leakyRelu(wide, 0.1), elu(wide), gelu(wide), silu(wide), stopGradient(wide), tril(wide, 1), triu(wide)]).toEqualTypeOf<
  Mat<number, 4>[]
>();

// along an axis that is known, or known at run time only
expectTypeOf(cumulativeSum(zeros(2, 3))).toEqualTypeOf<Mat<1, 6>>();
expectTypeOf(cumulativeSum(zeros(2, 3), { axis: 0 })).toEqualTypeOf<Mat<2, 3>>();
expectTypeOf(cumulativeSum(zeros(2, 3), { axis: 0 as 0 | 1 })).toEqualTypeOf<Mat<2, 3>>();
expectTypeOf([softmax(wide), logSoftmax(wide, { axis: 0 })]).toEqualTypeOf<Mat<number, 4>[]>();
expectTypeOf([
  norm(wide, { axis: 0 }),
  prod(wide, { axis: 0 }),
  variance(wide, { axis: 0 }),
  std(wide, { axis: 0 }),
  argMin(wide, { axis: 0 }),
]).toEqualTypeOf<Mat<1, 4>[]>();
expectTypeOf(argMax(zeros(5, 10), { axis: 1 })).toEqualTypeOf<Mat<5, 1>>();

// indices are columns
expectTypeOf(gatherRows(zeros(100, 8), zeros(5, 1))).toEqualTypeOf<Mat<5, 8>>();
expectTypeOf(gatherRows(zeros(100, 8), u)).toEqualTypeOf<Mat<number, 8>>();
expectTypeOf(scatterRows(zeros(5, 8), zeros(5, 1), 100)).toEqualTypeOf<Mat<100, 8>>();
expectTypeOf(oneHot(argMax(zeros(5, 10), { axis: 1 }), 10)).toEqualTypeOf<Mat<5, 10>>();
expectTypeOf(pad(u, { row: 1, column: 1, rows: 4, columns: 9 })).toEqualTypeOf<Mat<4, 9>>();

// callers that are generic over sizes
export const scaled = <N extends number, C extends number>(x: Mat<N, C>, s: Mat<N, 1>): Mat<N, C> => matmul(diagonalMatrix(s), x);
export const rebuilt = <N extends number>(x: Mat<N, 4>): Mat<N, 4> => matmul(qr(x).q, qr(x).r);
export const lowRank = <N extends number, C extends number>(x: Mat<N, C>): Mat<N, N> => matmul(svd(x).u, transpose(svd(x).u));
export const summed = <N extends number, C extends number>(x: Mat<N, C>): Mat<N, C> => cumulativeSum(x, { axis: 1 });
export const embedded = <V extends number, D extends number, N extends number>(table: Mat<V, D>, ids: Mat<N, 1>): Mat<N, D> =>
  gatherRows(table, ids);
export const fitted = <N extends number, K extends number>(a: Mat<N, K>, b: Mat<N, 1>): Mat<K, 1> => leastSquares(a, b);
export const centered = <N extends number, C extends number>(x: Mat<N, C>, m: Mat<1, C>): Mat<N, C> =>
  where(x, clip(x, -1, 1), broadcastTo(m, x.rows, x.columns));
