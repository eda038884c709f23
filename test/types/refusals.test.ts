import { beforeAll, describe, expect, test } from 'vitest';
import { check, type Checked } from './checker.ts';

// Wrong programs, one line each, and the sentence that the editor shows for it. All go through the compiler in one run.

const prelude = `
import { add, broadcastTo, checkGradients, clip, compile, concatColumns, concatRows, customVjp, detectAnomaly, grad, hessian, hvp, identity, inverse, item, jacobian, jvp, leaves, mapTree, matmul, matrix, mean, mul, named, ones, record, reshape, shaped, sigmoid, slice, solve, spec, square, sub, sum, transpose, valueAndGrad, vjp, where, zeros } from '@adjoint/core';
import type { Mat, Scalar, Tree } from '@adjoint/core';
import { binaryCrossEntropy, binaryCrossEntropyWithLogits, dense, iterations, l2, layer, meanSquaredError, minimize, random, sequential, type Layer } from '@adjoint/nn';
declare const x: Mat<5000, 400>;
declare const w: Mat<401, 25>;
declare const u: Mat;
interface Net { readonly w: Mat<400, 25>; readonly b: Mat<1, 25> }
declare const p0: Net;
interface Deep { readonly layers: readonly { readonly w: Mat<2, 3> }[]; readonly s: Scalar }
declare const deep: Deep;
const ofDeep = (p: Deep, c: Mat<2, 3>): Scalar => sum(mul(c, p.s));
const likeDeep = (p: Deep): Deep => p;
const net = sequential(dense(400, 25, sigmoid), dense(25, 10, sigmoid));
const n0 = net.initialize(random(1));
const loss = (p: Net, x: Mat<number, 400>, y: Mat<number, 25>): Scalar => mean(square(sub(add(matmul(x, p.w), p.b), y)));
`;

