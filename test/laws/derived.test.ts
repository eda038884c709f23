import * as core from '@adjoint/core';
import {
  add,
  checkGradients,
  clip,
  dot,
  elu,
  gelu,
  grad,
  hvp,
  kron,
  leakyRelu,
  leastSquares,
  type Mat,
  matrix,
  mean,
  mul,
  outer,
  prod,
  pseudoInverse,
  type Scalar,
  silu,
  std,
  sum,
  trace,
  variance,
} from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { between, matrixOf, runs } from './caseOf.ts';
import { dot as inner, matrixOfRows, requireClose } from './checks.ts';
import { solved } from './decompositions.ts';
import { erfOf } from './erf.ts';
import { build, type Rows, times, transposed } from './rows.ts';

// Derived ops have no rule of their own, so no record: what they compute, and that their derivatives follow.

interface Derived {
  readonly of: (x: Mat) => Mat;
  readonly oracle: (x: Rows) => Rows;
  readonly shape?: readonly [rows: number, columns: number];
}
const fold =
  (f: (entries: readonly number[]) => number) =>
  (x: Rows): Rows => [[f(x.flat())]];
const perRow =
  (f: (entries: readonly number[]) => number) =>
  (x: Rows): Rows =>
    x.map((row) => [f(row)]);
const perColumn =
  (f: (entries: readonly number[]) => number) =>
  (x: Rows): Rows =>
    transposed(perRow(f)(transposed(x)));
const each =
  (f: (entry: number) => number) =>
  (x: Rows): Rows =>
    x.map((row) => row.map(f));
const average = (entries: readonly number[]): number => entries.reduce((total, entry) => total + entry, 0) / entries.length;
const spread = (entries: readonly number[]): number => average(entries.map((entry) => (entry - average(entries)) ** 2));
const product = (entries: readonly number[]): number => entries.reduce((total, entry) => total * entry, 1);
const other = matrix([
  [0.5, -1.25],
  [2, 0.75],
  [1, -0.5],
]);

const derived: Readonly<Record<string, Derived>> = {
  mean: { of: (x) => mean(x), oracle: fold(average) },
  'mean of columns': { of: (x) => mean(x, { axis: 0 }), oracle: perColumn(average) },
  variance: { of: (x) => variance(x), oracle: fold(spread) },
  'variance of rows': { of: (x) => variance(x, { axis: 1 }), oracle: perRow(spread) },
  std: { of: (x) => std(x), oracle: fold((entries) => Math.sqrt(spread(entries))) },
  'std of columns': { of: (x) => std(x, { axis: 0 }), oracle: perColumn((entries) => Math.sqrt(spread(entries))) },
  prod: { of: (x) => prod(x), oracle: fold(product) },
  'prod of rows': { of: (x) => prod(x, { axis: 1 }), oracle: perRow(product) },
  'prod of columns': { of: (x) => prod(x, { axis: 0 }), oracle: perColumn(product) },
  leakyRelu: { of: (x) => leakyRelu(x), oracle: each((x) => (x > 0 ? x : 0.01 * x)) },
  elu: { of: (x) => elu(x, 1.5), oracle: each((x) => (x > 0 ? x : 1.5 * Math.expm1(x))) },
  gelu: { of: gelu, oracle: each((x) => (x / 2) * (1 + erfOf(x / Math.SQRT2))) },
  silu: { of: silu, oracle: each((x) => x / (1 + Math.exp(-x))) },
  clip: { of: (x) => clip(x, -0.5, 0.75), oracle: each((x) => Math.min(0.75, Math.max(-0.5, x))) },
  outer: {
    of: (x) => outer(x, other),
    oracle: (x) =>
      x.flat().map((a) =>
        other
          .toArray()
          .flat()
          .map((b) => a * b),
      ),
  },
  kron: {
    of: (x) => kron(x, other),
    oracle: (x) => build(x.length * 3, x[0]!.length * 2, (i, j) => x[Math.floor(i / 3)]![Math.floor(j / 2)]! * other.at(i % 3, j % 2)),
  },
  dot: { of: (x) => dot(x, add(x, 1)), oracle: fold((entries) => entries.reduce((total, entry) => total + entry * (entry + 1), 0)) },
  trace: { of: trace, oracle: (x) => [[x.reduce((total, row, i) => total + (row[i] ?? 0), 0)]] },
  leastSquares: {
    of: (x) => leastSquares(x, other as Mat),
    oracle: (x) => solved(times(transposed(x), x), times(transposed(x), other.toArray())),
    shape: [3, 2],
  },
  'leastSquares of more columns than rows': {
    of: (x) => leastSquares(x, other as Mat),
    oracle: (x) => times(transposed(x), solved(times(x, transposed(x)), other.toArray())),
    shape: [3, 5],
  },
  pseudoInverse: { of: pseudoInverse, oracle: (x) => solved(times(transposed(x), x), transposed(x)), shape: [4, 2] },
};

