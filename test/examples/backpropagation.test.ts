import { add, checkGradients, compile, type Mat, matrix, type Scalar, valueAndGrad } from '@adjoint/core';
import { binaryCrossEntropy, dense, l2, type Layer, numpyRandom, sequential, sigmoid, tanh } from '@adjoint/nn';
import fc from 'fast-check';
import { Matrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { readCourseData } from '../../packages/examples/src/data/courseData.ts';
import { COURSE_PARAMETERS, cutWeights } from '../../packages/examples/src/data/courseWeights.ts';
import { cost } from '../../packages/examples/src/digits.ts';

const logistic = (z: number): number => 1 / (1 + Math.exp(-z));
const mapped = (x: Matrix, f: (value: number) => number): Matrix => new Matrix(x.to2DArray().map((row) => row.map(f)));

/** The largest difference, in units of the largest entry of what backpropagation gives; 0 of nothing is 0. */
function difference(found: Mat, expected: Matrix): number {
  const wanted = expected.to2DArray();
  expect([found.rows, found.columns]).toEqual([expected.rows, expected.columns]);
  const largest = Math.max(...wanted.flat().map(Math.abs));
  const off = Math.max(...found.toArray().flatMap((row, i) => row.map((value, j) => Math.abs(value - wanted[i]![j]!))));
  return off === 0 ? 0 : off / largest;
}

describe('the gradient of exercise 4', () => {
  /** As the course derives it: Theta's first columns are biases, h - y is the error of the output layer. */
  function backpropagated(
    x: Matrix,
    y: Matrix,
    theta1: Matrix,
    theta2: Matrix,
    lambda: number,
  ): { J: number; Theta1: Matrix; Theta2: Matrix } {
    const m = x.rows;
    const withOnes = (a: Matrix): Matrix =>
      a.clone().addColumn(
        0,
        Array.from(a.getColumn(0), () => 1),
      );
    const a1 = withOnes(x);
    const z2 = a1.mmul(theta1.transpose());
    const a2 = withOnes(mapped(z2, logistic));
    const h = mapped(a2.mmul(theta2.transpose()), logistic);
    const d3 = Matrix.sub(h, y);
    const slope = mapped(z2, (z) => logistic(z) * (1 - logistic(z)));
    const d2 = Matrix.mul(d3.mmul(theta2.subMatrix(0, 9, 1, 25)), slope);
    const regularized = (theta: Matrix): Matrix =>
      new Matrix(theta.to2DArray().map((row) => row.map((w, column) => (column === 0 ? 0 : (lambda / m) * w))));
    const entropy = y.to2DArray().flatMap((row, i) => row.map((t, j) => -t * Math.log(h.get(i, j)) - (1 - t) * Math.log(1 - h.get(i, j))));
    const squares = [theta1, theta2].flatMap((theta) => theta.to2DArray().flatMap(([, ...weights]) => weights.map((w) => w * w)));
    const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
    return {
      J: total(entropy) / m + (lambda / (2 * m)) * total(squares),
      Theta1: d2.transpose().mmul(a1).div(m).add(regularized(theta1)),
      Theta2: d3.transpose().mmul(a2).div(m).add(regularized(theta2)),
    };
  }

  const all = readCourseData(undefined);
  const some = <A>(rows: ArrayLike<A>): A[] => Array.from(rows).filter((_, row) => row % 20 === 0); // 25 images of each digit
  const [images, targets] = [some(all.x.toArray()), some(all.y.toArray())];
  const data = { x: matrix.of(250, 400, images.flat()), y: matrix.of(250, 10, targets.flat()), digits: Uint8Array.from(some(all.digits)) };

  test.each([0, 1, 10])('is what backpropagation written by hand gives, with lambda %i', (lambda) => {
    const vector = numpyRandom(lambda).uniform(1, COURSE_PARAMETERS, -0.5, 0.5).value;
    const theta = [...vector.toFloat64Array()];
    const cut = (from: number, rows: number, columns: number): Matrix =>
      Matrix.from1DArray(rows, columns, theta.slice(from, from + rows * columns));
    const hand = backpropagated(new Matrix(images), new Matrix(targets), cut(0, 25, 401), cut(25 * 401, 10, 26), lambda);

    const { value, gradient } = valueAndGrad((p: ReturnType<typeof cutWeights>) => cost(p, data, lambda))(cutWeights(vector));
    expect(Math.abs(value.at(0, 0) - hand.J)).toBeLessThan(1e-12 * hand.J);
    [hand.Theta1, hand.Theta2].forEach((Theta, layer) => {
      const { w, b } = gradient[layer]!;
      expect(difference(b, Theta.subMatrix(0, Theta.rows - 1, 0, 0).transpose())).toBeLessThan(1e-12);
      expect(difference(w, Theta.subMatrix(0, Theta.rows - 1, 1, Theta.columns - 1).transpose())).toBeLessThan(1e-12);
    });
  });
});

describe('the gradient of any network', () => {
  interface Case {
    readonly sizes: readonly number[];
    readonly hidden: 'sigmoid' | 'tanh';
    readonly x: Matrix;
    readonly y: Matrix;
    readonly weights: readonly Matrix[];
    readonly biases: readonly Matrix[];
    readonly lambda: number;
  }
  const activations = {
    sigmoid: { ours: sigmoid, g: logistic, slope: (z: number) => logistic(z) * (1 - logistic(z)) },
    tanh: { ours: tanh, g: Math.tanh, slope: (z: number) => 1 - Math.tanh(z) ** 2 },
  };

  /** d of the last layer is h - y; of each before it, d Wᵀ times the slope of its activation. */
  function backpropagated({ hidden, x, y, weights, biases, lambda }: Case): readonly { readonly w: Matrix; readonly b: Matrix }[] {
    const { g, slope } = activations[hidden];
    const last = weights.length - 1;
    const inputs = [x];
    const sums: Matrix[] = [];
    weights.forEach((w, layer) => {
      const z = inputs[layer]!.mmul(w).addRowVector(biases[layer]!.getRow(0));
      sums.push(z);
      inputs.push(mapped(z, layer === last ? logistic : g));
    });
    let d = Matrix.sub(inputs.at(-1)!, y);
    const gradients: { w: Matrix; b: Matrix }[] = [];
    for (let layer = last; layer >= 0; layer -= 1) {
      const w = inputs[layer]!.transpose()
        .mmul(d)
        .div(x.rows)
        .add(Matrix.mul(weights[layer]!, lambda / x.rows));
      gradients.unshift({ w, b: Matrix.rowVector(d.sum('column')).div(x.rows) });
      if (layer > 0) d = Matrix.mul(d.mmul(weights[layer]!.transpose()), mapped(sums[layer - 1]!, slope));
    }
    return gradients;
  }

  const number = (most: number): fc.Arbitrary<number> => fc.integer({ min: -1024 * most, max: 1024 * most }).map((n) => n / 1024);
  const block = (rows: number, columns: number, entry: fc.Arbitrary<number>): fc.Arbitrary<Matrix> =>
    fc.array(entry, { minLength: rows * columns, maxLength: rows * columns }).map((values) => Matrix.from1DArray(rows, columns, values));
  const network: fc.Arbitrary<Case> = fc
    .record({ sizes: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 5 }), rows: fc.integer({ min: 1, max: 6 }) })
    .chain(({ sizes, rows }) =>
      fc.record({
        sizes: fc.constant(sizes),
        hidden: fc.constantFrom('sigmoid', 'tanh'),
        x: block(rows, sizes[0]!, number(2)),
        y: block(rows, sizes.at(-1)!, fc.constantFrom(0, 1, 0.25)),
        weights: fc.tuple(...sizes.slice(1).map((size, layer) => block(sizes[layer]!, size, number(1)))),
        biases: fc.tuple(...sizes.slice(1).map((size) => block(1, size, number(1)))),
        lambda: fc.constantFrom(0, 0.5, 10),
      }),
    );

  interface Params {
    readonly w: Mat;
    readonly b: Mat;
  }
  function ours({ sizes, hidden, x, y, weights, biases, lambda }: Case): {
    readonly loss: (p: readonly Params[]) => Scalar;
    readonly p: readonly Params[];
  } {
    const layers = sizes
      .slice(1)
      .map((size, i): Layer => dense(sizes[i]!, size, i === weights.length - 1 ? sigmoid : activations[hidden].ours) as Layer);
    const net = sequential(...layers);
    const [images, targets] = [matrix(x), matrix(y)];
    return {
      loss: (p) =>
        add(
          binaryCrossEntropy(net.apply(p, images), targets),
          l2(
            p.map(({ w }) => w),
            lambda / x.rows,
          ),
        ),
      p: weights.map((w, i) => ({ w: matrix(w), b: matrix(biases[i]!) })),
    };
  }

  test('is what backpropagation written by hand gives, compiled or not', () => {
    fc.assert(
      fc.property(network, (given) => {
        const { loss, p } = ours(given);
        const expected = backpropagated(given);
        for (const { gradient } of [valueAndGrad(loss)(p), compile((q: readonly Params[]) => valueAndGrad(loss)(q))(p)]) {
          gradient.forEach(({ w, b }, layer) => {
            expect(difference(w, expected[layer]!.w)).toBeLessThan(1e-12);
            expect(difference(b, expected[layer]!.b)).toBeLessThan(1e-12);
          });
        }
      }),
      { numRuns: Number(process.env['LAWS_RUNS'] ?? 200) },
    );
  });

  test('is what extrapolated differences give', () => {
    fc.assert(
      fc.property(network, (given) => {
        const { loss, p } = ours(given);
        const entries = given.sizes.slice(1).reduce((sum, size, i) => sum + size * (given.sizes[i]! + 1), 0);
        expect(checkGradients(loss, [p]).checked).toBe(entries);
      }),
      { numRuns: 30 },
    );
  });
});
