import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { Table, Tables } from '../tables.ts';
import { installedVersion } from './installed.ts';
import { batchRows, checkedSteps, cut, type Make, type Peer, rates } from './peer.ts';

const tensorOf = ({ rows, columns, values }: Table): tf.Tensor2D => tf.tensor2d(Float32Array.from(values), [rows, columns]);
const tableOf = (x: tf.Tensor): Table => {
  const [rows = 1, columns = 1] = x.shape;
  return { rows, columns, values: Float64Array.from(x.dataSync()) };
};
const entries = ({ w1, b1, w2, b2 }: Tables): readonly (readonly [string, Table])[] => [
  ['w1', w1!],
  ['b1', b1!],
  ['w2', w2!],
  ['b2', b2!],
];

/** softplus(z) - y z */
const crossEntropy = (z: tf.Tensor, y: tf.Tensor): tf.Tensor => tf.sub(tf.softplus(z), tf.mul(y, z));
const layer = (x: tf.Tensor, w: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.add(tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D), b);

const exercise4: Make = (tables) => {
  const [x, y] = [tensorOf(tables['x']!), tensorOf(tables['y']!)];
  const names = entries(tables).map(([name]) => name);
  const parameters = entries(tables).map(([, table]) => tensorOf(table));
  const squares = (w: tf.Tensor): tf.Tensor => tf.sum(tf.square(w));
  const f = tf.valueAndGrads((w1: tf.Tensor, b1: tf.Tensor, w2: tf.Tensor, b2: tf.Tensor) => {
    const z = layer(tf.sigmoid(layer(x, w1, b1)), w2, b2);
    const penalty = tf.mul(0.5 / 5000, tf.add(squares(w1), squares(w2)));
    return tf.add(tf.div(tf.sum(crossEntropy(z, y)), 5000), penalty);
  });
  return {
    outputs: () => {
      const { value, grads } = f(parameters);
      return { cost: tableOf(value), ...Object.fromEntries(grads.map((g, i) => [names[i]!, tableOf(g)])) };
    },
    run: (times) => {
      for (let done = 0; done < times; done += 1) tf.tidy(() => void f(parameters));
    },
  };
};

/** Gradient descent on half the squares; what a step makes is disposed of but for the new parameters. */
function descend(
  start: readonly Table[],
  steps: number,
  rate: number,
  costs: (i: number) => (...p: tf.Tensor[]) => tf.Tensor,
): readonly Table[] {
  let p = start.map(tensorOf) as tf.Tensor[];
  for (let i = 0; i < steps; i += 1) {
    const next = tf.tidy(() => {
      const { grads } = tf.valueAndGrads(costs(i))(p);
      return grads.map((g, at) => tf.sub(p[at]!, tf.mul(rate, g)));
    });
    tf.dispose(p);
    p = next;
  }
  const tables = p.map(tableOf);
  tf.dispose(p);
  return tables;
}
const halfSquares = (found: tf.Tensor, y: tf.Tensor): tf.Tensor => tf.mul(0.5, tf.sum(tf.square(tf.sub(found, y))));

const mnist: Make = (tables) => {
  const xs = cut(tables['x']!.values, 784, batchRows).map((values) => tensorOf({ rows: batchRows, columns: 784, values }));
  const ys = cut(tables['y']!.values, 10, batchRows).map((values) => tensorOf({ rows: batchRows, columns: 10, values }));
  const costs = (i: number) => (w1: tf.Tensor, b1: tf.Tensor, w2: tf.Tensor, b2: tf.Tensor) =>
    halfSquares(tf.sigmoid(layer(tf.sigmoid(layer(xs[i % xs.length]!, w1, b1)), w2, b2)), ys[i % ys.length]!);
  const start = entries(tables);
  const train = (steps: number) =>
    descend(
      start.map(([, table]) => table),
      steps,
      rates.mnist,
      costs as never,
    );
  return {
    outputs: () => Object.fromEntries(train(checkedSteps.mnist).map((table, i) => [start[i]![0], table])),
    run: (times) => void train(times),
  };
};

const xor: Make = ({ x, y, w1, w2 }) => {
  const [rows, answers] = [tensorOf(x!), tensorOf(y!)];
  const cost = (w: tf.Tensor, v: tf.Tensor) =>
    halfSquares(tf.sigmoid(tf.matMul(tf.sigmoid(tf.matMul(rows, w as tf.Tensor2D)), v as tf.Tensor2D)), answers);
  const train = (steps: number) => descend([w1!, w2!], steps, rates.xor, () => cost as never);
  return {
    outputs: () => {
      const [first, second] = train(checkedSteps.xor);
      return { w1: first!, w2: second! };
    },
    run: (times) => void train(times),
  };
};

const ofTensors =
  (names: readonly string[], f: (...xs: readonly tf.Tensor2D[]) => tf.Tensor): Make =>
  (tables) => {
    const xs = names.map((name) => tensorOf(tables[name]!));
    return {
      outputs: () => ({ result: tableOf(f(...xs)) }),
      run: (times) => {
        for (let done = 0; done < times; done += 1) tf.tidy(() => void f(...xs));
      },
    };
  };

/** Programs run on the backend that the settings name. */
const onBackend =
  (make: Make): Make =>
  async (tables, settings) => {
    const main = fileURLToPath(import.meta.resolve('@tensorflow/tfjs-backend-wasm'));
    setWasmPaths(join(dirname(main), '/'));
    if (!(await tf.setBackend(String(settings['backend'])))) throw new Error(`the backend ${settings['backend']} does not start`);
    await tf.ready();
    return make(tables, settings);
  };
const programs: Readonly<Record<string, Make>> = {
  exercise4,
  mnist,
  xor,
  product: ofTensors(['a', 'b'], (a, b) => tf.matMul(a!, b!)),
  productTransposed: ofTensors(['a', 'b'], (a, b) => tf.matMul(a!, b!, true)),
  sigmoid: ofTensors(['x'], (x) => tf.sigmoid(x!)),
  sigmoidSum: ofTensors(['x'], (x) => tf.sum(tf.sigmoid(x!))),
  crossEntropy: ofTensors(['x', 'y'], (x, y) => crossEntropy(x!, y!)),
  crossEntropySum: ofTensors(['x', 'y'], (x, y) => tf.sum(crossEntropy(x!, y!))),
};

export const peer: Peer = {
  version: installedVersion('@tensorflow/tfjs'),
  describe: ({ backend }) => (backend === 'wasm' ? 'wasm with SIMD; it has no threads in Node' : String(backend)),
  programs: Object.fromEntries(Object.entries(programs).map(([name, make]) => [name, onBackend(make)])),
};
