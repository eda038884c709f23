import {
  argMax,
  argMin,
  cumulativeSum,
  item,
  kron,
  logSoftmax,
  logSumExp,
  type Mat,
  matrix,
  max,
  mean,
  min,
  norm,
  outer,
  prod,
  softmax,
  std,
  sum,
  tril,
  triu,
  variance,
} from '@adjoint/core';
import { describe, expect, test } from 'vitest';

// Small examples whose numbers NumPy gives.

const x = matrix([
  [1, 2, 3],
  [4, 5, 6],
]);
const close = (found: Mat, expected: readonly (readonly number[])[], digits = 12): void => {
  const rows = found.toArray();
  expect(rows.map((row) => row.length)).toEqual(expected.map((row) => row.length));
  rows.forEach((row, i) => row.forEach((value, j) => expect(value).toBeCloseTo(expected[i]![j]!, digits)));
};

describe('a reduction of all, of the columns, of the rows', () => {
  test.each([
    ['sum', sum, [[21]], [[5, 7, 9]], [[6], [15]]],
    ['mean', mean, [[3.5]], [[2.5, 3.5, 4.5]], [[2], [5]]],
    ['max', max, [[6]], [[4, 5, 6]], [[3], [6]]],
    ['min', min, [[1]], [[1, 2, 3]], [[1], [4]]],
    ['prod', prod, [[720]], [[4, 10, 18]], [[6], [120]]],
    ['variance', variance, [[35 / 12]], [[2.25, 2.25, 2.25]], [[2 / 3], [2 / 3]]],
    ['std', std, [[1.707825127659933]], [[1.5, 1.5, 1.5]], [[0.816496580927726], [0.816496580927726]]],
    [
      'norm',
      norm,
      [[9.539392014169456]],
      [[4.123105625617661, 5.385164807134504, 6.708203932499369]],
      [[3.7416573867739413], [8.774964387392123]],
    ],
    [
      'logSumExp',
      logSumExp,
      [[6.456193316018123]],
      [[4.048587351573742, 5.048587351573742, 6.048587351573742]],
      [[3.4076059644443806], [6.40760596444438]],
    ],
    ['argMax', argMax, [[5]], [[1, 1, 1]], [[2], [2]]],
    ['argMin', argMin, [[0]], [[0, 0, 0]], [[0], [0]]],
  ] as const)('%s', (_name, f, all, columns, rows) => {
    close(f(x), all);
    close(f(x, { axis: 0 }), columns);
    close(f(x, { axis: 1 }), rows);
  });
  test('of logarithms, where all are -Infinity or one is Infinity', () => {
    expect(item(logSumExp(matrix([[-Infinity, -Infinity]])))).toBe(-Infinity);
    expect(item(logSumExp(matrix([[Infinity, 1]])))).toBe(Infinity);
  });
  test('the first of equals', () => {
    expect(item(argMax(matrix([[2, 7, 7, 1]])))).toBe(1);
    expect(item(argMin(matrix([[2, 1, 7, 1]])))).toBe(1);
    expect(item(argMax(matrix([[2, NaN, 7]])))).toBeNaN();
  });
});

test('running sums', () => {
  expect(cumulativeSum(x).toArray()).toEqual([[1, 3, 6, 10, 15, 21]]);
  expect(cumulativeSum(x, { axis: 0 }).toArray()).toEqual([
    [1, 2, 3],
    [5, 7, 9],
  ]);
  expect(cumulativeSum(x, { axis: 1 }).toArray()).toEqual([
    [1, 3, 6],
    [4, 9, 15],
  ]);
});

test('a running sum keeps a negative zero', () => {
  expect(Object.is(cumulativeSum(matrix([[-0, -0]])).at(0, 1), -0)).toBe(true);
});

test('softmax along the rows unless told', () => {
  const [a, b, c] = [0.09003057317038046, 0.24472847105479767, 0.6652409557748219];
  close(softmax(x), [
    [a, b, c],
    [a, b, c],
  ]);
  close(softmax(x, { axis: 1 }), [
    [a, b, c],
    [a, b, c],
  ]);
  const [low, high] = [0.04742587317756678, 0.9525741268224334];
  close(softmax(x, { axis: 0 }), [
    [low, low, low],
    [high, high, high],
  ]);
  close(logSoftmax(x), [
    [-2.40760596444438, -1.4076059644443804, -0.4076059644443804],
    [-2.40760596444438, -1.4076059644443804, -0.4076059644443804],
  ]);
  close(logSoftmax(x, { axis: 0 }), [
    [-3.048587351573742, -3.048587351573742, -3.048587351573742],
    [-0.04858735157374196, -0.04858735157374196, -0.04858735157374196],
  ]);
});

test('triangles and the diagonals that they keep', () => {
  const of = (f: typeof tril, offset?: number): number[][] => (offset === undefined ? f(x) : f(x, offset)).toArray();
  expect(of(tril)).toEqual([
    [1, 0, 0],
    [4, 5, 0],
  ]);
  expect(of(tril, 1)).toEqual([
    [1, 2, 0],
    [4, 5, 6],
  ]);
  expect(of(tril, -1)).toEqual([
    [0, 0, 0],
    [4, 0, 0],
  ]);
  expect(of(triu)).toEqual([
    [1, 2, 3],
    [0, 5, 6],
  ]);
  expect(of(triu, 1)).toEqual([
    [0, 2, 3],
    [0, 0, 6],
  ]);
  expect(of(triu, -1)).toEqual([
    [1, 2, 3],
    [4, 5, 6],
  ]);
});

test('products of all with all', () => {
  expect(outer(matrix([[1, 2]]), matrix([[3], [4], [5]])).toArray()).toEqual([
    [3, 4, 5],
    [6, 8, 10],
  ]);
  expect(
    kron(
      matrix([[1, 2]]),
      matrix([
        [3, 4],
        [5, 6],
      ]),
    ).toArray(),
  ).toEqual([
    [3, 4, 6, 8],
    [5, 6, 10, 12],
  ]);
});
