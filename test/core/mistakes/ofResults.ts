import { ArgumentError, ShapeError } from '@adjoint/core';
import { type Mistake, untyped } from './mistake.ts';

const { compile, grad, hessian, item, mean, mul, named, ones, record, spec, sum, valueAndGrad } = untyped;
const x = named('x', ones(5, 4));

/** Functions that return what cannot be differentiated or recorded. */
export const mistakesOfResults: readonly Mistake[] = [
  [
    'a loss that is a matrix',
    ShapeError,
    'grad(1x4): the function must return a 1x1 matrix, it returned 1x4. Reduce it with sum or mean',
    () => grad((p: any) => sum(p, { axis: 0 }))(x),
  ],
  [
    'a loss in an object',
    ArgumentError,
    'grad: the function must return one 1x1 matrix, it returned a tree with matrices at loss. Return the loss alone, or { value, aux } to valueAndGrad(f, { aux: true })',
    () => grad((p: any) => ({ loss: sum(p) }))(x),
  ],
  [
    'a loss in an array',
    ArgumentError,
    'grad: the function must return one 1x1 matrix, it returned a tree with matrices at 0, 1. Return the loss alone, or { value, aux } to valueAndGrad(f, { aux: true })',
    () => grad((p: any) => [sum(p), mean(p)])(x),
  ],
  [
    'a loss in nothing',
    ArgumentError,
    'grad: the function must return one 1x1 matrix, it returned a tree with no matrix. Return the loss alone, or { value, aux } to valueAndGrad(f, { aux: true })',
    () => grad(() => [])(x),
  ],
  [
    'a loss that is a number',
    ArgumentError,
    'grad: the function returned the JavaScript number 20, whose derivatives would all be 0. Return the 1x1 matrix itself, without item or at',
    () => grad((p: any) => item(sum(p)))(x),
  ],
  [
    'a hessian of a number',
    ArgumentError,
    'hessian: the function returned the JavaScript number 40, whose derivatives would all be 0. Return the 1x1 matrix itself, without item or at',
    () => hessian((p: any) => 2 * item(sum(p)))(x),
  ],
  [
    'a loss without return',
    ArgumentError,
    'grad: the function returned nothing. Write return before its result, or leave out the braces after =>',
    () =>
      grad((p: any) => {
        sum(p);
      })(x),
  ],
  [
    'a loss that is null',
    ArgumentError,
    'grad: the function returned null. Return a matrix, or an array or plain object of matrices',
    () => grad(() => null)(x),
  ],
  [
    'a loss that is text',
    ArgumentError,
    'grad: the function returned the string "Recorded 5x4 x (entry %0 of a recording)". Return a matrix, or an array or plain object of matrices',
    () => grad((p: any) => `${p}`)(x),
  ],
  [
    'a loss that is a comparison',
    ArgumentError,
    'grad: the function returned the boolean true. Return a matrix, or an array or plain object of matrices',
    () => grad((p: any) => item(sum(p)) > 1)(x),
  ],
  [
    'a loss that is a function',
    ArgumentError,
    'grad: the function returned a function. Return a matrix, or an array or plain object of matrices',
    () => grad((p: any) => () => sum(p))(x),
  ],
  [
    'a generator function',
    ArgumentError,
    'grad: the function returned an object. Return a matrix, or an array or plain object of matrices',
    () =>
      grad(function* (p: any) {
        yield sum(p);
      })(x),
  ],
  [
    'an async function under grad',
    ArgumentError,
    'grad: got a Promise, because the function is async. Recording is synchronous: await what it needs before, and pass that as an argument',
    () => grad(async (p: any) => sum(p))(x),
  ],
  [
    'an async function under compile',
    ArgumentError,
    'compile: got a Promise, because the function is async. Recording is synchronous: await what it needs before, and pass that as an argument',
    () => compile(async (p: any) => sum(p))(x),
  ],
  [
    'an async function under record',
    ArgumentError,
    'record: got a Promise, because the function is async. Recording is synchronous: await what it needs before, and pass that as an argument',
    () => record(async (p: any) => sum(p), spec(5, 4)),
  ],
  [
    'an await on the way',
    ArgumentError,
    'grad: got a Promise, because the function is async. Recording is synchronous: await what it needs before, and pass that as an argument',
    () => grad(async (p: any) => mul(sum(p), await Promise.resolve(2)))(x),
  ],
  [
    'values beside the loss without being asked for',
    ArgumentError,
    'valueAndGrad: the function must return one 1x1 matrix, it returned a tree with matrices at value, aux. Return the loss alone, or { value, aux } to valueAndGrad(f, { aux: true })',
    () => valueAndGrad((p: any) => ({ value: sum(p), aux: p }))(x),
  ],
  [
    'aux without aux',
    ArgumentError,
    'valueAndGrad: with { aux: true } the function must return { value, aux }, neither of them undefined',
    () => valueAndGrad((p: any) => sum(p), { aux: true })(x),
  ],
  [
    'text in aux',
    ArgumentError,
    'valueAndGrad: the result of the function: expected a matrix, or an array or plain object of matrices at aux.epoch, got the string "first". Keep it out of the tree',
    () => valueAndGrad((p: any) => ({ value: sum(p), aux: { epoch: 'first' } }), { aux: true })(x),
  ],
  [
    'a number as value beside aux',
    ArgumentError,
    'valueAndGrad: the function returned the JavaScript number 20, whose derivatives would all be 0. Return the 1x1 matrix itself, without item or at',
    () => valueAndGrad((p: any) => ({ value: item(sum(p)), aux: p }), { aux: true })(x),
  ],
  [
    'text in a compiled result',
    ArgumentError,
    'compile: the result of the function: expected a matrix, or an array or plain object of matrices at name, got the string "y". Keep it out of the tree',
    () => compile((p: any) => ({ y: p, name: 'y' }))(x),
  ],
  [
    'no result of a compiled function',
    ArgumentError,
    'compile: the function returned nothing. Write return before its result, or leave out the braces after =>',
    () => compile(() => undefined)(x),
  ],
];
