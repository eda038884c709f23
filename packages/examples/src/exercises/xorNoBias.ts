import { item, type Mat, matmul, matrix, mul, type Scalar, sigmoid, square, sub, sum } from '@adjoint/core';
import { numpyRandom } from '@adjoint/nn';
import type { Exercise } from './exercise.ts';
import { toTheDigit } from './figure.ts';
import { descend, gradientDescent } from './gradientDescent.ts';

const learningRate = 0.5;
const epochs = 10_000;

/** The mean square in epochs 0, 1000, ..., before their updates, for seed 0. */
const history = [0.275888, 0.172996, 0.079028, 0.047421, 0.032886, 0.024809, 0.019755, 0.016329, 0.013869, 0.012024];
const inTheLastEpoch = 0.010596;
const predicted = [0.0547, 0.8977, 0.8977, 0.1359];

// prettier-ignore
const x = matrix([[0, 0], [0, 1], [1, 0], [1, 1]]);
const y = matrix([[0], [1], [1], [0]]);

interface Parameters {
  readonly w1: Mat<2, 2>;
  readonly w2: Mat<2, 1>;
}
const output = ({ w1, w2 }: Parameters): Mat<4, 1> => sigmoid(matmul(sigmoid(matmul(x, w1)), w2));

/** Half the squares, summed: the tutorial prints their mean, but its gradient lacks the factor 2/N. */
const cost = (p: Parameters): Scalar => mul(0.5, sum(square(sub(output(p), y))));
const meanSquare = (value: number): number => value / 2;

const step = gradientDescent(cost, learningRate);

function initialize(seed: number): Parameters {
  const w1 = numpyRandom(seed).rand(2, 2);
  return { w1: w1.value, w2: w1.random.rand(2, 1).value };
}

/** 2-2-1 sigmoid units without biases, mean square error, learning rate 0.5. */
export const xorNoBias: Exercise = {
  name: 'xor-no-bias',
  summary: 'XOR, a network of 2-2-1 units without biases',
  seeds: [0],
  run: ({ seed, progress }) => {
    const { state, costs } = descend(step, initialize(seed), { iterations: epochs - 1, every: 100, progress, shown: meanSquare });
    const last = meanSquare(item(step(state).cost));
    const known = (value: number | undefined): number | undefined => (seed === 0 ? value : undefined);
    const losses = new Map(costs);
    return {
      figures: [
        ...history.map((loss, i) => toTheDigit(`loss in epoch ${i * 1000}`, 6, known(loss), losses.get(i * 1000) ?? NaN)),
        toTheDigit('loss in the last epoch', 6, known(inTheLastEpoch), last),
        ...[...output(state.p).toFloat64Array()].map((ours, row) =>
          toTheDigit(`prediction for ${x.at(row, 0)} ${x.at(row, 1)}`, 4, known(predicted[row]), ours),
        ),
      ],
      curve: { points: [...costs, [epochs - 1, last]], along: 'epochs' },
      remarks: [],
    };
  },
};
