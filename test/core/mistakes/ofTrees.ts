import { ArgumentError, ShapeError } from '@adjoint/core';
import { type Mistake, untyped } from './mistake.ts';

const { grad, hvp, jvp, leaves, mapTree, mul, named, ones, square, sum, vjp } = untyped;
const x = named('x', ones(5, 4));
const lossOf = (p: any) => sum(p.w);
class Net {
  readonly w = x;
}
const endless: Record<string, unknown> = { w: x };
endless['self'] = endless;

/** Parameters, directions and cotangents that are no trees, or not the right ones. */
export const mistakesOfTrees: readonly Mistake[] = [
  ['no parameters', ArgumentError, 'grad: the first argument is missing. Write grad(f)(x)', () => grad(square)()],
  [
    'text as a parameter',
    ArgumentError,
    'grad: the parameters: expected a matrix, or an array or plain object of matrices, got the string "3". Keep it out of the tree',
    () => grad(square)('3'),
  ],
  [
    'text among the parameters',
    ArgumentError,
    'grad: the parameters: expected a matrix, or an array or plain object of matrices at name, got the string "net". Keep it out of the tree',
    () => grad(lossOf)({ w: x, name: 'net' }),
  ],
  [
    'a flag among the parameters',
    ArgumentError,
    'grad: the parameters: expected a matrix, or an array or plain object of matrices at bias, got the boolean true. Keep it out of the tree',
    () => grad(lossOf)({ w: x, bias: true }),
  ],
  [
    'a function among the parameters',
    ArgumentError,
    'grad: the parameters: expected a matrix, or an array or plain object of matrices at activation, got a function. Keep it out of the tree',
    () => grad(lossOf)({ w: x, activation: Math.tanh }),
  ],
  [
    'a typed array among the parameters',
    ArgumentError,
    'grad: the parameters: expected a matrix, or an array or plain object of matrices at w, got an array. Make a matrix of it with matrix.of(rows, columns, values)',
    () => grad(lossOf)({ w: new Float64Array(3) }),
  ],
  [
    'null among the parameters',
    ArgumentError,
    'grad: the parameters: expected a matrix, or an array or plain object of matrices at b, got null. Leave the key out, or put zeros(rows, columns) there',
    () => grad(lossOf)({ w: x, b: null }),
  ],
  [
    'undefined among the parameters',
    ArgumentError,
    'grad: the parameters: expected a matrix, or an array or plain object of matrices at b, got undefined. Leave the key out, or put zeros(rows, columns) there',
    () => grad(lossOf)({ w: x, b: undefined }),
  ],
  [
    'a map of parameters',
    ArgumentError,
    'grad: the parameters: expected a matrix, or an array or plain object of matrices, got a Map. Make a plain object of it with Object.fromEntries(map)',
    () => grad(lossOf)(new Map([['w', x]])),
  ],
  [
    'a set of parameters',
    ArgumentError,
    'grad: the parameters: expected a matrix, or an array or plain object of matrices at w, got a Set. Make an array of it with [...set]',
    () => grad(lossOf)({ w: new Set([x]) }),
  ],
  [
    'an instance of a class',
    ArgumentError,
    'grad: the parameters: expected a matrix, or an array or plain object of matrices, got a Net. Put its matrices into a plain object, as in { w, b }',
    () => grad(lossOf)(new Net()),
  ],
  [
    'an instance of a nameless class',
    ArgumentError,
    'grad: the parameters: expected a matrix, or an array or plain object of matrices, got an object. Put its matrices into a plain object, as in { w, b }',
    () =>
      grad(lossOf)(
        new (class {
          readonly w = x;
        })(),
      ),
  ],
  [
    'a promise of parameters',
    ArgumentError,
    'grad: the parameters: got a Promise. Recording is synchronous: await it first and pass what it gives',
    () => grad(lossOf)(Promise.resolve({ w: x })),
  ],
  ['an empty tree', ArgumentError, 'grad: the first argument holds no matrix to differentiate by', () => grad(lossOf)({})],
  ['a tree that holds itself', ArgumentError, 'leaves: the tree is more than 100 levels deep. Does it hold itself?', () => leaves(endless)],
  [
    'a number in a tree',
    ArgumentError,
    'leaves: expected a matrix, or an array or plain object of matrices at w, got the number 3. Wrap it with scalar(v)',
    () => leaves({ w: 3 }),
  ],
  [
    'nothing where a tree belongs',
    ArgumentError,
    'mapTree: expected a matrix, or an array or plain object of matrices, got undefined. Is an argument missing?',
    () => mapTree(square),
  ],
  [
    'trees of other keys',
    ArgumentError,
    'mapTree: the trees differ: { w } and { w, b }. Give the second the keys and lengths of the first',
    () => mapTree(mul, { w: x }, { w: x, b: x }),
  ],
  [
    'trees of another order',
    ArgumentError,
    'mapTree: the trees differ: { w, b } and { b, w }. Give their keys the same order',
    () => mapTree(mul, { w: x, b: x }, { b: x, w: x }),
  ],
  [
    'a tree before the function',
    ArgumentError,
    'mapTree: the first argument must be a function of matrices, got an object. Write mapTree((x) => mul(2, x), tree)',
    () => mapTree({ w: x }, square),
  ],
  ['no direction', ArgumentError, 'hvp: the direction is missing. Give it the form { w }', () => hvp(lossOf)({ w: x })],
  [
    'a direction of another tree',
    ArgumentError,
    'hvp: the direction: the trees differ: { w } and { v }. Give the second the keys and lengths of the first',
    () => hvp(lossOf)({ w: x }, { v: x }),
  ],
  [
    'a direction of another shape',
    ShapeError,
    'hvp(4x5): the direction at w must have the shape 5x4',
    () => hvp(lossOf)({ w: x }, { w: ones(4, 5) }),
  ],
  [
    'a matrix as the direction of a tree',
    ArgumentError,
    'jvp: the direction: the trees differ: { w } and { a matrix }. Give the second the keys and lengths of the first',
    () => jvp(lossOf)({ w: x }, x),
  ],
  ['a number as the direction of a matrix', ShapeError, 'jvp(1x1): the direction must have the shape 5x4', () => jvp(sum)(x, 1)],
  [
    'text as a direction',
    ArgumentError,
    'jvp: the direction: expected a matrix, or an array or plain object of matrices, got the string "up". Keep it out of the tree',
    () => jvp(sum)(x, 'up'),
  ],
  ['no cotangent', ArgumentError, 'pullback: the cotangent is missing. Give it the form { a matrix }', () => vjp(square)(x).pullback()],
  [
    'a cotangent of another tree',
    ArgumentError,
    'pullback: the cotangent: the trees differ: { y } and { a matrix }. Give the second the keys and lengths of the first',
    () => vjp((p: any) => ({ y: p }))(x).pullback(x),
  ],
  ['a cotangent of another shape', ShapeError, 'pullback(1x1): the cotangent must have the shape 5x4', () => vjp(square)(x).pullback(1)],
];
