import {
  abs,
  div,
  exp,
  grad,
  greater,
  hvp,
  item,
  log,
  log1p,
  logSigmoid,
  logSumExp,
  mapTree,
  max,
  maximum,
  min,
  minimum,
  type Mat,
  matrix,
  mul,
  mulZero,
  norm,
  ones,
  pow,
  reciprocal,
  registry,
  relu,
  type Scalar,
  sigmoid,
  sign,
  softplus,
  sqrt,
  std,
  step,
  stopGradient,
  sub,
  sum,
  where,
} from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { caseOf, isShaped, runs } from './caseOf.ts';
import { zeroStaysZero } from './checks.ts';
import { small } from './edges.ts';

describe.each(registry)('$name', (op) => {
  const solver = op.domain.args.some(isShaped);
  const edges = [...small, ...(op.domain.kinks ?? [])];
  test('a zero cotangent stays exactly zero, at kinks and infinite slopes too', () => {
    fc.assert(
      fc.property(solver ? caseOf(op) : caseOf(op, { edges }), (c) => zeroStaysZero(op, c)),
      runs(),
    );
  });
});

type Of = (x: Scalar) => Scalar;
const slope = (f: Of, x: number): number => item(grad(f)(x));

describe('the slope at a kink is the documented one', () => {
  test.each<readonly [string, Of, number, number]>([
    ['relu at 0 takes the left side', relu, 0, 0],
    ['relu at -0', relu, -0, 0],
    ['relu beside 0', relu, 5e-324, 1],
    ['abs at 0', abs, 0, 0],
    ['abs at -0', abs, -0, 0],
    ['sign', sign, 0, 0],
    ['step', step, 0, 0],
    ['sqrt at 0', sqrt, 0, Infinity],
    ['log at 0', log, 0, Infinity],
    ['log1p at -1', log1p, -1, Infinity],
    ['reciprocal at 0', reciprocal, 0, -Infinity],
    ['division by 0', (x) => div(1, x), 0, -Infinity],
    ['a number over x at 0, no matter which', (x) => div(-2, x), 0, Infinity],
    ['division of 0 by itself is unknown', (x) => div(x, x), 0, NaN],
    ['maximum shares a tie', (x) => maximum(x, 3), 3, 0.5],
    ['minimum shares a tie', (x) => minimum(x, 3), 3, 0.5],
    ['maximum of x and x is x', (x) => maximum(x, x), 3, 1],
    ['minimum of 0 and -0', (x) => minimum(x, -0), 0, 0.5],
    ['0 · x, safe', (x) => mulZero(0, x), 2, 0],
    ['stopGradient', stopGradient, 2, 0],
    ['sigmoid far to the right keeps its tail', sigmoid, 700, Math.exp(-700)],
    ['softplus far to the left keeps its tail', softplus, -700, Math.exp(-700)],
    ['logSigmoid far to the right keeps its tail', logSigmoid, 700, Math.exp(-700)],
    ['exp where it underflows', exp, -800, 0],
  ])('%s', (_what, f, x, expected) => {
    const found = slope(f, x);
    if (expected !== 0 && Number.isFinite(expected)) expect(Math.abs(found / expected - 1)).toBeLessThan(1e-12);
    else expect(found === expected || (Number.isNaN(found) && Number.isNaN(expected)), `${found} is not ${expected}`).toBe(true);
  });
});

