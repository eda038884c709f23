import {
  checkGradients,
  compile,
  type CompiledFunction,
  customVjp,
  detectAnomaly,
  grad,
  type GradientReport,
  hessian,
  hvp,
  jacobian,
  jvp,
  mapTree,
  type Mat,
  mul,
  named,
  record,
  relu,
  type Scalar,
  sigmoid,
  spec,
  square,
  sum,
  type Tape,
  type Tree,
  valueAndGrad,
  vjp,
  zeros,
} from '@adjoint/core';
import {
  binaryCrossEntropy,
  dense,
  type DenseParams,
  iterations,
  l2,
  type Layer,
  layer,
  meanSquaredError,
  minimize,
  type MinimizeResult,
  random,
  sequential,
} from '@adjoint/nn';
import { expectTypeOf } from 'vitest';

// Checked by tsc, never run: trees of parameters through every transform, and through layers, losses and minimizers.

interface Inner {
  readonly b: Mat<1, 2>;
}
interface Params {
  readonly w: Mat<2, 3>;
  readonly rest: readonly Inner[];
  readonly s: Scalar;
}
declare const p: Params;
declare const u: Mat;
const loss = (q: Params, times: number): Scalar => mul(sum(q.w), mul(q.s, times));
const like = (q: Params, _times: number): Params => q;

expectTypeOf(grad(loss)(p, 2)).toEqualTypeOf<Params>();
expectTypeOf(valueAndGrad(loss)(p, 2)).toEqualTypeOf<{ readonly value: Scalar; readonly gradient: Params }>();
expectTypeOf(vjp(like)(p, 2).value).toEqualTypeOf<Params>();
expectTypeOf(vjp(like)(p, 2).pullback(p)).toEqualTypeOf<Params>();
expectTypeOf(jvp(like)(p, p, 2)).toEqualTypeOf<{ readonly value: Params; readonly tangent: Params }>();
expectTypeOf(hvp(loss)(p, p, 2)).toEqualTypeOf<Params>();
expectTypeOf(compile(loss)).toEqualTypeOf<CompiledFunction<typeof loss>>();
expectTypeOf(compile(loss)).parameters.toEqualTypeOf<Parameters<typeof loss>>();
expectTypeOf(detectAnomaly(loss)).toEqualTypeOf<typeof loss>();
expectTypeOf(checkGradients(loss, [p, 2])).toEqualTypeOf<GradientReport>();
expectTypeOf(record((q: Params) => q, { w: spec(2, 3), rest: [{ b: spec(1, 2) }], s: spec(1, 1) })).toEqualTypeOf<Tape>();
expectTypeOf(mapTree((x) => square(x), p)).toEqualTypeOf<Params>();
expectTypeOf(named('w', zeros(2, 3))).toEqualTypeOf<Mat<2, 3>>();

// one block per leaf of the output and leaf of the parameters; entries are multiplied out
expectTypeOf(jacobian(like)(p, 2).w.rest[0]!.b).toEqualTypeOf<Mat<6, 2>>();
expectTypeOf(jacobian(like)(p, 2).rest[0]!.b.w).toEqualTypeOf<Mat<2, 6>>();
expectTypeOf(jacobian((q: Mat<1, 3>) => square(q))(zeros(1, 3))).toEqualTypeOf<Mat<3, 3>>();
expectTypeOf(jacobian((q: Mat) => sum(q, { axis: 0 }))(u)).toEqualTypeOf<Mat>();
expectTypeOf(hessian(loss)(p, 2).w.s).toEqualTypeOf<Mat<6, 1>>();
expectTypeOf(hessian(loss)(p, 2).s.rest[0]!.b).toEqualTypeOf<Mat<1, 2>>();
expectTypeOf(hessian((q: { readonly w: Mat<400, 25> }) => sum(q.w))({ w: zeros(400, 25) }).w.w).toEqualTypeOf<Mat<10000, 10000>>();

// numbers stand for scalars, and functions need no annotation
expectTypeOf(grad((x) => mul(x, x))(3)).toEqualTypeOf<Scalar>();
expectTypeOf(vjp((x) => mul(x, x))(3).pullback(1)).toEqualTypeOf<Scalar>();
expectTypeOf(jvp((x) => mul(x, x))(3, 1).tangent).toEqualTypeOf<Scalar>();
expectTypeOf(hvp((x) => mul(x, x))(3, 1)).toEqualTypeOf<Scalar>();
expectTypeOf(jacobian((x) => mul(x, x))(3)).toEqualTypeOf<Scalar>();
expectTypeOf(hessian((x) => mul(x, x))(3)).toEqualTypeOf<Scalar>();

