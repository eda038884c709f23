import {
  add,
  type Broadcast,
  compile,
  type CompiledFunction,
  concatColumns,
  concatRows,
  grad,
  hvp,
  identity,
  inverse,
  linspace,
  logSumExp,
  type Mat,
  matmul,
  matrix,
  max,
  mean,
  type Minus,
  mul,
  ones,
  type Plus,
  relu,
  reshape,
  type Scalar,
  shaped,
  sigmoid,
  slice,
  solve,
  square,
  sub,
  sum,
  type Total,
  transpose,
  valueAndGrad,
  where,
  zeros,
} from '@adjoint/core';
import { expectTypeOf } from 'vitest';

// Checked by tsc, never run: what the types of results are.

declare const x: Mat<5000, 400>;
declare const u: Mat;
declare const wide: Mat<number, 400>;

// makers infer literal sizes
expectTypeOf(
  matrix([
    [1, 2],
    [3, 4],
    [5, 6],
  ]),
).toEqualTypeOf<Mat<3, 2>>();
expectTypeOf(matrix([[1, 2]] as number[][])).toEqualTypeOf<Mat>();
expectTypeOf(matrix.of(2, 3, new Float64Array(6))).toEqualTypeOf<Mat<2, 3>>();
expectTypeOf(zeros(2, 3)).toEqualTypeOf<Mat<2, 3>>();
expectTypeOf(linspace(0, 1, 7)).toEqualTypeOf<Mat<1, 7>>();
expectTypeOf(identity(4)).toEqualTypeOf<Mat<4, 4>>();

// sizes are covariant: a known size is an unknown one, not the other way
expectTypeOf<Mat<5000, 25>>().toExtend<Mat<number, 25>>();
expectTypeOf<Mat<5000, 25>>().toExtend<Mat>();
expectTypeOf<Mat<number, 25>>().not.toExtend<Mat<5000, 25>>();

// elementwise ops keep sizes
expectTypeOf(sigmoid(x)).toEqualTypeOf<Mat<5000, 400>>();
expectTypeOf(square(wide)).toEqualTypeOf<Mat<number, 400>>();

// broadcasting answers what is known
expectTypeOf(add(x, 1)).toEqualTypeOf<Mat<5000, 400>>();
expectTypeOf(add(1, x)).toEqualTypeOf<Mat<5000, 400>>();
expectTypeOf(add(1, 2)).toEqualTypeOf<Scalar>();
expectTypeOf(add(x, zeros(1, 400))).toEqualTypeOf<Mat<5000, 400>>();
expectTypeOf(add(zeros(5000, 1), zeros(1, 400))).toEqualTypeOf<Mat<5000, 400>>();
expectTypeOf(add(u, x)).toEqualTypeOf<Mat<5000, 400>>();
expectTypeOf(add(u, zeros(1, 1))).toEqualTypeOf<Mat>();
expectTypeOf<Broadcast<1, 7>>().toEqualTypeOf<7>();
expectTypeOf<Broadcast<number, 1>>().toEqualTypeOf<number>();
expectTypeOf<Broadcast<number, 7>>().toEqualTypeOf<7>();

// products, reductions, shapes
expectTypeOf(matmul(x, zeros(400, 25))).toEqualTypeOf<Mat<5000, 25>>();
expectTypeOf(matmul(u, zeros(400, 25))).toEqualTypeOf<Mat<number, 25>>();
expectTypeOf(sum(x)).toEqualTypeOf<Scalar>();
expectTypeOf(mean(x, { axis: 0 })).toEqualTypeOf<Mat<1, 400>>();
expectTypeOf(max(x, { axis: 1 })).toEqualTypeOf<Mat<5000, 1>>();
expectTypeOf(logSumExp(x, { axis: 1 as 0 | 1 })).toEqualTypeOf<Mat>();
expectTypeOf(transpose(x)).toEqualTypeOf<Mat<400, 5000>>();
expectTypeOf(reshape(u, 2, 3)).toEqualTypeOf<Mat<2, 3>>();
expectTypeOf(solve(identity(3), zeros(3, 2))).toEqualTypeOf<Mat<3, 2>>();
expectTypeOf(inverse(identity(3))).toEqualTypeOf<Mat<3, 3>>();
expectTypeOf(where(zeros(2, 1), zeros(1, 3), 0)).toEqualTypeOf<Mat<2, 3>>();
expectTypeOf(shaped(u, 5000, 400)).toEqualTypeOf<Mat<5000, 400>>();