describe('where a slope is 0 by definition, so is the slope of that slope', () => {
  test.each<readonly [string, (x: Mat) => Scalar, readonly number[]]>([
    ['the norm of 0', (x) => norm(x), [0, 0, 0]],
    ['the deviation of equal entries', (x) => std(x), [2, 2, 2]],
    ['x to the power of 0', (x) => sum(pow(x, 0)), [0, -1, 3]],
    ['0 times log x', (x) => sum(mulZero(0, log(x))), [0, 1, 2]],
    ['the absolute value of 0', (x) => sum(abs(x)), [0, 0, 0]],
  ])('%s', (_what, f, at) => {
    const x = matrix([at as number[]]);
    for (const found of [grad(f)(x), hvp(f)(x, matrix([[1, -2, 3]]))]) expect(found.toArray()[0]!.map(Math.abs)).toEqual([0, 0, 0]);
  });
  test('of several norms only that of 0 is flat', () => {
    const x = matrix([
      [0, 0],
      [3, 4],
    ]);
    const product = hvp((p: Mat) => sum(norm(p, { axis: 1 })))(x, ones(2, 2)).toArray();
    expect(product[0]!.map(Math.abs)).toEqual([0, 0]);
    expect(product[1]![0]).toBeCloseTo(1 / 5 - (3 * 7) / 125, 14);
  });
});

describe('ties among several', () => {
  const gradient = (f: (x: Mat) => Scalar, x: Mat) => grad(f)(x).toArray();
  test('max and min share the cotangent equally', () => {
    expect(gradient((x) => max(x), matrix([[1, 3, 3, 2, 3]]))).toEqual([[0, 1 / 3, 1 / 3, 0, 1 / 3]]);
    expect(
      gradient(
        (x) => min(x),
        matrix([
          [1, 3],
          [1, 2],
        ]),
      ),
    ).toEqual([
      [0.5, 0],
      [0.5, 0],
    ]);
  });
  test('along an axis each line has its own ties', () => {
    const x = matrix([
      [1, 1],
      [2, 0],
    ]);
    expect(gradient((p) => sum(max(p, { axis: 1 })), x)).toEqual([
      [0.5, 0.5],
      [1, 0],
    ]);
    expect(gradient((p) => sum(min(p, { axis: 0 })), x)).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });
  test('logSumExp shares smoothly, however large the entries', () => {
    for (const x of [-900, 0, 30, 900]) {
      for (const share of gradient((p) => logSumExp(p), matrix([[x, x]])).flat()) expect(Math.abs(share - 0.5)).toBeLessThan(1e-12);
    }
  });
});

describe('a mask protects from an infinite slope', () => {
  const x = matrix([[0, 4]]);
  test.each<readonly [string, (x: Mat) => Mat, number]>([
    ['sqrt', sqrt, 0.25],
    ['log', log, 0.25],
    ['reciprocal', reciprocal, -0.0625],
    ['1 / x', (p) => div(1, p), -0.0625],
  ])('%s', (_name, f, expected) => {
    const gradient = grad((p: Mat) => sum(where(greater(p, 0), f(p), 0)))(x);
    expect(gradient.at(0, 0) === 0).toBe(true); // or -0
    expect(gradient.at(0, 1)).toBe(expected);
  });
  test.each<readonly [string, (x: Mat) => Mat, number]>([
    ['sqrt', sqrt, -1 / 32],
    ['log', log, -1 / 16],
    ['log1p', (p) => log1p(sub(p, 1)), -1 / 16],
    ['reciprocal', reciprocal, 1 / 32],
    ['1 / x', (p) => div(1, p), 1 / 32],
    ['x to the power of 1/2', (p) => pow(p, 0.5), -1 / 32],
  ])('%s, in the second derivative too', (_name, f, expected) => {
    const product = hvp((p: Mat) => sum(where(greater(p, 0), f(p), 0)))(x, matrix([[1, 1]]));
    expect(product.at(0, 0) === 0, String(product.at(0, 0))).toBe(true);
    expect(product.at(0, 1)).toBeCloseTo(expected, 14);
  });
  test('no slope goes to the side that was not chosen, nor to the mask', () => {
    const gradient = grad(({ mask, a, b }: Record<'mask' | 'a' | 'b', Mat>) => sum(where(mask, a, mul(3, b))))({
      mask: matrix([[1, 0]]),
      a: x,
      b: x,
    });
    expect(mapTree((g) => g, gradient)).toEqual(gradient);
    expect([gradient.mask.toArray(), gradient.a.toArray(), gradient.b.toArray()]).toEqual([[[0, 0]], [[1, 0]], [[0, 3]]]);
  });
});
