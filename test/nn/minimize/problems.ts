import {
  add,
  concatRows,
  log,
  type Mat,
  matmul,
  matrix,
  mul,
  pow,
  prod,
  type Scalar,
  scalar,
  sin,
  slice,
  square,
  sub,
  sum,
} from '@adjoint/core';
import type { Bounds } from '@adjoint/nn';

// The problems of scripts/references/minimizers.py, by the same names. A point is a column.

export interface SumOfSquares {
  readonly residuals: (x: Mat) => Mat;
  readonly start: Mat;
}

export interface Bounded {
  readonly f: (x: Mat) => Scalar;
  readonly start: Mat;
  readonly bounds: Bounds<Mat>;
}

const column = (values: readonly number[]): Mat => matrix(values.map((value) => [value]));
const repeated = (values: readonly number[], times: number): Mat => column(Array.from({ length: times }, () => values).flat());
const rows = (x: Mat, from: number, to: number): Mat => slice(x, { rows: [from, to] });
const every = (x: Mat): readonly Scalar[] => Array.from({ length: x.rows }, (_, i) => rows(x, i, i + 1) as Scalar);

/** ½ Σ r² */
export const halfSquare =
  (residuals: (x: Mat) => Mat) =>
  (x: Mat): Scalar =>
    mul(0.5, sum(square(residuals(x))));

/** Rosenbrock 1960, chained over neighbours: 100 (x[i+1] - x[i]²)² + (1 - x[i])² */
const rosenbrock = (x: Mat): Mat => {
  const [first, second] = [rows(x, 0, x.rows - 1), rows(x, 1, x.rows)];
  return concatRows(mul(10, sub(second, square(first))), sub(1, first));
};

/** Moré, Garbow & Hillstrom 1981, problem 21: independent pairs. */
const extendedRosenbrock = (x: Mat): Mat => {
  const pick = (from: number): Mat =>
    matrix(Array.from({ length: x.rows / 2 }, (_, i) => Array.from({ length: x.rows }, (_column, j) => Number(j === 2 * i + from))));
  const [first, second] = [matmul(pick(0), x), matmul(pick(1), x)];
  return concatRows(mul(10, sub(second, square(first))), sub(1, first));
};

const himmelblau = (x: Mat): Mat => {
  const [a, b] = every(x) as [Scalar, Scalar];
  return concatRows(sub(add(square(a), b), 11), sub(add(a, square(b)), 7));
};

const beale = (x: Mat): Mat => {
  const [a, b] = every(x) as [Scalar, Scalar];
  const terms = [1.5, 2.25, 2.625].map((constant, i) => sub(constant, mul(a, sub(1, pow(b, i + 1)))));
  return concatRows(...terms);
};

/** Condition 1e6: eigenvalues 1 to 1e6, evenly spaced in the exponent, eigenvectors a reflection; the minimum is at 1, 1/2, 1/3, ... */
const quadratic = (x: Mat): Mat => {
  const n = x.rows;
  const mirror = Array.from({ length: n }, (_, i) => i + 1);
  const half = mirror.reduce((total, element) => total + element * element, 0) / 2;
  const factor = matrix(
    mirror.map((left, i) => mirror.map((right, j) => 10 ** ((3 * i) / (n - 1)) * (Number(i === j) - (left * right) / half))),
  );
  return matmul(factor, sub(x, column(mirror.map((element) => 1 / element))));
};

export const sumsOfSquares: Readonly<Record<string, SumOfSquares>> = {
  'rosenbrock, 2': { residuals: rosenbrock, start: column([-1.2, 1]) },
  'rosenbrock, 10': { residuals: rosenbrock, start: repeated([-1.2, 1], 5) },
  'extended rosenbrock, 10': { residuals: extendedRosenbrock, start: repeated([-1.2, 1], 5) },
  'himmelblau, from 0 0': { residuals: himmelblau, start: column([0, 0]) },
  'himmelblau, from -1 -1': { residuals: himmelblau, start: column([-1, -1]) },
  beale: { residuals: beale, start: column([1, 1]) },
  'quadratic, 2': { residuals: quadratic, start: repeated([0], 2) },
  'quadratic, 10': { residuals: quadratic, start: repeated([0], 10) },
  'quadratic, 30': { residuals: quadratic, start: repeated([0], 30) },
};

const ofTwo =
  (f: (a: Scalar, b: Scalar) => Scalar) =>
  (x: Mat): Scalar =>
    f(...(every(x) as [Scalar, Scalar]));
const total = (...terms: readonly Scalar[]): Scalar => terms.reduce((left, right) => add(left, right));

/** Wood's function, as Hock & Schittkowski bound it. */
const hs38 = (x: Mat): Scalar => {
  const [a, b, c, d] = every(x) as [Scalar, Scalar, Scalar, Scalar];
  return total(
    mul(100, square(sub(b, square(a)))),
    square(sub(1, a)),
    mul(90, square(sub(d, square(c)))),
    square(sub(1, c)),
    mul(10.1, add(square(sub(b, 1)), square(sub(d, 1)))),
    mul(19.8, mul(sub(b, 1), sub(d, 1))),
  );
};

const driver = (x: Mat): Scalar => {
  const [first, second] = [rows(x, 0, x.rows - 1), rows(x, 1, x.rows)];
  return add(square(sub(rows(x, 0, 1) as Scalar, 1)), mul(4, sum(square(sub(second, square(first))))));
};

/** Hock & Schittkowski 1981 (hs), and the driver of L-BFGS-B (Zhu, Byrd, Lu & Nocedal 1997). */
export const bounded: Readonly<Record<string, Bounded>> = {
  hs1: { f: (x) => sum(square(rosenbrock(x))), start: column([-2, 1]), bounds: { lower: column([-Infinity, -1.5]) } },
  hs2: { f: (x) => sum(square(rosenbrock(x))), start: column([-2, 1]), bounds: { lower: column([-Infinity, 1.5]) } },
  hs3: {
    f: ofTwo((a, b) => add(b, mul(1e-5, square(sub(b, a))))),
    start: column([10, 1]),
    bounds: { lower: column([-Infinity, 0]) },
  },
  hs4: { f: ofTwo((a, b) => add(mul(1 / 3, pow(add(a, 1), 3)), b)), start: column([1.125, 0.125]), bounds: { lower: column([1, 0]) } },
  hs5: {
    f: ofTwo((a, b) => total(sin(add(a, b)), square(sub(a, b)), mul(-1.5, a), mul(2.5, b), scalar(1))),
    start: column([0, 0]),
    bounds: { lower: column([-1.5, -3]), upper: column([4, 3]) },
  },
  hs38: { f: hs38, start: column([-3, -1, -3, -1]), bounds: { lower: -10, upper: 10 } },
  hs45: { f: (x) => sub(2, mul(1 / 120, prod(x))), start: repeated([2], 5), bounds: { lower: 0, upper: column([1, 2, 3, 4, 5]) } },
  hs110: {
    f: (x) => sub(add(sum(square(log(sub(x, 2)))), sum(square(log(sub(10, x))))), pow(prod(x), 0.2)),
    start: repeated([9], 10),
    bounds: { lower: 2.001, upper: 9.999 },
  },
  driver: {
    f: driver,
    start: repeated([3], 25),
    bounds: { lower: column([...Array.from({ length: 12 }, () => [1, -100]).flat(), 1]), upper: 100 },
  },
  'quadratic, 10': { f: halfSquare(quadratic), start: repeated([0], 10), bounds: { lower: -0.25, upper: 0.25 } },
};
