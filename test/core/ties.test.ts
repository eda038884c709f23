import {
  clip,
  equal,
  grad,
  greater,
  greaterEqual,
  item,
  less,
  lessEqual,
  type Mat,
  matrix,
  max,
  maximum,
  min,
  minimum,
  mul,
  notEqual,
  round,
  scalar,
  type Scalar,
  sum,
} from '@adjoint/core';
import { describe, expect, test } from 'vitest';

describe('where entries tie, or are not numbers', () => {
  const values = [-1, -0, 0, 2, Infinity, -Infinity, NaN];
  const left = matrix.of(7, 1, values);
  const right = matrix.of(1, 7, values);
  test.each([
    ['greater', greater, (a: number, b: number) => a > b],
    ['less', less, (a: number, b: number) => a < b],
    ['greaterEqual', greaterEqual, (a: number, b: number) => a >= b],
    ['lessEqual', lessEqual, (a: number, b: number) => a <= b],
    ['equal', equal, (a: number, b: number) => a === b],
    ['notEqual', notEqual, (a: number, b: number) => a !== b],
  ] as const)('%s of every two', (_name, compare, holds) => {
    expect(compare(left, right).toArray()).toEqual(values.map((a) => values.map((b) => Number(holds(a, b)))));
  });
  test.each([
    ['maximum', maximum, Math.max, [1, 0, 0.5]],
    ['minimum', minimum, Math.min, [0, 1, 0.5]],
  ] as const)('%s of every two, and its share of the cotangent', (_name, op, of, shares) => {
    expect(op(left, right).toArray()).toEqual(values.map((a) => values.map((b) => of(a, b))));
    const slope = (a: number, b: number): number => item(grad((p: Scalar) => op(p, scalar(b)) as Scalar)(a));
    expect([slope(2, 1), slope(1, 2), slope(2, 2)]).toEqual(shares);
    expect(slope(NaN, 1)).toBeNaN();
    expect(slope(1, NaN)).toBeNaN();
  });
  test('clip keeps its bounds and their slope', () => {
    expect(clip(matrix([[-2, -1, 0, 1, 2, NaN]]), -1, 1).toArray()).toEqual([[-1, -1, 0, 1, 1, NaN]]);
    const slope = (at: number): number => item(grad((p: Scalar) => clip(p, -1, 1) as Scalar)(at));
    expect([-2, -1, 0, 1, 2].map(slope)).toEqual([0, 1, 1, 1, 0]);
  });
  test('ties of a reduction share its cotangent', () => {
    const slopes = (f: (p: Mat) => Mat): number[][] =>
      grad((p: Mat) => sum(mul(2, f(p))) as Scalar)(
        matrix([
          [3, 1, 3],
          [1, 1, 3],
        ]) as Mat,
      ).toArray();
    expect(slopes((p) => max(p))).toEqual([
      [2 / 3, 0, 2 / 3],
      [0, 0, 2 / 3],
    ]);
    expect(slopes((p) => min(p, { axis: 1 }))).toEqual([
      [0, 2, 0],
      [1, 1, 0],
    ]);
  });
});

test('numbers beyond 2^51 are whole', () => {
  for (const n of [2 ** 51, 2 ** 51 - 0.5, 2 ** 52 + 1, 2 ** 53 - 1, 2 ** 53 + 2, 1e300, Infinity])
    for (const signed of [n, -n]) expect(item(round(scalar(signed)))).toBe(n === 2 ** 51 - 0.5 ? Math.sign(signed) * 2 ** 51 : signed);
  expect([0.5, 1.5, 2.5, -0.5, -1.5].map((n) => item(round(scalar(n))))).toEqual([0, 2, 2, -0, -2]);
});
