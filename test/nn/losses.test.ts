import {
  checkGradients,
  grad,
  type Mat,
  matrix,
  ones,
  ShapeError,
  sigmoid,
  type Tape,
  simplify,
  record,
  spec,
  interpret,
  item,
} from '@adjoint/core';
import { binaryCrossEntropy, binaryCrossEntropyWithLogits, l2, meanSquaredError } from '@adjoint/nn';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const probabilities = matrix([
  [0.9, 0.2, 0.5],
  [0.3, 0.6, 0.1],
]);
const targets = matrix([
  [1, 0, 0.5],
  [0, 1, 0],
]);
const each = (p: number, y: number): number => -(y * Math.log(p) + (1 - y) * Math.log(1 - p));
const all = (f: (a: number, b: number) => number, a: Mat, b: Mat): number[] =>
  a.toArray().flatMap((row, i) => row.map((value, j) => f(value, b.at(i, j))));
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

describe.each([
  ['binaryCrossEntropy', binaryCrossEntropy, each],
  ['meanSquaredError', meanSquaredError, (p: number, y: number) => (p - y) ** 2],
  ['binaryCrossEntropyWithLogits', binaryCrossEntropyWithLogits, (z: number, y: number) => each(1 / (1 + Math.exp(-z)), y)],
] as const)('%s', (_name, loss, formula) => {
  const losses = all(formula, probabilities, targets);
  test('is the mean over the rows of the sum over the columns, unless told', () => {
    expect(item(loss(probabilities, targets))).toBeCloseTo(total(losses) / 2, 13);
    expect(item(loss(probabilities, targets, { reduction: 'batchMean' }))).toBe(item(loss(probabilities, targets)));
  });
  test('is the mean over all, the sum, or one number per entry when asked', () => {
    expect(item(loss(probabilities, targets, { reduction: 'mean' }))).toBeCloseTo(total(losses) / 6, 13);
    expect(item(loss(probabilities, targets, { reduction: 'sum' }))).toBeCloseTo(total(losses), 13);
    const entries = loss(probabilities, targets, { reduction: 'none' }).toArray().flat();
    entries.forEach((entry, i) => expect(entry).toBeCloseTo(losses[i]!, 13));
  });
  test('has the derivative that differences show', () => {
    expect(() => checkGradients((p: Mat<2, 3>) => loss(p, targets), [probabilities])).not.toThrow();
  });
  test('refuses shapes that would broadcast, and reductions that it does not know', () => {
    const row: Mat = ones(1, 3);
    expect(() => loss(probabilities, row)).toThrow(ShapeError);
    expect(() => loss(probabilities, targets, { reduction: 'average' } as never)).toThrow(
      'reduction must be one of batchMean, mean, sum, none, got average',
    );
  });
});

describe('cross-entropy of probabilities', () => {
  test('0 log 0 is 0, and a certain mistake is infinite', () => {
    expect(item(binaryCrossEntropy(matrix([[0, 1]]), matrix([[0, 1]]))) === 0).toBe(true); // or -0
    expect(item(binaryCrossEntropy(matrix([[0]]), matrix([[1]])))).toBe(Infinity);
  });

  const ofSigmoid = (z: Mat<1, 1>, y: Mat<1, 1>) => binaryCrossEntropy(sigmoid(z), y);
  const tape: Tape = simplify(record(ofSigmoid, spec(1, 1), spec(1, 1)));
  test('of a recorded sigmoid it agrees with the one of logits, and stays accurate where 1 - p rounds', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40 * 1024, max: 40 * 1024 }), fc.constantFrom(0, 0.25, 1), (n, y) => {
        const [z, target] = [matrix([[n / 1024]]), matrix([[y]])];
        const fromLogits = item(binaryCrossEntropyWithLogits(z, target));
        expect(Math.abs(interpret(tape, [z, target])[0]!.at(0, 0) - fromLogits)).toBeLessThanOrEqual(1e-12 * Math.max(1, fromLogits));
        if (Math.abs(n / 1024) <= 5) expect(Math.abs(item(ofSigmoid(z, target)) - fromLogits)).toBeLessThanOrEqual(1e-13 * 10);
      }),
    );
  });
  test('of a saturated network the gradient is finite', () => {
    for (const z of [-4000, 4000]) expect(grad(ofSigmoid)(z, matrix([[1]])).at(0, 0) + 0).toBe(z < 0 ? -1 : 0); // + 0: or -0
  });
});

test('l2 is c/2 times the sum of squares of every matrix in the tree', () => {
  expect(item(l2([matrix([[1, 2]]), { w: matrix([[3]]) }], 0.5))).toBe(0.25 * 14);
  expect(() => l2([], 1)).toThrow('l2: the tree holds no matrix');
});
