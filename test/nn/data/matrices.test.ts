import { ArgumentError, matrix, mean, oneHot, ShapeError, std, transpose } from '@adjoint/core';
import { decodeModel, encodeModel, standardize, toMatrix } from '@adjoint/nn';
import { describe, expect, test } from 'vitest';
import { rightOf } from './outcomes.ts';

describe('toMatrix', () => {
  test.each([
    ['a list of labels', { sizes: [3], values: Uint8Array.of(7, 0, 255) }, [[7], [0], [255]]],
    [
      'rows and columns',
      { sizes: [2, 2], values: Float32Array.of(1, 0.5, -2, 3) },
      [
        [1, 0.5],
        [-2, 3],
      ],
    ],
    [
      'images, unrolled',
      { sizes: [2, 1, 2], values: Int8Array.of(1, 2, 3, 4) },
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['one number', { sizes: [], values: Float64Array.of(0.1) }, [[0.1]]],
    ['a variable of MATLAB', { rows: 1, columns: 2, values: Int16Array.of(-1, 1) }, [[-1, 1]]],
  ])('makes a matrix of %s', (_, array, rows) => expect(toMatrix(array).toArray()).toEqual(rows));
  test('refuses what has no numbers, or is no array', () => {
    expect(() => toMatrix({ sizes: [0, 3], values: new Float64Array() })).toThrow(ShapeError);
    expect(() => toMatrix([[1]] as never)).toThrow(ArgumentError);
  });
});

describe('oneHot', () => {
  test.each([[10], [-1], [0.5], [NaN], [Infinity]])('refuses the label %d of 10 classes', (label) => {
    expect(() => oneHot(matrix([[0], [label]]), 10)).toThrow(ArgumentError);
    expect(() => oneHot(matrix([[0], [label]]), 10)).toThrow('row 1');
  });
  test('takes the labels that a file holds', () => {
    expect(oneHot(toMatrix({ sizes: [2], values: Uint8Array.of(2, 0) }), 3).toArray()).toEqual([
      [0, 0, 1],
      [1, 0, 0],
    ]);
  });
});

describe('standardize', () => {
  const x = matrix([
    [1, 0.1, 100],
    [2, 0.1, -300],
    [6, 0.1, 250],
  ]);
  const scale = standardize.fit(x);
  test('gives columns mean 0 and deviation 1, and constant ones 0', () => {
    const z = standardize.apply(x, scale);
    for (const value of mean(z, { axis: 0 }).toFloat64Array()) expect(Math.abs(value)).toBeLessThan(1e-15);
    expect(
      std(z, { axis: 0 })
        .toArray()[0]!
        .map((value) => Math.round(value * 1e12) / 1e12),
    ).toEqual([1, 0, 1]);
    expect(scale.deviation.at(0, 1)).toBe(1);
  });
  test('agrees with scikit-learn: (x - mean) / deviation, the variance divided by n', () => {
    const column = matrix([[1], [2], [3], [4]]);
    expect(
      standardize
        .apply(column, standardize.fit(column))
        .toArray()
        .map(([v]) => v!.toFixed(12)),
    ).toEqual(['-1.341640786500', '-0.447213595500', '0.447213595500', '1.341640786500']);
  });
  test('applies what training rows gave to other rows, and back', () => {
    const other = matrix([[10, 0.3, 0]]);
    const z = standardize.apply(other, scale);
    expect(z.at(0, 0)).toBeCloseTo((10 - 3) / Math.sqrt(14 / 3), 12);
    standardize
      .invert(z, scale)
      .toArray()[0]!
      .forEach((value, i) => expect(value).toBeCloseTo(other.at(0, i as 0), 12));
  });
  test('keeps NaN', () => {
    const bad = transpose(matrix([[1, NaN, 2]]));
    expect(standardize.apply(bad, standardize.fit(bad)).toArray()).toEqual([[NaN], [NaN], [NaN]]);
  });
  test('is kept with a model', () => {
    const kept = { scale, w: matrix([[1]]) };
    expect(rightOf(decodeModel(encodeModel(kept), 'x', kept)).scale.mean.toArray()).toEqual(scale.mean.toArray());
  });
});
