import { batchRows, checkedSteps, cut, type Make, type Peer, rates } from './peer.ts';
import type { Table, Tables } from '../tables.ts';
import { exercise4, type Network, networkOf, networkTables, train } from './loopNetworks.ts';
import { asIs, type Product, simpleProduct, tiledProduct, transposed } from './loopProducts.ts';
import { xorBatch, xorOnline } from './loopXor.ts';

const productOf = (style: unknown): Product => (style === 'tiled' ? tiledProduct : simpleProduct);

const exercise4Work: Make = (tables, { style }) => {
  const evaluate = exercise4(tables, productOf(style));
  return {
    outputs: () => evaluate(),
    run: (times) => {
      for (let done = 0; done < times; done += 1) evaluate();
    },
  };
};

const mnist: Make = (tables, { style }) => {
  const batches = { xs: cut(tables['x']!.values, 784, batchRows), ys: cut(tables['y']!.values, 10, batchRows) };
  const trained = (steps: number): Network => train(networkOf(tables), batches, steps, rates.mnist, productOf(style));
  return { outputs: () => networkTables(trained(checkedSteps.mnist)), run: (times) => void trained(times) };
};

const xor: Make = (tables, { style }) => {
  const trained = (steps: number): Tables => (style === 'online' ? xorOnline : xorBatch)(tables, steps, rates.xor);
  return { outputs: () => trained(checkedSteps.xor), run: (times) => void trained(times) };
};

const product =
  (isTransposed: boolean): Make =>
  ({ a, b }, { style }) => {
    const multiply = productOf(style);
    const [m, k] = isTransposed ? [a!.columns, a!.rows] : [a!.rows, a!.columns];
    const c = new Float64Array(m * b!.columns);
    const left = (isTransposed ? transposed : asIs)(a!.values, a!.columns);
    const compute = (): void => {
      c.fill(0);
      multiply(c, left, asIs(b!.values, b!.columns), m, k, b!.columns);
    };
    return repeated(compute, () => ({ rows: m, columns: b!.columns, values: c }));
  };

/** Computed over and over into the same result. */
const repeated = (compute: () => void, result: () => Table) => ({
  outputs: (): Tables => {
    compute();
    return { result: result() };
  },
  run: (times: number): void => {
    for (let done = 0; done < times; done += 1) compute();
  },
});

const sigmoidOf = (x: number): number => 1 / (1 + Math.exp(-x));
const crossEntropyOf = (z: number, y: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - y * z;

const sigmoid: Make = ({ x }) => {
  let values = new Float64Array(0);
  const { values: xs } = x!;
  const compute = (): void => {
    values = new Float64Array(xs.length);
    for (let i = 0; i < xs.length; i += 1) values[i] = sigmoidOf(xs[i]!);
  };
  return repeated(compute, () => ({ ...x!, values }));
};
const sigmoidSum: Make = ({ x }) => {
  const sum = new Float64Array(1);
  const { values: xs } = x!;
  const compute = (): void => {
    let all = 0;
    for (let i = 0; i < xs.length; i += 1) all += sigmoidOf(xs[i]!);
    sum[0] = all;
  };
  return repeated(compute, () => ({ rows: 1, columns: 1, values: sum }));
};
const crossEntropy: Make = ({ x, y }) => {
  let values = new Float64Array(0);
  const [zs, ys] = [x!.values, y!.values];
  const compute = (): void => {
    values = new Float64Array(zs.length);
    for (let i = 0; i < zs.length; i += 1) values[i] = crossEntropyOf(zs[i]!, ys[i]!);
  };
  return repeated(compute, () => ({ ...x!, values }));
};
const crossEntropySum: Make = ({ x, y }) => {
  const sum = new Float64Array(1);
  const [zs, ys] = [x!.values, y!.values];
  const compute = (): void => {
    let all = 0;
    for (let i = 0; i < zs.length; i += 1) all += crossEntropyOf(zs[i]!, ys[i]!);
    sum[0] = all;
  };
  return repeated(compute, () => ({ rows: 1, columns: 1, values: sum }));
};

export const peer: Peer = {
  version: process.version,
  describe: ({ style }) => String(style),
  programs: {
    exercise4: exercise4Work,
    mnist,
    xor,
    product: product(false),
    productTransposed: product(true),
    sigmoid,
    sigmoidSum,
    crossEntropy,
    crossEntropySum,
  },
};
