import { compile, gatherRows, type Mat, matrix, type Scalar, scalar, valueAndGrad } from '@adjoint/core';
import { adam, crossEntropyWithLogits, dense, type DenseParams, numpyRandom, type OptimizerMemory, sequential, sigmoid } from '@adjoint/nn';
import type { Labelled } from '../data/labelled.ts';
import { readMnist } from '../data/mnist.ts';
import { fileOrder, rowsOf } from '../data/mnistRows.ts';
import { valueOf } from '../data/valueOf.ts';
import { trainByEpochs } from './epochs.ts';
import type { Exercise } from './exercise.ts';
import { between } from './figure.ts';

const batchSize = 64;
const optimizer = adam({ learningRate: 1e-3 });

/** The outputs are logits: the softmax is in the loss. */
const net = sequential(dense(784, 128, sigmoid), dense(128, 10));
type Parameters = readonly [DenseParams<784, 128>, DenseParams<128, 10>];
type X = Mat<number, 784>;
type Y = Mat<number, 10>;
const cost = (p: Parameters, x: X, y: Y): Scalar => crossEntropyWithLogits(net.apply(p, x), y);

interface State {
  readonly p: Parameters;
  readonly memory: OptimizerMemory;
  readonly cost: Scalar;
}
const step = compile(({ p, memory }: State, x: X, y: Y): State => {
  const { value, gradient } = valueAndGrad(cost)(p, x, y);
  const next = optimizer.update(gradient, memory, p);
  return { p: next.parameters, memory: next.memory, cost: value };
});
const output = compile(({ p }: State, x: X) => net.apply(p, x));

function* batchesIn({ x, y }: Labelled<784>, order: readonly number[]): Generator<Labelled<784>, void, void> {
  for (let from = 0; from < order.length; from += batchSize) {
    const rows = order.slice(from, from + batchSize);
    const indices = matrix.of(rows.length, 1, rows);
    yield { x: gatherRows(x, indices), y: gatherRows(y, indices) };
  }
}

/** The same network with cross-entropy, Adam and shuffled images, which the published program lacks. */
export const mnistWell: Exercise = {
  name: 'mnist-well',
  summary: 'MNIST, the same network with cross-entropy and Adam',
  seeds: [0],
  run: ({ seed, quick, progress }) => {
    const [train, unseen] = [valueOf(readMnist('train')), valueOf(readMnist('t10k'))];
    const test = rowsOf(unseen, fileOrder(unseen));
    const all = rowsOf(train, fileOrder(train)); // 376 MB, so that no epoch converts them again
    let random = numpyRandom(seed);
    const shuffledBatches = () => {
      const drawn = random.permutation(all.x.rows);
      random = drawn.random;
      return batchesIn(all, drawn.value);
    };
    const p = net.initialize(numpyRandom(seed));
    const start = { p, memory: optimizer.initialize(p), cost: scalar(NaN) };
    const training = { step, output, epochs: quick ? 1 : 20, batchesOf: shuffledBatches, test, progress };
    const { costs, accuracies } = trainByEpochs(training, start);
    return {
      figures: [
        quick
          ? between('test accuracy, 1 epoch', 4, 0.9231, accuracies[0]!, [0.915, 0.93])
          : between('test accuracy, 20 epochs', 4, 0.9778, accuracies.at(-1)!, [0.976, Infinity]),
      ],
      curve: { points: costs.map((each, i) => [i + 1, each]), along: 'epochs' },
      remarks: [],
    };
  },
};
