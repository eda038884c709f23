import {
  add,
  concatColumns,
  div,
  logSumExp,
  type Mat,
  matmul,
  matrix,
  mean,
  mul,
  norm,
  relu,
  sigmoid,
  slice,
  softmax,
  square,
  sub,
  sum,
  tanh,
  type Tape,
  transpose,
} from '@adjoint/core';
import fc, { type Arbitrary } from 'fast-check';
import { Recorder } from '../../packages/core/src/tape/recorder.ts';
import { between, matrixOf } from './caseOf.ts';

/** A network-like function of samples and weights: its tape and arguments. */
export interface TallProgram {
  readonly tape: Tape;
  readonly inputs: readonly Mat[];
}

const rowCounts = [1, 2, 3, 63, 65, 256, 257, 300, 513, 5001];
const sideSizes = [1, 2, 3, 5];

/** Steps over values of as many rows as there are samples; each keeps or changes the number of columns. */
const steps: readonly ((x: Mat, y: Mat, w: Mat, b: Mat) => Mat)[] = [
  (x, _y, w) => matmul(x, w),
  (x, _y, w, b) => sigmoid(add(matmul(x, w), b)),
  (x) => relu(sub(x, mean(x, { axis: 0 }))),
  (x) => softmax(x),
  (x) => sub(x, logSumExp(x, { axis: 1 })),
  (x) => div(x, add(1, norm(x, { axis: 1 }))),
  (x, y) => matmul(x, mul(1 / 64, matmul(transpose(x), y))),
  (x) => tanh(mul(0.01, matmul(matmul(x, transpose(x)), x))),
  (x) => slice(concatColumns(x, square(x)), { columns: [1, x.columns + 1] }),
  (x) => mul(x, sum(x, { axis: 1 })),
  (x) => add(x, mul(0.5, sum(x, { axis: 0 }))),
  (x) => transpose(add(transpose(x), 1)),
];

export const tallProgram: Arbitrary<TallProgram> = fc
  .record({
    rows: fc.constantFrom(...rowCounts),
    columns: fc.constantFrom(...sideSizes),
    picks: fc.array(fc.nat(steps.length - 1), { minLength: 1, maxLength: 6 }),
  })
  .map(({ rows, columns, picks }) => ({ rows, columns, picks: rows > 1000 ? picks.filter((pick) => pick !== 7).slice(0, 3) : picks }))
  .chain(({ rows, columns, picks }) =>
    fc
      .tuple(
        fc.integer().map((seed) => pseudoRandom(rows, columns, seed)),
        fc.integer().map((seed) => pseudoRandom(rows, columns, seed)),
        matrixOf(columns, columns, between(-1, 1)),
        matrixOf(1, columns, between(-1, 1)),
      )
      .map((inputs) => ({ inputs, tape: tapeOf(picks, inputs) })),
  );

function tapeOf(picks: readonly number[], inputs: readonly Mat[]): Tape {
  const recorder = new Recorder();
  const [x, y, w, b] = inputs.map(({ rows, columns }) => recorder.input({ rows, columns })) as unknown as [Mat, Mat, Mat, Mat];
  const last = picks.reduce<Mat>((value, pick) => steps[pick]!(value, y, w, b), x);
  return recorder.close([recorder.lift(mean(square(sub(last, y))))]).tape;
}

/** Entries from a seed: fast-check would draw and shrink them one by one. */
function pseudoRandom(rows: number, columns: number, seed: number): Mat {
  let state = seed >>> 0;
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0);
  return matrix.of(
    rows,
    columns,
    Float64Array.from({ length: rows * columns }, () => next() / 2 ** 31 - 1),
  );
}
