import { type Mat, mul, type Scalar, transpose, zeros } from '@adjoint/core';
import { binaryCrossEntropy, dense, type DenseParams, numpyRandom, sequential, sigmoid } from '@adjoint/nn';
import type { Exercise } from './exercise.ts';
import { toTheDigit } from './figure.ts';
import { descend, gradientDescent } from './gradientDescent.ts';

const alpha = 0.1;
const iterations = 10_000;
const samples = 200;

/** The cost summed over the samples after 10,000 iterations, by seed; after 2000 NumPy's has the same digits. */
const originals = [138.6254, 138.3766, 138.6144, 138.5448, 138.5437];

const net = sequential(dense(100, 5, sigmoid), dense(5, 4, sigmoid), dense(4, 1, sigmoid));
type Parameters = readonly [DenseParams<100, 5>, DenseParams<5, 4>, DenseParams<4, 1>];
type X = Mat<typeof samples, 100>;
type Y = Mat<typeof samples, 1>;

/** The cross-entropy, its mean over the samples. */
const cost = (p: Parameters, x: X, y: Y): Scalar => binaryCrossEntropy(net.apply(p, x), y);
const step = gradientDescent(cost, alpha);

/** The tutorial has a column per sample and a row of weights per unit, and draws X, Y, W1, W2, W3: all uniform, the weights times 0.01. */
function draw(seed: number): { readonly x: X; readonly y: Y; readonly p: Parameters } {
  const x = numpyRandom(seed).rand(100, samples);
  const y = x.random.rand(1, samples);
  const w1 = y.random.rand(5, 100);
  const w2 = w1.random.rand(4, 5);
  const w3 = w2.random.rand(1, 4);
  return {
    x: transpose(x.value),
    y: transpose(y.value),
    p: [
      { w: mul(0.01, transpose(w1.value)), b: zeros(1, 5) },
      { w: mul(0.01, transpose(w2.value)), b: zeros(1, 4) },
      { w: mul(0.01, transpose(w3.value)), b: zeros(1, 1) },
    ],
  };
}

/** The lowest cost of one answer for all samples: their mean, whatever x is. */
function costOfTheMean(y: Y): number {
  const targets = y.toFloat64Array();
  const mean = targets.reduce((a, b) => a + b) / targets.length;
  return -samples * (mean * Math.log(mean) + (1 - mean) * Math.log(1 - mean));
}

/** 100-5-4-1 sigmoid units on random numbers. */
export const threeLayer: Exercise = {
  name: 'three-layer',
  summary: 'A network of 100-5-4-1 units on random numbers',
  seeds: [0, 1, 2, 3, 4],
  run: ({ seed, quick, progress }) => {
    const { x, y, p } = draw(seed);
    const options = { iterations: quick ? 2000 : iterations, every: 100, progress, shown: (mean: number) => samples * mean };
    const { costs } = descend(step, p, options, x, y);
    const ours = costs.at(-1)![1];
    return {
      figures: [toTheDigit(`cost, sum of ${samples} samples`, 4, originals[seed], ours)],
      curve: { points: costs, along: 'iterations' },
      remarks: [
        `There is nothing to learn in random numbers but their mean: an answer that`,
        `ignores x costs ${costOfTheMean(y).toFixed(4)}.`,
      ],
    };
  },
};
