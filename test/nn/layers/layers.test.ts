import { compile, grad, mapTree, type Mat, matmul, matrix, mul, ones, slice, sub, sum, transpose, type Tree, zeros } from '@adjoint/core';
import {
  crossEntropyWithLogits,
  dense,
  dropout,
  identity,
  layerNorm,
  numpyRandom,
  parallel,
  random,
  relu,
  residual,
  sequential,
  sigmoid,
  softmax,
  tanh,
} from '@adjoint/nn';
import { describe, expect, test } from 'vitest';

const x = matrix([
  [1, 2, 3],
  [-1, 0.5, 2],
]);
const mean = (x: Mat): number => x.toFloat64Array().reduce((total, entry) => total + entry, 0) / (x.rows * x.columns);

describe('dropout', () => {
  const half = dropout(0.5);
  test('without noise gives the batch itself', () => {
    expect(half.apply([], x)).toBe(x);
    expect(half.initialize(random(1))).toEqual([]);
  });

  test('zeroes as many entries as its rate says, and divides the others so that the mean stays', () => {
    for (const rate of [0, 0.25, 0.5, 0.9]) {
      const noise = dropout(rate).draw(random(3), 200, 100);
      const entries = noise.toFloat64Array();
      const kept = 1 / (1 - rate);
      expect(entries.every((entry) => entry === 0 || entry === kept)).toBe(true);
      const share = entries.filter((entry) => entry === 0).length / entries.length;
      expect(Math.abs(share - rate)).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / entries.length) + 1e-12);
      expect(Math.abs(mean(dropout(rate).apply([], ones(200, 100), noise)) - 1)).toBeLessThan(0.1);
    }
  });

  test('draws the same from the same source, whichever generator', () => {
    for (const source of [random(5), numpyRandom(5)]) {
      expect(half.draw(source, 4, 3).toArray()).toEqual(half.draw(source, 4, 3).toArray());
    }
    expect(half.draw(random(5), 4, 3).toArray()).not.toEqual(half.draw(random(6), 4, 3).toArray());
  });
});

describe('noise of a network', () => {
  const net = sequential(
    dense(3, 8, relu),
    dropout(0.5),
    residual(sequential(dropout(0.25), dense(8, 8))),
    parallel(dense(8, 1), dense(8, 2)),
  );
  const p = net.initialize(random(1));
  const noise = net.draw(random(2), 2);

  test('is a tree like the network, a matrix where something is drawn', () => {
    expect(noise.map((each) => (Array.isArray(each) ? each.length : 'a matrix'))).toEqual([0, 'a matrix', 2, 2]);
    expect([noise[1].rows, noise[1].columns]).toEqual([2, 8]);
    expect(noise[2][0].toArray()).not.toEqual(noise[1].toArray());
    expect([...noise[2][0].toFloat64Array()].every((entry) => entry === 0 || entry === 4 / 3)).toBe(true);
  });

  test('reaches the layer that drew it', () => {
    const [first, , inner, last] = p;
    const h = mul(dense(3, 8, relu).apply(first, x) as Mat, noise[1]);
    const [w, b] = [inner[1].w, inner[1].b];
    const branch = dense(8, 8).apply({ w, b }, mul(h, noise[2][0]));
    const sumOfBoth = matrix(h.toArray().map((row, i) => row.map((entry, j) => entry + branch.at(i, j))));
    const expected = parallel(dense(8, 1), dense(8, 2)).apply(last, sumOfBoth);
    expect(net.apply(p, x, noise).toArray()).toEqual(expected.toArray());
    expect(net.apply(p, x).toArray()).not.toEqual(expected.toArray());
  });

  test('is an input of a compiled step, not frozen into it', () => {
    const loss = (q: typeof p, mask: typeof noise) => sum(net.apply(q, x, mask));
    const step = compile(grad(loss));
    for (const seed of [2, 3, 4]) {
      const drawn = net.draw(random(seed), 2);
      const [compiled, plain] = [step(p, drawn), grad(loss)(p, drawn)];
      expect(compiled[0].w.toArray()).toEqual(plain[0].w.toArray());
    }
    expect(step(p, net.draw(random(2), 2))[0].w.toArray()).not.toEqual(step(p, net.draw(random(3), 2))[0].w.toArray());
  });
});

