import { grad, item, type Mat, matrix, mul, oneHot, softmax, sum } from '@adjoint/core';
import {
  binaryCrossEntropyWithLogits,
  crossEntropy,
  crossEntropyWithLogits,
  huber,
  klDivergence,
  meanAbsoluteError,
  meanSquaredError,
} from '@adjoint/nn';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { between, matrixOf } from '../../laws/caseOf.ts';
import { requireClose } from '../../laws/checks.ts';

const labels = matrix([[1], [0], [2], [2]]);
const logits = matrixOf(4, 3, between(-3, 3));
const classWeights = matrix([[0.5, 2, 1.25]]);
const sampleWeights = matrix([[1], [0], [0.5], [3]]);

/** Its rows, 0 for -0. */
const rowsOf = (x: Mat): readonly (readonly number[])[] => x.toArray().map((row) => row.map((entry) => entry + 0));

describe('cross-entropy', () => {
  test('of labels is that of the same targets one-hot', () => {
    fc.assert(
      fc.property(logits, (z) => {
        for (const options of [{}, { reduction: 'none' }, { classWeights, sampleWeights }, { labelSmoothing: 0.3 }] as const) {
          const [byLabels, byRows] = [labels, oneHot(labels, 3)].map((y) => crossEntropyWithLogits(z, y as Mat, options) as Mat);
          expect(byLabels!.toArray()).toEqual(byRows!.toArray());
        }
      }),
    );
  });

  test('of a softmax is that of its logits', () => {
    fc.assert(
      fc.property(logits, (z) => {
        for (const options of [
          {},
          { reduction: 'none' },
          { classWeights, sampleWeights, reduction: 'mean' },
          { labelSmoothing: 0.3 },
        ] as const)
          requireClose(
            crossEntropy(softmax(z), labels, options) as Mat,
            crossEntropyWithLogits(z, labels, options) as Mat,
            1e-13 * 10,
            'softmax',
          );
      }),
    );
  });

  test('with weights of samples has each row times its weight, over the number of rows', () => {
    const z = matrix([
      [1, 2, 3],
      [0, 0, 0],
      [-1, 1, 2],
      [2, 0, 1],
    ]);
    const rows = crossEntropyWithLogits(z, labels, { reduction: 'none' }).toArray().flat();
    const expected = rows.reduce((total, row, i) => total + row * sampleWeights.at(i, 0), 0) / 4;
    expect(item(crossEntropyWithLogits(z, labels, { sampleWeights }))).toBeCloseTo(expected, 14);
  });

  test('with weights of classes and labels differs between the reductions: over the rows, or over their weights', () => {
    const z = matrix([
      [1, 2, 3],
      [0, 1, 0],
      [-1, 1, 2],
      [2, 0, 1],
    ]);
    const rows = crossEntropyWithLogits(z, labels, { reduction: 'none', classWeights }).toArray().flat();
    const all = rows.reduce((total, row) => total + row, 0);
    expect(item(crossEntropyWithLogits(z, labels, { classWeights }))).toBeCloseTo(all / 4, 14);
    expect(item(crossEntropyWithLogits(z, labels, { classWeights, reduction: 'mean' }))).toBeCloseTo(all / (2 + 0.5 + 1.25 + 1.25), 14);
  });

  test('of certain probabilities is 0 or infinite, never NaN', () => {
    const certain = matrix([
      [0, 1],
      [1, 0],
    ]);
    expect(rowsOf(crossEntropy(certain, matrix([[1], [0]]), { reduction: 'none' }))).toEqual([[0], [0]]);
    expect(rowsOf(crossEntropy(certain, matrix([[1], [1]]), { reduction: 'none' }))).toEqual([[0], [Infinity]]);
  });
});

describe('losses of logits of ±1000 are exact and have finite gradients', () => {
  const z = matrix([
    [1000, -1000, 0],
    [-1000, -1000, 1000],
  ]);
  test('crossEntropyWithLogits', () => {
    const wrong = matrix([[1], [2]]);
    expect(rowsOf(crossEntropyWithLogits(z, wrong, { reduction: 'none' }))).toEqual([[2000], [0]]);
    const f = (logits: Mat) => crossEntropyWithLogits(logits, wrong, { reduction: 'sum' });
    expect(rowsOf(grad(f)(z))).toEqual([
      [1, -1, 0],
      [0, 0, 0],
    ]);
    expect(rowsOf(grad((logits: Mat) => sum(mul(grad(f)(logits), z)))(z))).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });
  test('binaryCrossEntropyWithLogits', () => {
    const y = matrix([
      [0, 1, 1],
      [0, 0, 1],
    ]);
    expect(binaryCrossEntropyWithLogits(z, y, { reduction: 'none' }).toArray()).toEqual([
      [1000, 1000, Math.LN2],
      [0, 0, 0],
    ]);
    expect(grad((logits: Mat) => binaryCrossEntropyWithLogits(logits, y, { reduction: 'sum' }))(z).toArray()).toEqual([
      [1, -1, -0.5],
      [0, 0, 0],
    ]);
  });
});

describe('weights', () => {
  const [p, y] = [
    matrix([
      [1, 2],
      [NaN, 4],
    ]),
    matrix([
      [0, 0],
      [0, 0],
    ]),
  ];
  test('of 0 leave a row out, whatever its loss, and a column likewise', () => {
    expect(item(meanSquaredError(p, y, { sampleWeights: matrix([[2], [0]]) }))).toBe(5);
    expect(item(meanSquaredError(p, y, { classWeights: matrix([[0, 1]]), reduction: 'sum' }))).toBe(20);
    expect(item(meanSquaredError(p, y, { classWeights: matrix([[1, 1]]) }))).toBe(NaN);
  });
});

describe('at their kinks', () => {
  test.each<readonly [string, (d: Mat<1, 1>) => Mat<1, 1>, at: number, slope: number]>([
    ['meanAbsoluteError has slope 0 where it is 0', (d) => meanAbsoluteError(d, matrix([[0]])), 0, 0],
    ['huber is quadratic up to delta', (d) => huber(d, matrix([[0]]), { delta: 2 }), 2, 2],
    ['huber beyond it is linear', (d) => huber(d, matrix([[0]]), { delta: 2 }), -1e200, -2],
  ])('%s', (_title, f, at, slope) => {
    expect(grad(f)(at).at(0, 0)).toBe(slope);
  });
  test('huber at 0 has the curvature of a square', () => {
    const f = (d: Mat<1, 1>) => huber(d, matrix([[0]]));
    expect(grad((d: Mat<1, 1>) => grad(f)(d))(0).at(0, 0)).toBe(1);
  });
});

test('klDivergence of a distribution from itself is 0, and 0 log 0 is 0', () => {
  const q = matrix([[0.25, 0.75]]);
  const logarithms = matrix([[Math.log(0.25), Math.log(0.75)]]);
  expect(Math.abs(item(klDivergence(logarithms, q)))).toBeLessThan(1e-16 * 10);
  expect(item(klDivergence(logarithms, matrix([[0, 1]])))).toBeCloseTo(-Math.log(0.75), 15);
});