const wrong: readonly (readonly [program: string, sentence: string])[] = [
  [
    'matmul(x, w);',
    `Argument of type 'Mat<401, 25>' is not assignable to parameter of type '"matmul(5000x400, 401x25): left columns (400) must equal right rows (401)"'.`,
  ],
  ['matmul(x, 3);', `Argument of type 'number' is not assignable to parameter of type 'Mat<number, number>'.`],
  [
    'add(zeros(5000, 25), zeros(1, 24));',
    `Argument of type 'Mat<1, 24>' is not assignable to parameter of type '"add(5000x25, 1x24): columns 25 and 24 differ and neither is 1"'.`,
  ],
  [
    'add(zeros(5000, 25), zeros(4999, 25));',
    `Argument of type 'Mat<4999, 25>' is not assignable to parameter of type '"add(5000x25, 4999x25): rows 5000 and 4999 differ and neither is 1"'.`,
  ],
  ['sub(zeros(2, 3), zeros(3, 2));', `'"sub(2x3, 3x2): rows 2 and 3 differ and neither is 1"'`],
  ['mul(u, zeros(2, 3)).rows satisfies 3;', `Type '2' does not satisfy the expected type '3'.`],
  ['add(x, [1, 2]);', `Argument of type 'number[]' is not assignable to parameter of type 'Operand<1, 1>'.`],
  [`mul('2', x);`, `Argument of type 'string' is not assignable to parameter of type 'Operand<1, 1>'.`],
  ['sum(x, { axis: 2 });', `Type '2' is not assignable to type 'Axis'.`],
  ['const t: Mat<5000, 400> = transpose(x);', `Type 'Mat<400, 5000>' is not assignable to type 'Mat<5000, 400>'.`],
  ['matrix([[1, 2], [3]]);', `Type '[number]' is not assignable to type '"matrix: this row has 1 numbers, the first has 2"'.`],
  ['concatColumns(zeros(5000, 1), zeros(4999, 400));', `'"concatColumns: this matrix has 4999 rows, the first has 5000"'.`],
  ['concatRows(x, x, zeros(1, 401));', `'"concatRows: this matrix has 401 columns, the first has 400"'.`],
  ['const c: Mat<5000, 400> = concatColumns(ones(5000, 1), x);', `Type 'Mat<5000, 401>' is not assignable to type 'Mat<5000, 400>'.`],
  ['const s: Mat<5000, 400> = slice(x, { rows: [1, 5000] });', `Type 'Mat<4999, 400>' is not assignable to type 'Mat<5000, 400>'.`],
  ['inverse(x);', `'"inverse: needs a square matrix, got 5000x400"'.`],
  ['solve(identity(3), zeros(4, 2));', `'"solve(3x3, 4x2): a's rows (3) must equal b's rows (4)"'.`],
  ['item(sum(x, { axis: 0 }));', `'"item: needs a 1x1 matrix, got 1x400"'.`],
  ['shaped(x, 5000, 401);', `'"shaped: a 5000x400 matrix is not 5000x401"'.`],
  ['slice(x, { rows: 3 });', `Type 'number' is not assignable to type 'readonly [from: number, to: number]'.`],
  ['grad((p: { w: Mat<2, 2> }) => p.w);', `Type 'Mat<2, 2>' is not assignable to type 'Scalar'.`],
  ['grad((p: { w: Mat<2, 2>; n: string }) => sum(p.w));', `is not assignable to type '{ w: Mat<2, 2>; n: string; }'.`],
  [
    'grad(loss)(p0, zeros(5000, 401), zeros(5000, 25));',
    `Argument of type 'Mat<5000, 401>' is not assignable to parameter of type 'Mat<number, 400>'.`,
  ],
  ['grad(loss)({ w: zeros(400, 25) }, x, zeros(5000, 25));', `Property 'b' is missing in type`],
  ['grad(loss)(p0, x);', 'Expected 3 arguments, but got 2.'],
  ['grad(loss)(p0, x, zeros(5000, 25)).W;', `Property 'W' does not exist on type 'Net'. Did you mean 'w'?`],
  [
    'valueAndGrad(loss)(p0, x, zeros(5000, 25)).value satisfies Mat<2, 1>;',
    `Type 'Scalar' does not satisfy the expected type 'Mat<2, 1>'.`,
  ],
  ['hvp(square)(x, x);', `Argument of type`],
  ['compile(loss)(p0, w, zeros(5000, 25));', `Argument of type 'Mat<401, 25>' is not assignable to parameter of type 'Mat<number, 400>'.`],
  ['x.toFloat64Array()[0] = u.rows = 3;', `Cannot assign to 'rows' because it is a read-only property.`],
  ['x + 1;', `Operator '+' cannot be applied to types 'Mat<5000, 400>' and 'number'.`],
  ['if (sum(x) > 1) { }', `Operator '>' cannot be applied to types 'Mat<1, 1>' and 'number'.`],
  ['add(x);', 'Expected 2 arguments, but got 1.'],
  ['leaves();', 'Expected 1 arguments, but got 0.'],
  ['mapTree((a) => a.rows, p0);', `Type 'number' is not assignable to type 'Mat`],
  ['named(x, "x");', `is not assignable to parameter of type 'string'.`],
  [
    'export const f = <M extends number, K extends number>(a: Mat<M, K>, b: Mat<M, K>) => matmul(a, b);',
    'left columns (${Text<K>}) must equal right rows (${Text<M>})`',
  ],
  [
    'export const g = <N extends number>(a: Mat<N, 4>, b: Mat<3, 4>): Mat<N, 4> => add(a, b);',
    `Type 'Mat<Broadcast<N, 3>, 4>' is not assignable to type 'Mat<N, 4>'.`,
  ],
  // broadcasting to a size, choosing, clipping
  ['broadcastTo(zeros(2, 1), 5000, 400);', `'"broadcastTo(2x1): does not broadcast to 5000x400: each size must be 1 or equal"'`],
  ['where(1, zeros(2, 3), zeros(4, 3));', `'"where(2x3, 4x3): rows 2 and 4 differ and neither is 1"'`],
  ['where(zeros(2, 3), 0, zeros(2, 4));', `'"where(2x3, 2x4): columns 3 and 4 differ and neither is 1"'`],
  ['clip(zeros(2, 3), zeros(3, 1), 1);', `'"clip(2x3, 3x1): rows 2 and 3 differ and neither is 1"'`],
  ['clip(zeros(2, 3), 0, zeros(1, 2));', `'"clip(2x3, 1x2): columns 3 and 2 differ and neither is 1"'`],
  ['const wider: Mat<1, 3> = clip(zeros(1, 3), zeros(2, 1), 1);', `Type 'Mat<2, 3>' is not assignable to type 'Mat<1, 3>'.`],
  // every transform, by its tree
  ['grad(ofDeep)(deep, zeros(3, 2));', `Argument of type 'Mat<3, 2>' is not assignable to parameter of type 'Mat<2, 3>'.`],
  ['grad(ofDeep)({ layers: [{ w: zeros(3, 3) }], s: deep.s }, zeros(2, 3));', `Type 'Mat<3, 3>' is not assignable to type 'Mat<2, 3>'.`],
  ['valueAndGrad(likeDeep)(deep);', `Type 'Deep' is missing the following properties from type`],
  ['valueAndGrad((p: Deep) => ({ value: p.s, aux: 1 }))(deep);', `is missing the following properties from type`],
  ['vjp(likeDeep)(deep).pullback({ layers: [], s: zeros(2, 1) });', `Type 'Mat<2, 1>' is not assignable to type 'Scalar'.`],
  [
    'vjp((p: Mat<1, 3>) => matmul(p, zeros(3, 7)))(zeros(1, 3)).pullback(zeros(1, 6));',
    `Argument of type 'Mat<1, 6>' is not assignable to parameter of type 'Mat<1, 7>'.`,
  ],
  ['jvp(likeDeep)(deep);', 'Expected 2 arguments, but got 1.'],
  ['jvp(likeDeep)(deep, [deep]);', `missing the following properties from type 'Deep': layers, s`],
  ['hvp(ofDeep)(deep, zeros(2, 3), zeros(2, 3));', `missing the following properties from type 'Deep': layers, s`],
  ['hvp(likeDeep)(deep, deep);', `is not assignable to parameter of type '(parameters: Deep) => Scalar'.`],
  ['jacobian(likeDeep)(deep).s.s satisfies Mat<1, 2>;', `Type 'Mat<1, 1>' does not satisfy the expected type 'Mat<1, 2>'.`],
  [
    'jacobian((p: Mat<2, 3>) => square(p))(zeros(2, 3)) satisfies Mat<6, 5>;',
    `Type 'Mat<6, 6>' does not satisfy the expected type 'Mat<6, 5>'.`,
  ],
  ['hessian(ofDeep)(deep, zeros(2, 3)).layers[0].s;', `Object is possibly 'undefined'.`],
  ['hessian(likeDeep)(deep);', `is not assignable to parameter of type '(parameters: Deep) => Scalar'.`],
  [
    'customVjp((a: Mat<2, 3>) => square(a), (g) => [zeros(3, 2)]);',
    `Type 'Mat<3, 2>' is not assignable to type '"customVjp: this cotangent is 3x2, its argument 2x3"'.`,
  ],
  [
    'customVjp((a: Mat<2, 3>, b: Mat<1, 3>) => mul(a, b), (g, y, a, b) => [mul(g, b)]);',
    `'"customVjp: backward must return 2 cotangents, one per argument, it returns 1"'.`,
  ],
  [
    'customVjp((a: Mat<2, 3>) => square(a), (g) => [g, g]);',
    `'"customVjp: backward must return 1 cotangents, one per argument, it returns 2"'.`,
  ],
  ['detectAnomaly(ofDeep)(deep, zeros(2, 2));', `Argument of type 'Mat<2, 2>' is not assignable to parameter of type 'Mat<2, 3>'.`],
  ['checkGradients(ofDeep, [deep]);', 'Source has 1 element(s) but target requires 2.'],
  ['checkGradients(likeDeep, [deep]);', `is not assignable to parameter of type '(parameters: Deep) => Scalar'.`],
  [
    'record(ofDeep, { layers: [], s: spec(1, 1) }, spec(3, 2));',
    `Argument of type 'Spec<3, 2>' is not assignable to parameter of type 'Spec<2, 3>'.`,
  ],
  [
    'const inside: Scalar = grad((s: Scalar) => grad((t: Mat<1, 2>) => sum(mul(s, t)))(zeros(1, 2)))(3);',
    `is not assignable to parameter of type '(parameters: Scalar) => Scalar'.`,
  ],
  ['grad((p: { w: Mat<2, 2>; act: () => void }) => sum(p.w));', `is not assignable to type '{ w: Mat<2, 2>; act: () => void; }'.`],
  // layers, losses, minimizers
  [
    'sequential(dense(400, 25), dense(24, 10), dense(10, 3));',
    `'"sequential: this layer takes 24 inputs, but the layer before it gives 25"'.`,
  ],
  [
    'sequential(dense(400, 25), dense(25, 10), dense(11, 3));',
    `'"sequential: this layer takes 11 inputs, but the layer before it gives 10"'.`,
  ],
  ['dense(400, 25, (z) => sum(z));', `is not assignable to type 'Mat<R, C>'.`],
  ['net.apply(n0, w);', `'"apply: this layer takes 400 inputs, x is 401x25"'.`],
  ['net.apply([n0[0]], x);', 'Source has 1 element(s) but target requires 2.'],
  ['net.apply([n0[1], n0[0]], x);', `is not assignable to type 'DenseParams<400, 25>'.`],
  ['binaryCrossEntropy(zeros(5, 2), zeros(5, 1));', `'"binaryCrossEntropy: predictions are 5x2, targets 5x1"'.`],
  ['binaryCrossEntropyWithLogits(zeros(5, 2), zeros(4, 2));', `'"binaryCrossEntropyWithLogits: predictions are 5x2, targets 4x2"'.`],
  ['meanSquaredError(zeros(5, 2), zeros(2, 5));', `'"meanSquaredError: predictions are 5x2, targets 2x5"'.`],
  [`meanSquaredError(zeros(5, 2), zeros(5, 2), { reduction: 'average' });`, `Type '"average"' is not assignable to type`],
  [`grad((p: Mat<5, 2>) => meanSquaredError(p, p, { reduction: 'none' }));`, `Type 'Mat<5, 2>' is not assignable to type 'Scalar'.`],
  ['l2([deep, 3], 0.1);', `Type 'number' is not assignable to type`],
  ['minimize((p) => net.apply(p, x), n0);', `Type 'Mat<5000, 10>' is not assignable to type 'Scalar'.`],
  ['minimize((p) => ofDeep(p, zeros(2, 3)), n0);', `is not assignable to parameter of type 'Deep'.`],
  [
    'minimize((p: Deep) => p.s, deep).parameters.layers satisfies Mat;',
    `is missing the following properties from type 'Mat<number, number>'`,
  ],
  [`iterations((p: Deep) => p.s, deep, { method: 'sgd' });`, `Type '"sgd"' is not assignable to type`],
];

