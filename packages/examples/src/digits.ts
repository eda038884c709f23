import { add, compile, item, type Scalar } from '@adjoint/core';
import { binaryCrossEntropy, dense, iterations, l2, type MinimizeResult, numpyRandom, sequential, sigmoid } from '@adjoint/nn';
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

const hypothesis = compile(net.apply);

/** The digit that the network is surest of, for each image. */
export function read(p: CourseWeights, { x }: CourseData): Uint8Array {
  const h = hypothesis(p, x).toFloat64Array();
  return Uint8Array.from({ length: x.rows }, (_, row) => {
    const outputs = h.subarray(row * 10, (row + 1) * 10);
    return digitOfColumn(outputs.indexOf(outputs.reduce((a, b) => Math.max(a, b))));
  });
}

const shareRight = (digits: Uint8Array, data: CourseData): number => digits.filter((digit, i) => digit === data.digits[i]).length / digits.length;

function train(data: CourseData, { init, lambda, evaluations, seed }: DigitsOptions): MinimizeResult<CourseWeights> {
  const initial = cutWeights(numpyRandom(seed).uniform(1, COURSE_PARAMETERS, -init, init).value);
  const run = iterations((p: CourseWeights) => cost(p, data, lambda), initial, { method: 'tnc', maxEvaluations: evaluations });
  const shown = progress(evaluations);
  for (;;) {
    const { done, value: state } = run.next();
    if (done === true) {
      shown.end();
      return state;
    }
    shown.show({ evaluations: state.evaluations, cost: state.value, accuracy: shareRight(read(state.parameters, data), data) });
  }
}

function learn(data: CourseData, options: DigitsOptions): void {
  const { lambda, evaluations, seed, init } = options;
  const save = pictureAt(picture);
  print(title(`${data.x.rows} handwritten digits, a network of 400-25-10 units`));
  print(`  lambda ${lambda}, weights from ±${init} with seed ${seed}, at most ${evaluations} evaluations`, '');
  const started = performance.now();
  const result = train(data, options);
  const seconds = (performance.now() - started) / 1000;
  const digits = read(result.parameters, data);
  const right = shareRight(digits, data);
  print(`  ${seconds.toFixed(1)} s, ${result.evaluations} evaluations, ${result.iterations} iterations.`, `  ${result.message}`, '');
  print(comparison(options, { cost: result.value, accuracy: right }), '');
  print(confusionMatrix(data.digits, digits), '');
  print(title('The cost while it learned'), lossCurve(result.history.map(({ evaluations: x, value }) => [x, value]), 'evaluations'), '');
  save(hiddenUnits(result.parameters[0].w));
  print(title('What the 25 hidden units look for'), `  ${picture}`);
  if (options.json) {
    const { value, status } = result;
    print(JSON.stringify({ exercise: 'ex4', samples: data.x.rows, lambda, seed, method: 'tnc', evaluations: result.evaluations, cost: value, accuracy: right, seconds, status }));
  }
}

function evaluate(p: CourseWeights, data: CourseData, { lambda, json, weights }: DigitsOptions): void {
  const save = pictureAt(picture);
  const started = performance.now();
  const [plain, regularized] = [0, lambda].map((strength) => item(cost(p, data, strength))) as [number, number];
  const digits = read(p, data);
  const right = shareRight(digits, data);
  const seconds = (performance.now() - started) / 1000;
  print(title(`${data.x.rows} handwritten digits, the weights of ${weights}`), '');
  print(table(['', 'this run'], [['cost J, lambda 0', plain.toFixed(12)], [`cost J, lambda ${lambda}`, regularized.toFixed(12)], ['accuracy', percent(right)]]), '');
  print(confusionMatrix(data.digits, digits), '');
  save(hiddenUnits(p[0].w));
  print(title('What the 25 hidden units look for'), `  ${picture}`);
  if (json) {
    print(JSON.stringify({ exercise: 'ex4', samples: data.x.rows, lambda, weights, plainCost: plain, cost: regularized, accuracy: right, seconds, status: 'given' }));
  }
}

export function main(args: readonly string[]): void {
  const options = readOptions(command, args);
  if (options.help) return print(helpFor(command));
  const given = options.weights === undefined ? undefined : readCourseWeights(options.weights);
  const data = readCourseData(options.data);
  if (given === undefined) learn(data, options);
  else evaluate(given, data, options);
}
