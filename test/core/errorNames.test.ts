import * as core from '@adjoint/core';
import { AdjointError, ones, zeros } from '@adjoint/core';
import { expect, test } from 'vitest';
import { thrownBy } from './mistakes/mistake.ts';

// Whatever is wrong, the first word of the error is the function that was called.

const functions = core as unknown as Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
const ofOne =
  'abs argMax argMin atan ceil cholesky clip concatColumns concatRows cos cosh cumulativeSum det diagonal diagonalMatrix eigSymmetric elu erf exp ' +
  'expm1 floor gelu inverse leakyRelu log log1p logDet logSigmoid logSoftmax logSumExp max mean min neg norm prod pseudoInverse qr reciprocal ' +
  'relu round sigmoid sign silu sin sinh slice softmax softplus sqrt square std step stopGradient sum svd tan tanh trace transpose tril triu variance';
const ofTwo =
  'add div dot equal gatherRows greater greaterEqual kron leastSquares less lessEqual matmul maximum minimum mul mulZero notEqual outer pow solve sub';

test.each(ofOne.split(' '))('%s names itself when its argument is no matrix', (name) => {
  const error = thrownBy(() => functions[name]!('nonsense'));
  expect(error).toBeInstanceOf(AdjointError);
  expect(error.message).toMatch(new RegExp(`^${name}: argument 0 is the string "nonsense": pass a matrix`));
});

test.each(ofTwo.split(' '))('%s names itself and the argument that is no matrix', (name) => {
  const x = ones(2, 2);
  expect(thrownBy(() => functions[name]!('nonsense', x)).message).toMatch(new RegExp(`^${name}: argument 0 is the string "nonsense"`));
  expect(thrownBy(() => functions[name]!(x, 'nonsense')).message).toMatch(new RegExp(`^${name}: argument 1 is the string "nonsense"`));
  expect(thrownBy(() => functions[name]!(x)).message).toMatch(new RegExp(`^${name}: argument 1 is undefined: is an argument missing\\?`));
});

test.each(['broadcastTo', 'sumTo', 'reshape'])('%s names itself, first for sizes and then for the matrix', (name) => {
  expect(thrownBy(() => functions[name]!('nonsense', 2, 2)).message).toMatch(new RegExp(`^${name}: argument 0 is the string "nonsense"`));
  expect(thrownBy(() => functions[name]!(ones(1, 1), 0, 2)).message).toMatch(new RegExp(`^${name}\\(0x2\\): sizes are whole numbers`));
});

const square = 'cholesky det eigSymmetric inverse logDet';
test.each(square.split(' '))('%s names itself and the shape that is not square', (name) => {
  expect(thrownBy(() => functions[name]!(ones(2, 3))).message).toMatch(new RegExp(`^${name}\\(2x3\\): needs a square matrix, got 2x3`));
});

const withAxis = 'max mean min norm prod sum variance std logSumExp argMax argMin';
test.each(withAxis.split(' '))('%s names itself and its options', (name) => {
  const message = (options: unknown): string => thrownBy(() => functions[name]!(ones(2, 3), options)).message;
  const remedy = `Write ${name}(x, { axis: 0 }) or ${name}(x, { axis: 1 })`;
  expect(message(1)).toBe(`${name}: the options must be an object, got the number 1. ${remedy}`);
  expect(message(null)).toBe(`${name}: the options must be an object, got null. ${remedy}`);
  expect(message({ axes: 1 })).toBe(`${name}: there is no option axes. ${remedy}`);
  expect(message({ axis: 2 })).toMatch(new RegExp(`^${name}: axis must be 0 .*got 2$`));
  expect(message({ axis: '1' })).toMatch(new RegExp(`^${name}: axis must be 0 .*got "1"$`));
  expect(message({ axis: NaN })).toMatch(new RegExp(`^${name}: axis must be 0 .*got NaN$`));
  expect(message({ axis: null })).toMatch(new RegExp(`^${name}: axis must be 0 .*got null$`));
});

const broadcasting = 'add div equal greater greaterEqual less lessEqual maximum minimum mul mulZero notEqual pow sub';
test.each(broadcasting.split(' '))('%s names itself and the sizes that do not broadcast', (name) => {
  const message = (a: readonly [number, number], b: readonly [number, number]): string =>
    thrownBy(() => functions[name]!(zeros(...a), zeros(...b))).message;
  expect(message([3, 2], [4, 2])).toBe(`${name}(3x2, 4x2): rows 3 and 4 differ and neither is 1`);
  expect(message([3, 2], [3, 5])).toBe(`${name}(3x2, 3x5): columns 2 and 5 differ and neither is 1`);
  expect(message([3, 2], [2, 3])).toBe(`${name}(3x2, 2x3): rows 3 and 2 differ and neither is 1. Did you mean transpose of one of them?`);
  expect(message([3, 2], [1, 3])).toBe(`${name}(3x2, 1x3): columns 2 and 3 differ and neither is 1. Did you mean transpose(right)?`);
  expect(message([1, 3], [3, 2])).toBe(`${name}(1x3, 3x2): columns 3 and 2 differ and neither is 1. Did you mean transpose(right)?`);
  expect(message([2, 1], [3, 2])).toBe(`${name}(2x1, 3x2): rows 2 and 3 differ and neither is 1. Did you mean transpose(right)?`);
  expect(message([2, 3], [4, 5])).toBe(`${name}(2x3, 4x5): rows 2 and 4 differ and neither is 1`);
});