/** Right programs that a stricter checker might refuse. */
const right: readonly string[] = [
  'matmul(u, w); matmul(x, u); matmul(u, u);',
  'add(u, x); add(x, 1); add(1, x); add(x, zeros(1, 400)); add(x, zeros(5000, 1)); add(zeros(1, 400), zeros(5000, 1));',
  'grad(loss)(p0, x, u as Mat<number, 25>); reshape(x, 400, 5000); sigmoid(x) satisfies Mat<5000, 400>;',
  'export const generic = <N extends number>(a: Mat<N, 400>): Mat<N, 25> => sigmoid(matmul(a, p0.w));',
  'export const clipped = <N extends number>(a: Mat<N, 4>): Mat<N, 4> => clip(a, 0, 1);',
  'export const chosen = <N extends number, C extends number>(a: Mat<N, C>, b: Mat<1, C>): Mat<N, C> => where(a, where(a, a, b), 0);',
  'export const widened = <N extends number, C extends number>(b: Mat<1, C>, n: N, c: C): Mat<N, C> => broadcastTo(b, n, c);',
  'export const own = <N extends number>(n: N) => customVjp((a: Mat<N, 3>) => square(a), (g, y, a) => [mul(g, a)]);',
  'vjp((s) => mul(s, s))(3).pullback(1); jvp((s) => mul(s, s))(3, 1); hvp((s) => mul(s, s))(3, 1); jacobian((s) => mul(s, s))(3);',
  'jvp(grad(ofDeep))(deep, deep, zeros(2, 3)).tangent.layers; grad((p: Deep) => sum(grad(ofDeep)(p, zeros(2, 3)).s))(deep);',
  'export const anyTree = <P extends Tree>(f: (p: P) => Scalar, p: P): P => grad(f)(p);',
  'export const anyHessian = <P extends Tree>(f: (p: P) => Scalar, p: P) => [hessian(f)(p)];',
  'net.apply(n0, u); meanSquaredError(u, zeros(5, 2)); minimize((p) => meanSquaredError(net.apply(p, x), zeros(5000, 10)), n0).parameters[0].w satisfies Mat<400, 25>;',
];

let checked: Checked;
beforeAll(() => {
  checked = check(prelude, [...wrong.map(([program]) => program), ...right]);
}, 120_000);

describe('the type checker says what is wrong with', () => {
  test.each(wrong)('%s', (program, sentence) => {
    expect(checked.of(program) ?? 'no error').toContain(sentence);
  });
});

describe('the type checker has nothing to say of', () => {
  test('the names that these programs use', () => {
    expect(checked.ofPrelude).toBe('');
  });
  test.each(right)('%s', (program) => {
    expect(checked.of(program)).toBeUndefined();
  });
});
