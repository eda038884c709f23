import { type Mat, matrix, zeros } from '@adjoint/core';
import {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  crossEntropy,
  crossEntropyWithLogits,
  hinge,
  huber,
  klDivergence,
  meanAbsoluteError,
  meanSquaredError,
} from '@adjoint/nn';
import { describe } from 'vitest';
import { between } from '../../laws/caseOf.ts';
import { obeysTheLaws, type Whole } from '../wholeFunction.ts';

const sampleWeights = matrix([[0.5], [2], [0]]);
const classWeights = matrix([[1.5, 0.25]]);
const labels = matrix([[1], [0], [1]]);

interface Pair {
  readonly p: Mat<3, 2>;
  readonly y: Mat<3, 2>;
}
/** By predictions and targets, both 3x2. */
const byBoth = (of: (pair: Pair) => Mat, rest: Partial<Whole> = {}): Whole => ({
  tree: { p: zeros(3, 2), y: zeros(3, 2) },
  of,
  ...rest,
});
const inside = { entry: between(0.125, 0.875) };
const gap = 1 / 64; // finite differences reach less far
/** Whether no entry of a function of predictions and targets is at one of these kinks. */
const awayFrom = (f: (p: number, y: number) => number, ...kinks: readonly number[]): Partial<Whole> => ({
  isSmooth: ([p, y]) => {
    const others = y!.toFloat64Array();
    return p!.toFloat64Array().every((entry, i) => kinks.every((kink) => Math.abs(f(entry, others[i]!) - kink) > gap));
  },
});
const difference = (p: number, y: number): number => p - y;

describe.each<readonly [string, Whole]>([
  ['binaryCrossEntropy', byBoth(({ p, y }) => binaryCrossEntropy(p, y), inside)],
  ['binaryCrossEntropyWithLogits', byBoth(({ p, y }) => binaryCrossEntropyWithLogits(p, y, { classWeights }))],
  ['meanSquaredError', byBoth(({ p, y }) => meanSquaredError(p, y, { sampleWeights, reduction: 'mean' }))],
  ['meanAbsoluteError', byBoth(({ p, y }) => meanAbsoluteError(p, y, { reduction: 'none' }), awayFrom(difference, 0))],
  ['huber', byBoth(({ p, y }) => huber(p, y, { delta: 0.5, reduction: 'none' }), awayFrom(difference, -0.5, 0, 0.5))],
  [
    'hinge',
    byBoth(
      ({ p, y }) => hinge(p, y),
      awayFrom((p, y) => p * y, 1),
    ),
  ],
  ['klDivergence', byBoth(({ p, y }) => klDivergence(p, y, { sampleWeights }), inside)],
  ['crossEntropy', byBoth(({ p, y }) => crossEntropy(p, y, { reduction: 'none', labelSmoothing: 0.25 }), inside)],
  ['crossEntropyWithLogits', byBoth(({ p, y }) => crossEntropyWithLogits(p, y, { classWeights, sampleWeights }))],
  [
    'crossEntropyWithLogits of labels',
    { tree: zeros(3, 2), of: (z: Mat<3, 2>) => crossEntropyWithLogits(z, labels, { classWeights, reduction: 'mean' }) },
  ],
])('%s', (_name, whole) => {
  obeysTheLaws(whole);
});
