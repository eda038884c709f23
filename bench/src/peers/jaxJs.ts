import { blockUntilReady, defaultDevice, DType, grad, init, jit, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import type { Settings } from '../contender.ts';
import type { Table, Tables } from '../tables.ts';
import { installedVersion } from './installed.ts';
import { batchRows, checkedSteps, cut, type Make, type Peer, rates } from './peer.ts';

// An array that is passed is given away, unless one passes `.ref`.

type Weights = { w1: np.Array; b1: np.Array; w2: np.Array; b2: np.Array };

const arrayOf = ({ rows, columns, values }: Table, { precision }: Settings): np.Array =>
  precision === 'float64'
    ? np.array(values.slice(), { dtype: DType.Float64 }).reshape([rows, columns])
    : np.array(Float32Array.from(values), { dtype: DType.Float32 }).reshape([rows, columns]);
function tableOf(x: np.Array): Table {
  const [rows = 1, columns = 1] = x.shape;
  return { rows, columns, values: Float64Array.from(x.dataSync() as Float64Array) };
}
const weightsOf = ({ w1, b1, w2, b2 }: Tables, settings: Settings): Weights => ({
  w1: arrayOf(w1!, settings),
  b1: arrayOf(b1!, settings),
  w2: arrayOf(w2!, settings),
  b2: arrayOf(b2!, settings),
});
const again = ({ w1, b1, w2, b2 }: Weights): Weights => ({ w1: w1.ref, b1: b1.ref, w2: w2.ref, b2: b2.ref });
const tablesOf = (p: Readonly<Record<string, np.Array>>): Tables =>
  Object.fromEntries(Object.entries(p).map(([name, x]) => [name, tableOf(x)]));

/** softplus(z) - y z, as max(z, 0) + log(1 + exp(-|z|)) - y z */
const crossEntropy = (z: np.Array, y: np.Array): np.Array =>
  np
    .maximum(z.ref, 0)
    .add(np.log1p(np.exp(np.negative(np.abs(z.ref)))))
    .sub(y.mul(z));
const network = ({ w1, b1, w2, b2 }: Weights, x: np.Array): np.Array => np.matmul(nn.sigmoid(np.matmul(x, w1).add(b1)), w2).add(b2);

const exercise4: Make = async (tables, settings) => {
  const loss = (p: Weights, x: np.Array, y: np.Array): np.Array => {
    const penalty = np
      .square(p.w1.ref)
      .sum()
      .add(np.square(p.w2.ref).sum())
      .mul(0.5 / 5000);
    return crossEntropy(network(p, x), y)
      .sum()
      .mul(1 / 5000)
      .add(penalty);
  };
  const f = jit(valueAndGrad(loss));
  const [x, y] = [arrayOf(tables['x']!, settings), arrayOf(tables['y']!, settings)];
  const p = weightsOf(tables, settings);
  const evaluate = async () => (await blockUntilReady(f(again(p), x.ref, y.ref) as never)) as readonly [np.Array, Weights];
  return {
    outputs: async () => {
      const [cost, gradient] = await evaluate();
      return { cost: tableOf(cost), ...tablesOf(gradient) };
    },
    run: async (times) => {
      for (let done = 0; done < times; done += 1) {
        const [cost, gradient] = await evaluate();
        for (const each of [cost, ...Object.values(gradient)]) each.dispose();
      }
    },
  };
};

const mnist: Make = (tables, settings) => {
  const loss = (p: Weights, x: np.Array, y: np.Array): np.Array =>
    np
      .square(nn.sigmoid(network(p, x)).sub(y))
      .sum()
      .mul(0.5);
  const step = jit((p: Weights, x: np.Array, y: np.Array): Weights => {
    const g = grad(loss)(again(p), x, y) as Weights;
    const stepped = (w: np.Array, slope: np.Array) => w.sub(slope.mul(rates.mnist));
    return { w1: stepped(p.w1, g.w1), b1: stepped(p.b1, g.b1), w2: stepped(p.w2, g.w2), b2: stepped(p.b2, g.b2) };
  });
  const xs = cut(tables['x']!.values, 784, batchRows).map((values) => arrayOf({ rows: batchRows, columns: 784, values }, settings));
  const ys = cut(tables['y']!.values, 10, batchRows).map((values) => arrayOf({ rows: batchRows, columns: 10, values }, settings));
  const train = async (steps: number): Promise<Weights> => {
    let p = weightsOf(tables, settings);
    for (let i = 0; i < steps; i += 1) p = step(p, xs[i % xs.length]!.ref, ys[i % ys.length]!.ref) as Weights;
    return (await blockUntilReady(p as never)) as Weights;
  };
  return {
    outputs: async () => tablesOf(await train(checkedSteps.mnist)),
    run: async (times) => {
      for (const each of Object.values(await train(times))) each.dispose();
    },
  };
};

type Pair = { w1: np.Array; w2: np.Array };
const xor: Make = ({ x, y, w1, w2 }, settings) => {
  const loss = (p: Pair, rows: np.Array, answers: np.Array): np.Array =>
    np
      .square(nn.sigmoid(np.matmul(nn.sigmoid(np.matmul(rows, p.w1)), p.w2)).sub(answers))
      .sum()
      .mul(0.5);
  const step = jit((p: Pair, rows: np.Array, answers: np.Array): Pair => {
    const g = grad(loss)({ w1: p.w1.ref, w2: p.w2.ref }, rows, answers) as Pair;
    return { w1: p.w1.sub(g.w1.mul(rates.xor)), w2: p.w2.sub(g.w2.mul(rates.xor)) };
  });
  const [rows, answers] = [arrayOf(x!, settings), arrayOf(y!, settings)];
  const train = async (steps: number): Promise<Pair> => {
    let p: Pair = { w1: arrayOf(w1!, settings), w2: arrayOf(w2!, settings) };
    for (let i = 0; i < steps; i += 1) p = step(p, rows.ref, answers.ref) as Pair;
    return (await blockUntilReady(p as never)) as Pair;
  };
  return {
    outputs: async () => tablesOf(await train(checkedSteps.xor)),
    run: async (times) => {
      for (const each of Object.values(await train(times))) each.dispose();
    },
  };
};

const ofArrays =
  (names: readonly string[], f: (...xs: np.Array[]) => np.Array): Make =>
  (tables, settings) => {
    const compiled = jit(f);
    const xs = names.map((name) => arrayOf(tables[name]!, settings));
    const compute = async () => (await blockUntilReady(compiled(...xs.map((x) => x.ref)) as never)) as np.Array;
    return {
      outputs: async () => ({ result: tableOf(await compute()) }),
      run: async (times) => {
        for (let done = 0; done < times; done += 1) (await compute()).dispose();
      },
    };
  };

const onWasm =
  (make: Make): Make =>
  async (tables, settings) => {
    await init('wasm');
    defaultDevice('wasm');
    return make(tables, settings);
  };
const programs: Readonly<Record<string, Make>> = {
  exercise4,
  mnist,
  xor,
  product: ofArrays(['a', 'b'], (a, b) => np.matmul(a!, b!)),
  productTransposed: ofArrays(['a', 'b'], (a, b) => np.matmul(np.transpose(a!), b!)),
  sigmoid: ofArrays(['x'], (x) => nn.sigmoid(x!)),
  sigmoidSum: ofArrays(['x'], (x) => nn.sigmoid(x!).sum()),
  crossEntropy: ofArrays(['x', 'y'], (x, y) => crossEntropy(x!, y!)),
  crossEntropySum: ofArrays(['x', 'y'], (x, y) => crossEntropy(x!, y!).sum()),
};

export const peer: Peer = {
  version: installedVersion('@jax-js/jax'),
  describe: ({ precision }) => `wasm, jit, ${precision}; it has no threads in Node`,
  programs: Object.fromEntries(Object.entries(programs).map(([name, make]) => [name, onWasm(make)])),
};
