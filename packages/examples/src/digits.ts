import { add, compile, item, type Scalar } from '@adjoint/core';
import { binaryCrossEntropy, dense, l2, minimize, type MinimizeResult, numpyRandom, sequential, sigmoid } from '@adjoint/nn';
import { type Command, file, flag, helpFor, numberFromZero, positiveNumber, readOptions, wholeNumber } from './commandLine.ts';
import { type CourseData, digitOfColumn, readCourseData } from './data/courseData.ts';
import { COURSE_PARAMETERS, type CourseWeights, cutWeights, readCourseWeights } from './data/courseWeights.ts';
import { comparison } from './figures/comparison.ts';
import { confusionMatrix } from './figures/confusionMatrix.ts';
import { hiddenUnits } from './figures/hiddenUnits.ts';
import { lossCurve } from './figures/lossCurve.ts';
import { percent } from './figures/percent.ts';
import { pictureAt } from './figures/picture.ts';
import { print } from './figures/print.ts';
import { progress } from './figures/progress.ts';
import { table } from './figures/table.ts';
import { title } from './figures/title.ts';

export interface DigitsOptions {
  readonly init: number;
  readonly lambda: number;
  readonly evaluations: number;
  readonly seed: number;
  readonly weights: string | undefined;
  readonly data: string | undefined;
  readonly json: boolean;
  readonly help: boolean;
}

const command: Command<DigitsOptions> = {
  name: 'digits',
  summary: 'A network of 400-25-10 sigmoid units learns to read handwritten digits.',
  options: {
    init: positiveNumber(0.1, 'weights start uniform within plus and minus X'),
    lambda: numberFromZero(10, 'strength of the regularization'),
    evaluations: wholeNumber(300, [1, 1_000_000], 'gradients and Hessian-vector products'),
    seed: wholeNumber(0, [0, 2 ** 32 - 1], "seed of NumPy's generator"),
    weights: file('evaluate Theta1 and Theta2 of a MATLAB file, do not train'),
    data: file("X and y of a MATLAB file (the course's ex4data1.mat)"),
    json: flag('one line of JSON at the end'),
    help: flag('this text'),
  },
};

const picture = 'out/digits/hidden-units.png';

const net = sequential(dense(400, 25, sigmoid), dense(25, 10, sigmoid));

/** J: the cross-entropy, and lambda / 2m times the squares of the weights. Biases are not regularized. */
export function cost(p: CourseWeights, { x, y }: CourseData, lambda: number): Scalar {
  const weights = p.map(({ w }) => w);
  return add(binaryCrossEntropy(net.apply(p, x), y), l2(weights, lambda / x.rows));
}

const hypothesis = compile((p: CourseWeights, x: CourseData['x']) => net.apply(p, x));

/** The digit that the network is surest of, for each image. */
export function readDigits(p: CourseWeights, { x }: CourseData): Uint8Array {
  const h = hypothesis(p, x).toFloat64Array();
  return Uint8Array.from({ length: x.rows }, (_, row) => {
    const outputs = h.subarray(row * 10, (row + 1) * 10);
    return digitOfColumn(outputs.indexOf(outputs.reduce((a, b) => Math.max(a, b))));
  });
}

export const shareRight = (read: Uint8Array, { digits }: CourseData): number =>
  read.filter((digit, i) => digit === digits[i]).length / digits.length;

/** Newton's method, truncated, on J: its gradient and its curvature come from the tape, no backpropagation is written here. */
function train(data: CourseData, { init, lambda, evaluations, seed }: DigitsOptions): MinimizeResult<CourseWeights> {
  const initial = cutWeights(numpyRandom(seed).uniform(1, COURSE_PARAMETERS, -init, init).value);
  const shown = progress(evaluations, 'evaluations', ['cost J', 'accuracy']);
  const result = minimize((p: CourseWeights) => cost(p, data, lambda), initial, {
    method: 'tnc',
    maxEvaluations: evaluations,
    onIteration: ({ parameters, value, evaluations: done }) =>
      shown.show({ done, cells: [value.toFixed(4), percent(shareRight(readDigits(parameters, data), data))] }),
  });
  shown.end();
  return result;
}

function learn(data: CourseData, options: DigitsOptions): Report {
  const { lambda, evaluations, seed, init } = options;
  print(title(`${data.x.rows} handwritten digits, a network of 400-25-10 units`));
  print(`  lambda ${lambda}, weights from ±${init} with seed ${seed}, at most ${evaluations} evaluations`, '');
  const started = performance.now();
  const { parameters, value, status, message, history, ...counts } = train(data, options);
  const seconds = (performance.now() - started) / 1000;
  const accuracy = shareRight(readDigits(parameters, data), data);
  print(`  ${seconds.toFixed(1)} s, ${counts.evaluations} evaluations, ${counts.iterations} iterations.`, `  ${message}`, '');
  print(comparison(options, { cost: value, accuracy }), '');
  print(
    title('The cost while it learned'),
    lossCurve(
      history.map((state) => [state.evaluations, state.value]),
      'evaluations',
    ),
    '',
  );
  return { parameters, figures: { seed, method: 'tnc', evaluations: counts.evaluations, cost: value, accuracy, seconds, status } };
}

function evaluate(parameters: CourseWeights, data: CourseData, { lambda, weights }: DigitsOptions): Report {
  const started = performance.now();
  const plainCost = item(cost(parameters, data, 0));
  const regularizedCost = item(cost(parameters, data, lambda));
  const accuracy = shareRight(readDigits(parameters, data), data);
  const seconds = (performance.now() - started) / 1000;
  print(title(`${data.x.rows} handwritten digits, the weights of ${weights}`), '');
  const rows = [
    ['cost J, lambda 0', plainCost.toFixed(12)],
    [`cost J, lambda ${lambda}`, regularizedCost.toFixed(12)],
    ['accuracy', percent(accuracy)],
  ];
  print(table(['', 'this run'], rows), '');
  return { parameters, figures: { weights, plainCost, cost: regularizedCost, accuracy, seconds, status: 'given' } };
}

interface Report {
  readonly parameters: CourseWeights;
  /** for --json */
  readonly figures: Readonly<Record<string, unknown>>;
}

export function main(args: readonly string[]): void {
  const options = readOptions(command, args);
  if (options.help) return print(helpFor(command));
  const given = options.weights === undefined ? undefined : readCourseWeights(options.weights);
  const data = readCourseData(options.data);
  const save = pictureAt(picture);
  const { parameters, figures } = given === undefined ? learn(data, options) : evaluate(given, data, options);
  print(title('What it reads'), confusionMatrix(data.digits, readDigits(parameters, data)), '');
  save(hiddenUnits(parameters[0].w));
  print(title('What the 25 hidden units look for'), `  ${picture}`);
  if (options.json) print(JSON.stringify({ exercise: 'ex4', samples: data.x.rows, lambda: options.lambda, ...figures }));
}
