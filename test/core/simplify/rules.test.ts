import {
  add,
  broadcastTo,
  div,
  exp,
  log,
  log1p,
  logSigmoid,
  type Mat,
  matmul,
  matrix,
  maximum,
  mul,
  mulZero,
  neg,
  sigmoid,
  sub,
  sum,
  transpose,
  where,
} from '@adjoint/core';
import { describe, test } from 'vitest';
import { check, S } from './check.ts';

// Where a rule applies, and where it comes near and must not. Matrices are 3x2 unless told.

test('one, minus one and zero', () =>
  check([
    [(x: Mat) => mul(1, x), 'x'],
    [(x: Mat) => mul(x, 1), 'x'],
    [(x: Mat) => mul(x, -1), 'neg(x)'],
    [(x: Mat) => mul(x, 0), 'mul(0, x)'],
    [(x: Mat) => mul(x, 2), 'mul(2, x)'],
    [(x: Mat) => sub(x, 0), 'x'],
    [(x: Mat) => sub(x, -0), 'sub(x, -0)'],
    [(x: Mat) => sub(0, x), 'sub(0, x)'],
    [(x: Mat) => add(x, -0), 'x'],
    [(x: Mat) => add(x, 0), 'add(0, x)'],
    [(x: Mat) => div(x, 1), 'x'],
    [(x: Mat) => div(x, -1), 'div(x, -1)'],
    [(x: Mat) => div(1, x), 'div(1, x)'],
  ]));

test('a product that is zero where its left is', () =>
  check([
    [(x: Mat) => mulZero(2, x), 'mul(2, x)'],
    [(x: Mat) => mulZero(0, x), 'mulZero(0, x)'],
    [(x: Mat) => mulZero(-0, x), 'mulZero(-0, x)'],
    [(x: Mat) => mulZero(Infinity, x), 'mul(Infinity, x)'],
    [(x: Mat) => mulZero(x, 2), 'mul(2, x)'],
    [(x: Mat) => mulZero(x, 0), 'mul(0, x)'],
    [(x: Mat) => mulZero(x, Infinity), 'mulZero(x, Infinity)'],
    [(x: Mat) => mulZero(x, NaN), 'mulZero(x, NaN)'],
  ]));

test('signs move outward', () =>
  check([
    [(x: Mat) => neg(neg(x)), 'x'],
    [(x: Mat, y: Mat) => mul(neg(x), y), 'neg(mul(x, y))'],
    [(x: Mat, y: Mat) => mul(x, neg(y)), 'neg(mul(x, y))'],
    [(x: Mat) => neg(mul(2, x)), 'mul(-2, x)'],
    [(x: Mat, y: Mat) => div(neg(x), y), 'neg(div(x, y))'],
    [(x: Mat, y: Mat) => div(x, neg(y)), 'neg(div(x, y))'],
    [(x: Mat, y: Mat) => matmul(neg(x), y), 'neg(matmul(x, y))', S, [2, 4]],
    [(x: Mat, y: Mat) => matmul(x, neg(y)), 'neg(matmul(x, y))', S, [2, 4]],
    [(x: Mat) => sum(neg(x)), 'neg(sumTo1x1(x))'],
    [(x: Mat) => sum(neg(x), { axis: 0 }), 'neg(sumTo1x2(x))'],
    [(x: Mat) => transpose(neg(x)), 'neg(transpose(x))'],
    [(x: Mat, y: Mat) => add(x, neg(y)), 'sub(x, y)'],
    [(x: Mat, y: Mat) => add(neg(x), y), 'sub(y, x)'],
    [(x: Mat, y: Mat) => sub(x, neg(y)), 'add(x, y)'],
    [(x: Mat, y: Mat) => sub(neg(x), y), 'neg(add(x, y))'],
    [(x: Mat, y: Mat) => add(x, broadcastTo(neg(y), 3, 2)), 'sub(x, broadcastTo3x2(y))', S, [1, 2]],
    [(x: Mat, y: Mat) => sub(x, broadcastTo(neg(y), 3, 2)), 'add(x, broadcastTo3x2(y))', S, [1, 2]],
  ]));