describe('layerNorm', () => {
  test('starts by giving each row mean 0 and variance 1, but for its epsilon', () => {
    const net = layerNorm(3, { epsilon: 0 });
    const rows = net.apply(net.initialize(random(1)), x).toArray();
    for (const row of rows) {
      expect(mean(matrix([row]))).toBeCloseTo(0, 14);
      expect(mean(matrix([row.map((entry) => entry ** 2)]))).toBeCloseTo(1, 14);
    }
  });
  test('of equal entries is finite', () => {
    const net = layerNorm(3);
    expect(net.apply(net.initialize(random(1)), ones(2, 3)).toArray()).toEqual(zeros(2, 3).toArray());
  });
});

describe('sequential', () => {
  test('takes plain functions, wherever they stand', () => {
    const net = sequential(
      (z) => mul(z, 2),
      dense(3, 4),
      tanh,
      (z: Mat<number, 4>) => slice(z, { columns: [1, 4] }),
      softmax,
    );
    expect([net.inputs, net.outputs]).toEqual([3, 3]);
    const p = net.initialize(random(1));
    expect(p.map((each) => Object.keys(each))).toEqual([[], ['w', 'b'], [], [], []]);
    const expected = softmax(slice(tanh(dense(3, 4).apply(p[1], mul(x, 2))), { columns: [1, 4] }));
    expect(net.apply(p, x).toArray()).toEqual(expected.toArray());
  });

  test('inside a function that is differentiated may close over what is differentiated', () => {
    const first = dense(3, 2).initialize(random(1));
    const f = (scale: Mat<1, 1>) => sum(sequential(dense(3, 2), (z) => mul(z, scale)).apply([first, []], x));
    expect(grad(f)(2).at(0, 0)).toBeCloseTo(sum(dense(3, 2).apply(first, x)).at(0, 0), 14);
  });

  test('with an activation in a layer or behind it is the same', () => {
    const [inside, behind] = [sequential(dense(3, 4, sigmoid), dense(4, 1)), sequential(dense(3, 4), sigmoid, dense(4, 1))];
    const [p, q] = inside.initialize(random(3));
    expect(behind.apply([p, [], q], x).toArray()).toEqual(inside.apply([p, q], x).toArray());
    expect(identity(x)).toBe(x);
  });
});

describe('parallel', () => {
  test('puts what its layers give side by side, each with parameters of its own', () => {
    const net = parallel(dense(3, 2), dense(3, 2), dense(3, 1));
    const p = net.initialize(random(1));
    expect([net.inputs, net.outputs]).toEqual([3, 5]);
    expect(p[0].w.toArray()).not.toEqual(p[1].w.toArray());
    const columns = transpose(net.apply(p, x)).toArray();
    expect(columns[3]).toEqual(transpose(dense(3, 2).apply(p[1], x)).toArray()[1]);
    expect(columns[4]).toEqual(transpose(matmul(x, p[2].w)).toArray()[0]);
  });
});

const descended = <P>(p: P, gradient: P, rate: number): P => mapTree((w, g) => sub(w, mul(rate, g)), p as Tree, gradient as Tree) as P;

test('a deep network of all of these learns labels that it can tell apart', () => {
  const net = sequential(dense(2, 16, tanh), dropout(0.1), residual(sequential(layerNorm(16), dense(16, 16, relu))), dense(16, 3));
  const batch = random(1).uniform(60, 2, -1, 1).value;
  const labels = matrix(batch.toArray().map(([a, b]) => [a! > 0 ? (b! > 0 ? 0 : 1) : 2]));
  const step = compile((p: ReturnType<typeof net.initialize>, noise: ReturnType<typeof net.draw>) =>
    grad((q: typeof p) => crossEntropyWithLogits(net.apply(q, batch, noise), labels))(p),
  );
  let p = net.initialize(random(2));
  const loss = () => crossEntropyWithLogits(net.apply(p, batch), labels).at(0, 0);
  const before = loss();
  for (let i = 0; i < 150; i += 1) p = descended(p, step(p, net.draw(random(i), 60)), 0.2);
  expect(loss()).toBeLessThan(before / 5);
});
