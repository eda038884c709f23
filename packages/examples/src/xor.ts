import { matrix, type Scalar } from '@adjoint/core';
import { binaryCrossEntropy, dense, type DenseParams, numpyRandom, sequential, sigmoid } from '@adjoint/nn';
import { type Command, flag, helpFor, readOptions, wholeNumber } from './commandLine.ts';
import { originalCost } from './data/xorOriginal.ts';
import { descend, gradientDescent } from './exercises/gradientDescent.ts';
import { lossCurve } from './figures/lossCurve.ts';
import { print } from './figures/print.ts';
import { noProgress, type StartProgress } from './figures/progress.ts';
import { table } from './figures/table.ts';
import { title } from './figures/title.ts';

interface XorOptions {
  readonly seed: number;
  readonly iterations: number;
  readonly json: boolean;
  readonly help: boolean;
}

const command: Command<XorOptions> = {
  name: 'xor',
  summary: 'A network of 2-3-1 sigmoid units learns XOR by gradient descent.',
  options: {
    seed: wholeNumber(1, [0, 2 ** 32 - 1], "seed of NumPy's generator; 1 is the tutorial's"),
    iterations: wholeNumber(10_000, [1, 1_000_000], 'steps of gradient descent'),
    json: flag('one line of JSON at the end'),
    help: flag('this text'),
  },
};

const alpha = 0.1;

// prettier-ignore
const x = matrix([[0, 0], [0, 1], [1, 0], [1, 1]]);
const y = matrix([[0], [1], [1], [0]]);

const net = sequential(dense(2, 3, sigmoid), dense(3, 1, sigmoid));
type Parameters = readonly [DenseParams<2, 3>, DenseParams<3, 1>];

/** J: the cross-entropy, summed over the four rows. */
const cost = (p: Parameters): Scalar => binaryCrossEntropy(net.apply(p, x), y, { reduction: 'sum' });

const step = gradientDescent(cost, alpha);

/** The tutorial draws W1, b1, W2, b2, in this order. */
function initialize(seed: number): Parameters {
  const w1 = numpyRandom(seed).randn(2, 3);
  const b1 = w1.random.randn(1, 3);
  const w2 = b1.random.randn(3, 1);
  const b2 = w2.random.randn(1, 1);
  return [
    { w: w1.value, b: b1.value },
    { w: w2.value, b: b2.value },
  ];
}

/** The cost in about every hundredth iteration and in the last, before their updates, and what the network says of each row in the end. */
export function descendFrom(
  seed: number,
  iterations: number,
  shown: StartProgress = noProgress,
): { readonly costs: readonly (readonly [number, number])[]; readonly predictions: readonly number[] } {
  const every = Math.max(1, 10 * Math.floor(iterations / 1000));
  const { state, costs } = descend(step, initialize(seed), { iterations, every, progress: shown });
  return { costs, predictions: [...net.apply(state.p, x).toFloat64Array()] };
}

export function main(args: readonly string[]): void {
  const options = readOptions(command, args);
  if (options.help) return print(helpFor(command));
  const { seed, iterations, json } = options;
  const started = performance.now();
  const { costs, predictions } = descendFrom(seed, iterations);
  const seconds = (performance.now() - started) / 1000;
  print(
    title('XOR, a network of 2-3-1 units'),
    `  gradient descent, rate ${alpha}, ${iterations} iterations, seed ${seed}, ${seconds.toFixed(1)} s`,
    '',
  );
  print(costTable(seed, costs), '', predictionTable(predictions), '', `  ${verdict(seed, predictions)}`, '');
  print(title('The cost while it learned'), lossCurve(costs, 'iterations'));
  if (json) print(JSON.stringify({ exercise: 'xor', seed, cost: costs.at(-1)![1], predictions, seconds }));
}

function costTable(seed: number, costs: readonly (readonly [number, number])[]): string {
  const last = costs.length - 1;
  const every = Math.max(1, Math.round(costs.length / 10));
  const shown = costs.filter((_, at) => at % every === 0 || at === last);
  const original = (i: number): string => originalCost(seed, i)?.toFixed(6) ?? '-';
  return table(
    ['iteration', 'cost J', "the tutorial's"],
    shown.map(([i, reached]) => [String(i), reached.toFixed(6), original(i)]),
  );
}

const isRight = (prediction: number, row: number): boolean => Math.round(prediction) === y.at(row, 0);

const predictionTable = (predictions: readonly number[]): string =>
  table(
    ['XOR', 'wanted', 'prediction', ''],
    predictions.map((prediction, row) => [
      x.toArray()[row]!.join(' '),
      String(y.at(row, 0)),
      prediction.toFixed(4),
      isRight(prediction, row) ? 'right' : 'wrong',
    ]),
  );

function verdict(seed: number, predictions: readonly number[]): string {
  const unsure = predictions.filter((prediction, row) => Math.abs(prediction - y.at(row, 0)) > 0.4).length;
  if (unsure === 0) return `Seed ${seed} learns XOR: all four rows are right.`;
  return `Seed ${seed} does not learn XOR: it cannot tell ${unsure} of the four rows.`;
}