describe('numbers', () => {
  test('merge where that neither overflows nor underflows', () =>
    check([
      [(x: Mat) => mul(2, mul(3, x)), 'mul(6, x)'],
      [(x: Mat) => mul(1e200, mul(1e200, x)), 'mul(1e+200, mul(1e+200, x))'],
      [(x: Mat) => mul(1e-200, mul(1e-200, x)), 'mul(1e-200, mul(1e-200, x))'],
      [(x: Mat) => mul(1e-160, mul(1e-150, x)), 'mul(1e-160, mul(1e-150, x))'],
      [(x: Mat) => mul(2 ** -511, mul(2 ** -511, x)), 'mul(2.2250738585072014e-308, x)'],
      [(x: Mat) => mul(-(2 ** -511), mul(2 ** -511, x)), 'mul(-2.2250738585072014e-308, x)'],
      [(x: Mat) => mul(0, mul(3, x)), 'mul(0, x)'],
      [(x: Mat) => mul(3, mul(0, x)), 'mul(0, x)'],
      [(x: Mat) => mul(Infinity, mul(3, x)), 'mul(Infinity, mul(3, x))'],
    ]));
  test('add up where they have one sign', () =>
    check([
      [(x: Mat) => add(mul(2, x), mul(3, x)), 'mul(5, x)'],
      [(x: Mat) => add(mul(-2, x), mul(-3, x)), 'mul(-5, x)'],
      [(x: Mat) => add(mul(2, x), mul(-3, x)), 'add(mul(2, x), mul(-3, x))'],
      [(x: Mat) => add(mul(1e308, x), mul(1e308, x)), 'mul(1e+308, add(x, x))'],
      [(x: Mat) => add(mul(0, x), mul(0, x)), 'mul(0, add(x, x))'],
      [(x: Mat) => add(mul(2, x), mul(2, x)), 'mul(4, x)'],
      [(x: Mat) => add(mul(1e-200, x), mul(1e-200, x)), 'mul(1e-200, add(x, x))'],
    ]));
  test('move out of products, sums and additions while they are finite', () =>
    check([
      [(x: Mat, y: Mat) => mul(x, mul(3, y)), 'mul(3, mul(x, y))'],
      [(x: Mat, y: Mat) => mul(mul(3, x), y), 'mul(3, mul(x, y))'],
      [(x: Mat, y: Mat) => mul(x, mul(Infinity, y)), 'mul(x, mul(Infinity, y))'],
      [(x: Mat) => sum(mul(3, x)), 'mul(3, sumTo1x1(x))'],
      [(x: Mat) => sum(mul(3, x), { axis: 1 }), 'mul(3, sumTo3x1(x))'],
      [(x: Mat) => sum(mul(Infinity, x)), 'sumTo1x1(mul(Infinity, x))'],
      [(x: Mat, y: Mat) => add(mul(3, x), mul(3, y)), 'mul(3, add(x, y))'],
      [(x: Mat, y: Mat) => add(mul(Infinity, x), mul(Infinity, y)), 'add(mul(Infinity, x), mul(Infinity, y))'],
      [(x: Mat, y: Mat) => add(mul(3, x), mul(4, y)), 'add(mul(3, x), mul(4, y))'],
      [(x: Mat, y: Mat) => sub(mul(3, x), mul(3, y)), 'mul(3, sub(x, y))'],
      [(x: Mat, y: Mat) => sub(mul(Infinity, x), mul(Infinity, y)), 'sub(mul(Infinity, x), mul(Infinity, y))'],
      [(x: Mat, y: Mat) => add(mul(3, x), mul(-3, y)), 'mul(3, sub(x, y))'],
      [(x: Mat, y: Mat) => add(mul(3, x), mul(-4, y)), 'add(mul(3, x), mul(-4, y))'],
      [(x: Mat, y: Mat) => add(mul(Infinity, x), mul(-Infinity, y)), 'add(mul(Infinity, x), mul(-Infinity, y))'],
      [(x: Mat, y: Mat) => sub(mul(3, x), mul(-3, y)), 'mul(3, add(x, y))'],
      [(x: Mat, y: Mat) => sub(mul(3, x), mul(-4, y)), 'sub(mul(3, x), mul(-4, y))'],
    ]));
  test('stay in a product that something else reads', () =>
    check([
      [
        (x: Mat) => {
          const p = mul(3, x);
          return [sum(p), p];
        },
        ['sumTo1x1(mul(3, x))', 'mul(3, x)'],
      ],
    ]));
});

