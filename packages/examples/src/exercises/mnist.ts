import { argMax, compile, type Mat, mul, type Scalar, square, sub, sum, zeros } from '@adjoint/core';
import { accuracy, dense, type DenseParams, numpyRandom, sequential, sigmoid } from '@adjoint/nn';
import type { Labelled } from '../data/labelled.ts';
import { readMnist } from '../data/mnist.ts';
import { batchesOf, fileOrder, rowsOf } from '../data/mnistRows.ts';
import { valueOf } from '../data/valueOf.ts';
import { trainByEpochs } from './epochs.ts';
import type { Exercise } from './exercise.ts';
import { toTheDigit, within } from './figure.ts';
import { type Descent, gradientDescent, startAt } from './gradientDescent.ts';

const learningRate = 0.1;
const batchSize = 64;

const net = sequential(dense(784, 128, sigmoid), dense(128, 10, sigmoid));
type Parameters = readonly [DenseParams<784, 128>, DenseParams<128, 10>];
type X = Mat<number, 784>;
type Y = Mat<number, 10>;

/** Half the squares, summed over a batch. */
const cost = (p: Parameters, x: X, y: Y): Scalar => mul(0.5, sum(square(sub(net.apply(p, x), y))));
const step = gradientDescent(cost, learningRate);
const output = compile(({ p }: Descent<Parameters>, x: X) => net.apply(p, x));

/** The tutorial draws W1 and W2; biases are 0. */
function initialize(seed: number): Parameters {
  const w1 = numpyRandom(seed).randn(784, 128);
  const w2 = w1.random.randn(128, 10);
  return [
    { w: w1.value, b: zeros(1, 128) },
    { w: w2.value, b: zeros(1, 10) },
  ];
}

/** What NumPy gives, by seed: the mean square in the last batch of the first epoch, and shares read right. */
const originals = [
  { meanSquare: 0.060759304502, afterOne: 0.5701, test: 0.9513, train: 0.9702 },
  { meanSquare: 0.048211421024, afterOne: 0.611, test: 0.8444, train: 0.8623 },
  { meanSquare: 0.062915820008, afterOne: 0.53, test: 0.8614, train: 0.8782 },
];

/** 784-128-10 sigmoid units, mean square error, batches of 64 in file order. */
export const mnist: Exercise = {
  name: 'mnist',
  summary: 'MNIST, a network of 784-128-10 units, as published',
  seeds: [0, 1, 2],
  run: ({ seed, quick, progress }) => {
    const [train, unseen] = [valueOf(readMnist('train')), valueOf(readMnist('t10k'))];
    const batches = [...batchesOf(train, batchSize, fileOrder(train))];
    const test = rowsOf(unseen, fileOrder(unseen));
    const start = startAt(initialize(seed));
    const training = { step, output, epochs: quick ? 1 : 20, batchesOf: () => batches, test, progress };
    const { state, costs, accuracies } = trainByEpochs(training, start);
    const meanSquares = costs.map((each) => (2 * each) / (batches.at(-1)!.x.rows * 10));
    const original = originals[seed];
    const first = [
      within('mean square, epoch 1', 10, original?.meanSquare, meanSquares[0]!, 1e-9),
      toTheDigit('test accuracy, 1 epoch', 4, original?.afterOne, accuracies[0]!),
    ];
    const last = [
      within('test accuracy, 20 epochs', 4, original?.test, accuracies.at(-1)!, 0.005),
      within('train accuracy, 20 epochs', 4, original?.train, shareOfAll(state, batches), 0.005),
    ];
    return {
      figures: quick ? first : [...first, ...last],
      curve: { points: meanSquares.map((each, i) => [i + 1, each]), along: 'epochs' },
      remarks: deadDigits(output(state, test.x)),
    };
  },
};

function shareOfAll(state: Descent<Parameters>, batches: readonly Labelled<784>[]): number {
  const right = batches.reduce((count, { x, y }) => count + accuracy(output(state, x), y) * x.rows, 0);
  return right / batches.reduce((count, { x }) => count + x.rows, 0);
}

/** An output whose sigmoid saturates early has a slope of 0 and never learns: its digit is never the answer. */
function deadDigits(outputs: Mat<number, 10>): readonly string[] {
  const answers = new Set(argMax(outputs, { axis: 1 }).toFloat64Array());
  const dead = Array.from({ length: 10 }, (_, digit) => digit).filter((digit) => !answers.has(digit));
  if (dead.length === 0) return [];
  return [`The output of ${dead.join(' and ')} saturated early: with a slope of 0 it stays dead, and that digit is never the answer.`];
}
