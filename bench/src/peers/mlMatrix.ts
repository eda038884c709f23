import { Matrix } from 'ml-matrix';
import type { Table, Tables } from '../tables.ts';
import { installedVersion } from './installed.ts';
import { batchRows, checkedSteps, cut, type Make, type Peer, rates } from './peer.ts';

const matrixOf = ({ rows, columns, values }: Table): Matrix => Matrix.from1DArray(rows, columns, Array.from(values));
const tableOf = (x: Matrix): Table => ({ rows: x.rows, columns: x.columns, values: Float64Array.from(x.to1DArray()) });
const scalarTable = (value: number): Table => ({ rows: 1, columns: 1, values: Float64Array.of(value) });

const sigmoid = (x: Matrix): Matrix => Matrix.mul(x, -1).exp().add(1).pow(-1);
const sigmoidSlope = (a: Matrix): Matrix => Matrix.mul(a, a).neg().add(a);
const columnSums = (x: Matrix): Matrix => Matrix.rowVector(x.sum('column'));

interface Network {
  readonly w1: Matrix;
  readonly b1: Matrix;
  readonly w2: Matrix;
  readonly b2: Matrix;
}
const networkOf = ({ w1, b1, w2, b2 }: Tables): Network => ({ w1: matrixOf(w1!), b1: matrixOf(b1!), w2: matrixOf(w2!), b2: matrixOf(b2!) });
const networkTables = ({ w1, b1, w2, b2 }: Network): Tables => ({ w1: tableOf(w1), b1: tableOf(b1), w2: tableOf(w2), b2: tableOf(b2) });

const layer = (x: Matrix, w: Matrix, b: Matrix): Matrix => sigmoid(x.mmul(w).addRowVector(b));

const exercise4: Make = (tables) => {
  const { w1, b1, w2, b2 } = networkOf(tables);
  const [x, y] = [matrixOf(tables['x']!), matrixOf(tables['y']!)];
  const m = x.rows;
  const evaluate = () => {
    const a1 = layer(x, w1, b1);
    const a2 = layer(a1, w2, b2);
    const right = Matrix.mul(y, Matrix.log(a2));
    const wrong = Matrix.mul(y, -1).add(1).mul(Matrix.mul(a2, -1).add(1).log());
    const cost = -right.add(wrong).sum() / m + (0.5 / m) * (Matrix.mul(w1, w1).sum() + Matrix.mul(w2, w2).sum());
    const d2 = Matrix.sub(a2, y).div(m);
    const d1 = d2.mmul(w2.transpose()).mul(sigmoidSlope(a1));
    const gradient: Network = {
      w1: x.transpose().mmul(d1).add(Matrix.div(w1, m)),
      b1: columnSums(d1),
      w2: a1.transpose().mmul(d2).add(Matrix.div(w2, m)),
      b2: columnSums(d2),
    };
    return { cost, gradient };
  };
  return {
    outputs: () => {
      const { cost, gradient } = evaluate();
      return { cost: scalarTable(cost), ...networkTables(gradient) };
    },
    run: (times) => {
      for (let done = 0; done < times; done += 1) evaluate();
    },
  };
};

const mnist: Make = (tables) => {
  const xs = cut(tables['x']!.values, 784, batchRows).map((values) => matrixOf({ rows: batchRows, columns: 784, values }));
  const ys = cut(tables['y']!.values, 10, batchRows).map((values) => matrixOf({ rows: batchRows, columns: 10, values }));
  const train = (steps: number): Network => {
    const p = networkOf(tables);
    for (let i = 0; i < steps; i += 1) {
      const [x, y] = [xs[i % xs.length]!, ys[i % ys.length]!];
      const a1 = layer(x, p.w1, p.b1);
      const a2 = layer(a1, p.w2, p.b2);
      const d2 = Matrix.sub(a2, y).mul(sigmoidSlope(a2));
      const d1 = d2.mmul(p.w2.transpose()).mul(sigmoidSlope(a1));
      p.w1.sub(x.transpose().mmul(d1).mul(rates.mnist));
      p.b1.sub(columnSums(d1).mul(rates.mnist));
      p.w2.sub(a1.transpose().mmul(d2).mul(rates.mnist));
      p.b2.sub(columnSums(d2).mul(rates.mnist));
    }
    return p;
  };
  return { outputs: () => networkTables(train(checkedSteps.mnist)), run: (times) => void train(times) };
};

const xor: Make = (tables) => {
  const [x, y] = [matrixOf(tables['x']!), matrixOf(tables['y']!)];
  const train = (steps: number): Tables => {
    const [w1, w2] = [matrixOf(tables['w1']!), matrixOf(tables['w2']!)];
    for (let i = 0; i < steps; i += 1) {
      const a1 = sigmoid(x.mmul(w1));
      const a2 = sigmoid(a1.mmul(w2));
      const d2 = Matrix.sub(a2, y).mul(sigmoidSlope(a2));
      const d1 = d2.mmul(w2.transpose()).mul(sigmoidSlope(a1));
      w1.sub(x.transpose().mmul(d1).mul(rates.xor));
      w2.sub(a1.transpose().mmul(d2).mul(rates.xor));
    }
    return { w1: tableOf(w1), w2: tableOf(w2) };
  };
  return { outputs: () => train(checkedSteps.xor), run: (times) => void train(times) };
};

const ofMatrices =
  (names: readonly string[], f: (...xs: readonly Matrix[]) => Matrix | number): Make =>
  (tables) => {
    const xs = names.map((name) => matrixOf(tables[name]!));
    const tableOfEither = (result: Matrix | number): Table => (typeof result === 'number' ? scalarTable(result) : tableOf(result));
    return {
      outputs: () => ({ result: tableOfEither(f(...xs)) }),
      run: (times) => {
        for (let done = 0; done < times; done += 1) f(...xs);
      },
    };
  };
/** max(z, 0) + log(1 + exp(-|z|)) - y z */
const crossEntropy = (z: Matrix, y: Matrix): Matrix =>
  Matrix.abs(z).mul(-1).exp().log1p().add(Matrix.abs(z).add(z).mul(0.5)).sub(Matrix.mul(y, z));

export const peer: Peer = {
  version: installedVersion('ml-matrix'),
  describe: () => 'gradients by hand',
  programs: {
    exercise4,
    mnist,
    xor,
    product: ofMatrices(['a', 'b'], (a, b) => a!.mmul(b!)),
    productTransposed: ofMatrices(['a', 'b'], (a, b) => a!.transpose().mmul(b!)),
    sigmoid: ofMatrices(['x'], (x) => sigmoid(x!)),
    sigmoidSum: ofMatrices(['x'], (x) => sigmoid(x!).sum()),
    crossEntropy: ofMatrices(['x', 'y'], (x, y) => crossEntropy(x!, y!)),
    crossEntropySum: ofMatrices(['x', 'y'], (x, y) => crossEntropy(x!, y!).sum()),
  },
};