// transforms of transforms
expectTypeOf(jvp(grad(loss))(p, p, 2).tangent).toEqualTypeOf<Params>();
expectTypeOf(grad((q: Params) => sum(grad(loss)(q, 2).w))(p)).toEqualTypeOf<Params>();
expectTypeOf(compile(valueAndGrad(loss))(p, 2).gradient).toEqualTypeOf<Params>();
expectTypeOf(valueAndGrad((q: Params) => ({ value: q.s, aux: q.rest }), { aux: true })(p).aux).toEqualTypeOf<readonly Inner[]>();
// a JavaScript number stays one
expectTypeOf(valueAndGrad((q: Params) => ({ value: q.s, aux: { steps: q.rest.length, q } }), { aux: true })(p).aux).toEqualTypeOf<{
  steps: number;
  q: Params;
}>();
expectTypeOf(detectAnomaly((q: Params) => ({ count: q.rest.length, q }))(p)).toEqualTypeOf<{ count: number; q: Params }>();
expectTypeOf(
  customVjp(
    (a: Mat<2, 3>, b: Mat<1, 1>) => mul(a, b),
    (g, _y, a, b) => [mul(g, b), sum(mul(g, a))],
  ),
).toEqualTypeOf<(a: Mat<2, 3>, b: Mat<1, 1>) => Mat<2, 3>>();

// callers that are generic over trees and sizes
export const gradientOf = <P extends Tree>(f: (q: P) => Scalar, q: P): P => grad(f)(q);
export const hessianOf = <P extends Tree>(f: (q: P) => Scalar, q: P) => hessian(f)(q);
export const valueOf = <P extends Tree>(f: (q: P) => Scalar, q: P): Scalar => valueAndGrad(f)(q).value;
export const slopeOf = <N extends number>(x: Mat<N, 4>): Mat<N, 4> => grad((y: Mat<N, 4>) => sum(square(y)))(x);
export const tangentOf = <N extends number, C extends number>(x: Mat<N, C>): Mat<N, C> => jvp((y: Mat<N, C>) => relu(y))(x, x).tangent;

// layers
const net = sequential(dense(400, 25, sigmoid), dense(25, 10, sigmoid), dense(10, 3));
const n0 = net.initialize(random(42));
declare const x: Mat<5000, 400>;
declare const y: Mat<5000, 3>;
type NetParams = readonly [DenseParams<400, 25>, DenseParams<25, 10>, DenseParams<10, 3>];
expectTypeOf(net).toEqualTypeOf<Layer<NetParams, 400, 3, readonly [readonly [], readonly [], readonly []]>>();
expectTypeOf(net).toExtend<Layer<NetParams, 400, 3>>();
expectTypeOf(n0).toEqualTypeOf<readonly [DenseParams<400, 25>, DenseParams<25, 10>, DenseParams<10, 3>]>();
expectTypeOf(net.apply(n0, x)).toEqualTypeOf<Mat<5000, 3>>();
expectTypeOf(net.apply(n0, u)).toEqualTypeOf<Mat<number, 3>>();
expectTypeOf(sequential(net, dense(3, 2)).outputs).toEqualTypeOf<2>();
const scale = layer({ inputs: 3, outputs: 3, initialize: () => ({ s: zeros(1, 3) }), apply: ({ s }, batch) => mul(batch, s) });
expectTypeOf(scale.initialize(random(1))).toEqualTypeOf<{ s: Mat<1, 3> }>();
expectTypeOf(sequential(net, scale).apply([n0, { s: zeros(1, 3) }], x)).toEqualTypeOf<Mat<5000, 3>>();
export const genericNet = <In extends number, Hidden extends number>(inputs: In, hidden: Hidden) =>
  sequential(dense(inputs, hidden, sigmoid), dense(hidden, 1));
expectTypeOf(genericNet(4, 3).apply(genericNet(4, 3).initialize(random(1)), zeros(7, 4))).toEqualTypeOf<Mat<7, 1>>();

// losses and minimizers
expectTypeOf(binaryCrossEntropy(net.apply(n0, x), y)).toEqualTypeOf<Scalar>();
expectTypeOf(meanSquaredError(net.apply(n0, x), y, { reduction: 'none' })).toEqualTypeOf<Mat<5000, 3>>();
expectTypeOf(meanSquaredError(u, y, { reduction: 'mean' })).toEqualTypeOf<Scalar>();
expectTypeOf(
  l2(
    n0.map(({ w }) => w),
    0.1,
  ),
).toEqualTypeOf<Scalar>();
expectTypeOf(minimize((q) => meanSquaredError(net.apply(q, x), y), n0)).toEqualTypeOf<MinimizeResult<typeof n0>>();
expectTypeOf(iterations((q: Params) => loss(q, 1), p).next().value.parameters).toEqualTypeOf<Params>();

// repeat takes and gives the state, and refuses a function that does not return one
const stepped = compile((q: Params, _x: Mat<2, 2>): Params => q);
declare const square2: Mat<2, 2>;
expectTypeOf(stepped.repeat(p, 10, square2)).toEqualTypeOf<Params>();
// @ts-expect-error: the loss is no state
compile(loss).repeat(p, 10, 2);
// so does scan, with what each step takes beside it
expectTypeOf(stepped.scan(p, [[square2], [square2]])).toEqualTypeOf<Params>();
// @ts-expect-error: a step takes a 2x2 matrix
stepped.scan(p, [[scalar(1)]]);
// @ts-expect-error: the loss is no state
compile(loss).scan(p, [[2]]);
