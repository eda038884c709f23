import { add, ArgumentError, compile, grad, type Mat, matmul, matrix, ones, scalar, ShapeError, sum, zeros } from '@adjoint/core';
import { dense, layer, numpyRandom, random, sequential, sigmoid, tanh } from '@adjoint/nn';
import { Matrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';

const x = matrix([
  [1, 2, 3],
  [-1, 0.5, 2],
]);

describe('dense', () => {
  test('is activation(x w + b), as ml-matrix computes it', () => {
    const w = matrix([
      [0.1, -0.2],
      [0.3, 0.4],
      [-0.5, 0.6],
    ]);
    const b = matrix([[0.7, -0.8]]);
    const expected = new Matrix(x.toArray()).mmul(new Matrix(w.toArray())).addRowVector(b.toArray()[0]!).to2DArray();
    const plain = dense(3, 2).apply({ w, b }, x).toArray();
    expected.forEach((row, i) => row.forEach((value, j) => expect(plain[i]![j]).toBeCloseTo(value, 14)));
    const activated = dense(3, 2, tanh).apply({ w, b }, x).toArray();
    expected.forEach((row, i) => row.forEach((value, j) => expect(activated[i]![j]).toBeCloseTo(Math.tanh(value), 14)));
  });

  test('starts with weights within the bound of Glorot and Bengio, and biases at 0', () => {
    const { w, b } = dense(60, 40, sigmoid).initialize(random(7));
    const values = w.toFloat64Array();
    const bound = Math.sqrt(6 / 100);
    expect(values.every((value) => Math.abs(value) <= bound)).toBe(true);
    expect(Math.max(...values)).toBeGreaterThan(0.95 * bound);
    expect(Math.abs(values.reduce((total, value) => total + value, 0) / values.length)).toBeLessThan(0.02);
    expect(b.toArray()).toEqual(zeros(1, 40).toArray());
  });
});

describe('sequential', () => {
  const net = sequential(dense(3, 4, tanh), dense(4, 2, sigmoid), dense(2, 1));

  test('applies one layer after the other', () => {
    const p = net.initialize(random(1));
    const [first, second, third] = [dense(3, 4, tanh), dense(4, 2, sigmoid), dense(2, 1)];
    const expected = third.apply(p[2], second.apply(p[1], first.apply(p[0], x)));
    expect(net.apply(p, x).toArray()).toEqual(expected.toArray());
    expect([net.inputs, net.outputs]).toEqual([3, 1]);
  });

  test('starts from the seed alone, each layer from numbers of its own, whichever generator', () => {
    const square = sequential(dense(3, 3), dense(3, 3));
    for (const source of [random(5), numpyRandom(5)]) {
      const p = square.initialize(source);
      expect(square.initialize(source)).toEqual(p);
      expect(p[0].w.toArray()).not.toEqual(p[1].w.toArray());
    }
  });

  test('is a layer itself', () => {
    const nested = sequential(sequential(dense(3, 4, tanh), dense(4, 2, sigmoid)), dense(2, 1));
    const p = net.initialize(random(2));
    expect(nested.apply([[p[0], p[1]], p[2]], x).toArray()).toEqual(net.apply(p, x).toArray());
  });

  test('refuses sizes that do not meet, and nothing at all', () => {
    const wrong = [dense(3, 4), dense(5, 2)] as unknown as [];
    expect(() => sequential(...wrong)).toThrow(ShapeError);
    expect(() => sequential(...wrong)).toThrow('layer 1 takes 5 inputs, but the layer before it gives 4');
    expect(() => sequential()).toThrow(ArgumentError);
  });

  test('refuses a batch of other columns', () => {
    const wider: Mat = ones(2, 4);
    expect(() => net.apply(net.initialize(random(1)), wider)).toThrow('this layer takes 3 inputs, x has 4 columns');
  });
});

test('a layer of one is any function of parameters and a batch', () => {
  const scaled = layer({
    inputs: 3,
    outputs: 3,
    initialize: () => ({ factor: scalar(2) }),
    apply: <B extends number>({ factor }: { factor: Mat<1, 1> }, batch: Mat<B, 3>): Mat<B, 3> =>
      matmul(
        batch,
        matrix([
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ]),
      ) && (add(batch, factor) as Mat as Mat<B, 3>),
  });
  const net = sequential(scaled, dense(3, 1));
  const p = net.initialize(random(3));
  const loss = (q: typeof p) => sum(net.apply(q, x));
  const gradient = grad(loss)(p);
  const weights = p[1].w.toFloat64Array().reduce((total, value) => total + value, 0);
  expect(gradient[0].factor.at(0, 0)).toBeCloseTo(2 * weights, 12);
  expect(compile(grad(loss))(p)).toEqual(gradient);
});
