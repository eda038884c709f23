import { greater, matrix, oneHot } from '@adjoint/core';
import { accuracy, confusionMatrix, f1, precision, random, recall } from '@adjoint/nn';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

// rows: 0 0 0 0, 1 1 1, 2 2
const actual = matrix([[0], [0], [0], [0], [1], [1], [1], [2], [2]]);
const predicted = matrix([[0], [0], [1], [2], [1], [1], [0], [0], [1]]);

describe('accuracy', () => {
  test('is the share of rows whose class is right', () => {
    expect(accuracy(predicted, actual)).toBe(4 / 9);
    expect(accuracy(actual, actual)).toBe(1);
  });
  test('of classes side by side takes the largest of each row, the first of equals', () => {
    const scores = matrix([
      [0.1, 0.7, 0.2],
      [3, 3, 1],
      [-5, -6, -4],
    ]);
    expect(accuracy(scores, matrix([[1], [0], [2]]))).toBe(1);
    expect(accuracy(scores, matrix([[1], [1], [2]]))).toBe(2 / 3);
    expect(accuracy(scores, oneHot(matrix([[1], [0], [0]]), 3))).toBe(2 / 3);
  });
  test('of the probability of one class takes labels made of it', () => {
    const p = matrix([[0.9], [0.2], [0.4]]);
    expect(accuracy(greater(p, 0.5), matrix([[1], [0], [1]]))).toBe(2 / 3);
  });
});

describe('confusionMatrix', () => {
  test('counts true classes by rows and predicted ones by columns', () => {
    expect(confusionMatrix(predicted, actual).toArray()).toEqual([
      [2, 1, 1],
      [1, 2, 0],
      [1, 1, 0],
    ]);
  });
  test('has as many classes as asked, as the columns, or as the labels need', () => {
    expect(confusionMatrix(predicted, actual, { classes: 5 }).rows).toBe(5);
    expect(confusionMatrix(oneHot(predicted, 4), actual).rows).toBe(4);
    expect(confusionMatrix(matrix([[0]]), matrix([[1]])).toArray()).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });
});

describe('precision, recall and F1', () => {
  test('per class are the quotients of counts, and 0 where nothing is counted', () => {
    expect(precision(predicted, actual, { average: 'none' })).toEqual([2 / 4, 2 / 4, 0]);
    expect(recall(predicted, actual, { average: 'none' })).toEqual([2 / 4, 2 / 3, 0]);
    expect(f1(predicted, actual, { average: 'none', classes: 4 })).toEqual([4 / 8, 4 / 7, 0, 0]);
  });
  test('of all classes are the mean over them, or made of all counts together', () => {
    expect(precision(predicted, actual)).toBeCloseTo(1 / 3, 15);
    expect(recall(predicted, actual, { average: 'macro' })).toBeCloseTo((1 / 2 + 2 / 3) / 3, 15);
    expect(f1(predicted, actual, { average: 'micro' })).toBeCloseTo(4 / 9, 15);
  });
});

describe('on any labels', () => {
  const labels = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 1000 }));
  const drawn = ([classes, rows, seed]: readonly [number, number, number]) => {
    const column = (from: number) =>
      matrix(
        random(from)
          .uniform(rows, 1, 0, classes)
          .value.toArray()
          .map(([u]) => [Math.floor(u!)]),
      );
    return [column(seed), column(seed + 5000)] as const;
  };
  test('micro averages are the accuracy', () => {
    fc.assert(
      fc.property(labels, (sizes) => {
        const [p, y] = drawn(sizes);
        for (const score of [precision, recall, f1]) expect(score(p, y, { average: 'micro' })).toBeCloseTo(accuracy(p, y), 14);
      }),
    );
  });
  test('the matrix holds every row once, and F1 is the harmonic mean of the other two', () => {
    fc.assert(
      fc.property(labels, (sizes) => {
        const [p, y] = drawn(sizes);
        const confusion = confusionMatrix(p, y);
        expect(confusion.toFloat64Array().reduce((total, count) => total + count, 0)).toBe(sizes[1]);
        expect(confusionMatrix(y, p).toArray()).toEqual(confusion.toArray()[0]!.map((_, j) => confusion.toArray().map((row) => row[j]!)));
        const [ps, rs, fs] = [precision, recall, f1].map((score) => score(p, y, { average: 'none' }) as readonly number[]);
        fs!.forEach((each, k) => {
          const [a, b] = [ps![k]!, rs![k]!];
          expect(each).toBeCloseTo(a + b === 0 ? 0 : (2 * a * b) / (a + b), 14);
        });
      }),
    );
  });
});