// sizes are computed
expectTypeOf(concatColumns(ones(5000, 1), x)).toEqualTypeOf<Mat<5000, 401>>();
expectTypeOf(concatRows(zeros(2, 3), zeros(9, 3), zeros(89, 3))).toEqualTypeOf<Mat<100, 3>>();
expectTypeOf(concatColumns(ones(5000, 1), u)).toEqualTypeOf<Mat<5000, number>>();
expectTypeOf(slice(x, { rows: [1, 5000] })).toEqualTypeOf<Mat<4999, 400>>();
expectTypeOf(slice(x, { rows: [0, 10], columns: [395, 400] })).toEqualTypeOf<Mat<10, 5>>();
expectTypeOf<[Plus<999, 1>, Plus<0, 0>, Plus<number, 1>, Minus<1000, 1>, Minus<7, 7>, Total<[1, 2, 3]>]>().toEqualTypeOf<
  [1000, 0, number, 999, 0, 6]
>();

// transforms keep the tree of the parameters
interface Net {
  readonly w: Mat<400, 25>;
  readonly b: Mat<1, 25>;
}
const loss = (p: Net, data: Mat<number, 400>, y: Mat<number, 25>): Scalar => mean(square(sub(add(matmul(data, p.w), p.b), y)));
declare const p0: Net;
declare const y0: Mat<5000, 25>;
expectTypeOf(grad(loss)(p0, x, y0)).toEqualTypeOf<Net>();
expectTypeOf(valueAndGrad(loss)(p0, x, y0).value).toEqualTypeOf<Scalar>();
expectTypeOf(valueAndGrad(loss)(p0, x, y0).gradient).toEqualTypeOf<Net>();
expectTypeOf(hvp(loss)(p0, p0, x, y0)).toEqualTypeOf<Net>();
expectTypeOf(compile(loss)).toEqualTypeOf<CompiledFunction<typeof loss>>();
expectTypeOf(compile(loss)).parameters.toEqualTypeOf<Parameters<typeof loss>>();
expectTypeOf(compile(grad(loss))(p0, x, y0)).toEqualTypeOf<Net>();
expectTypeOf(grad((s) => mul(s, s))(3)).toEqualTypeOf<Scalar>();
expectTypeOf(grad((p: readonly [Mat<2, 2>, { readonly b: Mat<1, 2> }]) => sum(matmul(p[0], transpose(p[1].b))))).returns.toEqualTypeOf<
  readonly [Mat<2, 2>, { readonly b: Mat<1, 2> }]
>();
expectTypeOf(valueAndGrad((s: Scalar) => ({ value: square(s), aux: { twice: mul(2, s) } }), { aux: true })(3).aux).toEqualTypeOf<{
  twice: Scalar;
}>();

// callers that are generic over sizes pass
export const layer = <N extends number, In extends number, Out extends number>(
  a: Mat<N, In>,
  w: Mat<In, Out>,
  b: Mat<1, Out>,
): Mat<N, Out> => relu(add(matmul(a, w), b));
export const symmetric = <N extends number>(a: Mat<N, N>): Mat<N, N> => inverse(matmul(a, a));
export const rowsOf = <N extends number, C extends number>(a: Mat<N, C>): Mat<N, 1> => sum(a, { axis: 1 });
export const gradientOf = <P extends readonly Mat[]>(f: (p: P) => Scalar, p: P) => grad(f)(p);