const kink = 1 / 32; // finite differences reach less far
const smooth = between(-2, 2).map((x) => [-0.5, 0, 0.75].reduce((value, at) => (Math.abs(value - at) < kink ? at + 2 * kink : value), x));
/** With a diagonal of 4, so that rank is full and well conditioned. */
const arbitraryOf = ({ shape }: Derived): fc.Arbitrary<Mat> => {
  if (shape === undefined)
    return fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
      .chain(([rows, columns]) => matrixOf(rows, columns, smooth));
  const [rows, columns] = shape;
  return matrixOf(rows, columns, between(-1, 1)).map(
    (x) =>
      add(
        x,
        matrix.of(
          rows,
          columns,
          Float64Array.from({ length: rows * columns }, (_, at) => (at % (columns + 1) === 0 ? 4 : 0)),
        ),
      ) as Mat,
  );
};
const weights = (y: Mat): Mat =>
  matrix.of(
    y.rows,
    y.columns,
    Float64Array.from({ length: y.rows * y.columns }, (_, i) => 1 + ((7 * i) % 5) / 8),
  );
const scalarized =
  ({ of }: Derived) =>
  (x: Mat): Scalar => {
    const y = of(x);
    return sum(mul(mul(y, y), weights(y)));
  };

describe.each(Object.entries(derived))('%s', (name, op) => {
  test('computes what the formula says', () => {
    fc.assert(
      fc.property(arbitraryOf(op), (x) => requireClose(op.of(x), matrixOfRows(op.oracle(x.toArray())), 1e-11, name)),
      runs(),
    );
  });
  // where all entries are equal, the deviation has a kink
  const isSmooth = (x: Mat): boolean =>
    !name.startsWith('std') ||
    x
      .toArray()
      .concat(transposed(x.toArray()) as number[][])
      .every((line) => line.length > 1 && spread(line) > 0.01);
  test('has the derivative that differences show, and a symmetric Hessian', () => {
    const drawn = arbitraryOf(op).filter(isSmooth);
    fc.assert(
      fc.property(drawn, (x) => {
        checkGradients(scalarized(op), [x]);
        const [u, v] = [weights(x), mul(weights(x), x)];
        const product = hvp(scalarized(op));
        const [left, right] = [inner([u], [product(x, v)]), inner([v], [product(x, u)])];
        expect(Math.abs(left.sum - right.sum)).toBeLessThanOrEqual(1e-9 * Math.max(1, left.size + right.size));
      }),
      runs(0.2),
    );
  });
});

test('every derived op that is exported is here', () => {
  const noOps = new Set([
    ...[
      'isDense',
      'isMat',
      'item',
      'full',
      'identity',
      'linspace',
      'matrix',
      'ones',
      'zeros',
      'scalar',
      'shaped',
      'flatten',
      'isBranch',
      'leaves',
      'mapTree',
    ],
    ...['grad', 'valueAndGrad', 'vjp', 'jvp', 'hvp', 'jacobian', 'hessian', 'customVjp', 'detectAnomaly', 'checkGradients', 'compile'],
    ...['named', 'record', 'spec', 'simplify', 'differentiate', 'plan', 'engineStatus', 'interpret', 'print', 'serialize', 'deserialize'],
  ]);
  const names = Object.entries(core).flatMap(([name, value]) =>
    typeof value === 'function' && !('op' in value) && !/^[A-Z]/.test(name) && !noOps.has(name) ? [name] : [],
  );
  expect(names.filter((name) => derived[name] === undefined)).toEqual([]);
});

describe('kinks of derived ops', () => {
  const slope = (f: (x: Scalar) => Mat, at: number): number => grad((x: Scalar) => f(x) as Scalar)(at).at(0, 0);
  test.each<readonly [string, (x: Scalar) => Mat, number, number]>([
    ['leakyRelu at 0 takes the left side', (x) => leakyRelu(x, 0.25), 0, 0.25],
    ['elu at 0 takes the left side', (x) => elu(x, 0.5), 0, 0.5],
    ['elu of a large number does not overflow', (x) => elu(x), 800, 1],
    ['clip at its lower bound', (x) => clip(x, 1, 2), 1, 1],
    ['clip at its upper bound', (x) => clip(x, 1, 2), 2, 1],
    ['clip outside', (x) => clip(x, 1, 2), 3, 0],
    ['clip of NaN', (x) => clip(x, 1, 2), NaN, 1],
    ['std of equal entries', (x) => std(core.concatColumns(x, x)), 3, 0],
    ['pow with exponent 0', (x) => core.pow(x, 0), 0, 0],
    ['pow by its exponent at 0', (p) => core.pow(0, p), 2, 0],
  ])('%s', (_what, f, at, expected) => {
    expect(slope(f, at)).toBe(expected);
  });
  test('prod is right where entries are 0, in the second derivative too', () => {
    const x = matrix([[0, 2, 0]]);
    expect(grad((p: Mat<1, 3>) => prod(p))(x).toArray()).toEqual([[0, 0, 0]]);
    expect(
      core
        .hessian((p: Mat<1, 3>) => prod(p))(x)
        .toArray(),
    ).toEqual([
      [0, 0, 2],
      [0, 0, 0],
      [2, 0, 0],
    ]);
  });
});
