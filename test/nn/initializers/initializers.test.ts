import { matmul, matrix, ones, transpose } from '@adjoint/core';
import {
  dense,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  type Initializer,
  normal,
  numpyRandom,
  orthogonal,
  random,
  relu,
  uniform,
  zeros,
} from '@adjoint/nn';
import { describe, expect, test } from 'vitest';
import { matrixOfRows, requireClose } from '../../laws/checks.ts';
import { identity } from '../../laws/rows.ts';

interface Spread {
  readonly mean: number;
  readonly variance: number;
  readonly largest: number;
}
function spreadOf(values: Float64Array): Spread {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length;
  return { mean, variance, largest: values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) };
}

const [rows, columns] = [300, 100];
describe.each<readonly [string, Initializer, mean: number, variance: number, bound: number]>([
  ['uniform', uniform(-2, 4), 1, 36 / 12, 4],
  ['normal', normal(3, 0.5), 3, 0.25, Infinity],
  ['glorotUniform', glorotUniform, 0, 2 / (rows + columns), Math.sqrt(6 / (rows + columns))],
  ['glorotNormal', glorotNormal, 0, 2 / (rows + columns), Infinity],
  ['heUniform', heUniform, 0, 2 / rows, Math.sqrt(6 / rows)],
  ['heNormal', heNormal, 0, 2 / rows, Infinity],
])('%s', (_name, initializer, mean, variance, bound) => {
  test('has its mean, its variance and its bound', () => {
    const found = spreadOf(initializer(rows, columns, random(1)).toFloat64Array());
    expect(Math.abs(found.mean - mean)).toBeLessThan(4 * Math.sqrt(variance / (rows * columns)));
    expect(Math.abs(found.variance / variance - 1)).toBeLessThan(0.04);
    if (bound === Infinity) expect(found.largest).toBeGreaterThan(Math.abs(mean) + 3.5 * Math.sqrt(variance));
    else expect(found.largest / bound).toBeGreaterThan(0.999);
    if (bound < Infinity) expect(found.largest).toBeLessThanOrEqual(bound);
  });
  test('draws the same from the same source', () => {
    expect(initializer(3, 2, random(7)).toArray()).toEqual(initializer(3, 2, random(7)).toArray());
    expect(initializer(3, 2, random(7)).toArray()).not.toEqual(initializer(3, 2, random(8)).toArray());
  });
});

describe('orthogonal', () => {
  test.each([
    [5, 5],
    [7, 3],
    [2, 6],
    [1, 1],
  ])('of %ix%i has columns, or rows when they are fewer, of length 1 at right angles', (m, n) => {
    const w = orthogonal(m, n, random(m));
    expect([w.rows, w.columns]).toEqual([m, n]);
    const gram = m >= n ? matmul(transpose(w), w) : matmul(w, transpose(w));
    requireClose(gram, matrixOfRows(identity(Math.min(m, n))), 1e-14 * 10, 'gram');
  });
  test('turns either way: signs and determinants are as often positive as negative', () => {
    const signs = Array.from({ length: 400 }, (_, seed) => {
      const w = orthogonal(2, 2, random(seed));
      return [Math.sign(w.at(0, 0)), Math.sign(w.at(0, 0) * w.at(1, 1) - w.at(0, 1) * w.at(1, 0))];
    });
    for (const place of [0, 1]) expect(Math.abs(signs.reduce((total, pair) => total + pair[place]!, 0))).toBeLessThan(80);
  });
});

describe('dense', () => {
  test('unless told starts with the very numbers of glorotUniform', () => {
    for (const source of [random(42), numpyRandom(42)]) {
      const bound = Math.sqrt(6 / 7);
      const { w, b } = dense(4, 3, relu).initialize(source);
      expect(w.toArray()).toEqual(source.uniform(4, 3, -bound, bound).value.toArray());
      expect(b.toArray()).toEqual([[0, 0, 0]]);
    }
  });
  test('starts with the initializers that it is given, its biases from numbers of their own', () => {
    const { w, b } = dense(1, 3, relu, { weights: normal(0, 1), bias: normal(0, 1) }).initialize(random(1));
    expect(w.toArray()).toEqual(normal(0, 1)(1, 3, random(1)).toArray());
    expect(b.toArray()).not.toEqual(w.toArray());
    expect(dense(2, 3, relu, { weights: zeros, bias: ones }).initialize(random(1))).toEqual({
      w: zeros(2, 3),
      b: matrix([[1, 1, 1]]),
    });
  });
});