describe('probabilities', () => {
  test('have logarithms of their own', () =>
    check([
      [(x: Mat) => log(sigmoid(x)), 'logSigmoid(x)'],
      [(x: Mat) => log(sub(1, sigmoid(x))), 'logSigmoid(neg(x))'],
      [(x: Mat) => log(sub(2, sigmoid(x))), 'log(sub(2, sigmoid(x)))'],
      [(x: Mat) => log1p(neg(sigmoid(x))), 'logSigmoid(neg(x))'],
      [(x: Mat) => sub(logSigmoid(x), logSigmoid(neg(x))), 'x'],
    ]));
  const targets = matrix([[1, 0, 0.25]]);
  const odd = matrix([[0, 1, 0.5]]);
  test.each([
    ['mul', mul as (a: Mat, b: Mat) => Mat],
    ['mulZero', mulZero as (a: Mat, b: Mat) => Mat],
  ])('of two classes are one likelihood, weighed by %s', (name, times) => {
    const likelihood = (x: Mat, y: Mat, q: Mat): Mat => add(times(y, logSigmoid(x)), times(q, logSigmoid(neg(x))));
    const written = (...pairs: readonly (readonly [string, string])[]): string => {
      const terms = pairs.map(([weight, of]) =>
        name === 'mul' && weight.startsWith('[') ? `mul(${of}, ${weight})` : `${name}(${weight}, ${of})`,
      );
      return `add(${terms.join(', ')})`;
    };
    const [p, n] = ['logSigmoid(x)', 'logSigmoid(neg(x))'];
    check([
      [(x: Mat, y: Mat) => likelihood(x, y, sub(1, y)), 'neg(sub(softplus(x), mul(x, y)))'],
      [(x: Mat, y: Mat) => likelihood(x, y, sub(2, y)), written(['y', p], ['sub(2, y)', n])],
      [(x: Mat, y: Mat, z: Mat) => likelihood(x, y, sub(1, z)), written(['y', p], ['sub(1, z)', n])],
      [(x: Mat, y: Mat, z: Mat) => likelihood(x, y, sub(z, y)), written(['y', p], ['sub(z, y)', n])],
      [(x: Mat, y: Mat, z: Mat) => likelihood(x, y, z), written(['y', p], ['z', n])],
      [(x: Mat) => likelihood(x, targets, sub(1, targets)), 'neg(sub(softplus(x), mul(x, [1 0 0.25])))', [1, 3]],
      [(x: Mat) => likelihood(x, targets, odd), written(['[1 0 0.25]', p], ['[0 1 0.5]', n]), [1, 3]],
      [(x: Mat, y: Mat) => likelihood(x, targets, y), written(['[1 0 0.25]', p], ['y', n]), [1, 3], [1, 3]],
      [(x: Mat, y: Mat) => likelihood(x, y, targets), written(['y', p], ['[1 0 0.25]', n]), [1, 3], [1, 3]],
    ]);
  });
});

test('arguments that may change places stand in one order: numbers, then the older', () =>
  check([
    [(x: Mat, y: Mat) => add(y, x), 'add(x, y)'],
    [(x: Mat, y: Mat) => add(x, y), 'add(x, y)'],
    [(x: Mat, y: Mat) => sub(y, x), 'sub(y, x)'],
    [(x: Mat) => add(x, 2), 'add(2, x)'],
    [(x: Mat) => maximum(x, 2), 'maximum(2, x)'],
    [(x: Mat) => maximum(2, x), 'maximum(2, x)'],
  ]));

test('what is done to each entry is done before the entries are repeated', () =>
  check([
    [(x: Mat) => exp(broadcastTo(x, 3, 2)), 'broadcastTo3x2(exp(x))', [1, 2]],
    [(x: Mat, y: Mat) => add(broadcastTo(x, 3, 2), broadcastTo(y, 3, 2)), 'broadcastTo3x2(add(x, y))', [1, 2], [1, 2]],
    [(x: Mat, y: Mat) => add(broadcastTo(x, 3, 2), broadcastTo(y, 3, 2)), 'add(broadcastTo3x2(x), broadcastTo3x2(y))', [1, 2], [3, 1]],
    [(x: Mat, y: Mat) => add(y, broadcastTo(x, 3, 2)), 'add(y, broadcastTo3x2(x))', [1, 2], S],
    [(x: Mat, y: Mat) => add(broadcastTo(x, 3, 2), y), 'add(y, broadcastTo3x2(x))', [1, 2], S],
    [(x: Mat, y: Mat) => sub(broadcastTo(x, 3, 2), y), 'sub(broadcastTo3x2(x), y)', [1, 2], S],
    [
      (x: Mat, y: Mat) => where(broadcastTo(x, 3, 2), broadcastTo(y, 3, 2), broadcastTo(x, 3, 2)) as Mat,
      'broadcastTo3x2(where(x, y, x))',
      [1, 2],
      [1, 2],
    ],
    [(x: Mat) => transpose(broadcastTo(x, 3, 2)), 'transpose(broadcastTo3x2(x))', [1, 2]],
    [(x: Mat) => broadcastTo(broadcastTo(x, 1, 2), 3, 2), 'broadcastTo3x2(x)', [1, 1]],
  ]));
