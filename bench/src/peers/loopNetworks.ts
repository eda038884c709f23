import type { Tables } from '../tables.ts';
import { asIs, type Product, transposed } from './loopProducts.ts';

/** Weights and biases of two layers of sigmoid units, and their sizes. */
export interface Network {
  readonly sizes: readonly [inputs: number, hidden: number, outputs: number];
  readonly w1: Float64Array;
  readonly b1: Float64Array;
  readonly w2: Float64Array;
  readonly b2: Float64Array;
}
type Memory = Network & { readonly a1: Float64Array; readonly a2: Float64Array; readonly d1: Float64Array; readonly d2: Float64Array };

/** A copy that may be written to. */
export const networkOf = ({ w1, b1, w2, b2 }: Tables): Network => ({
  sizes: [w1!.rows, w1!.columns, w2!.columns],
  w1: w1!.values.slice(),
  b1: b1!.values.slice(),
  w2: w2!.values.slice(),
  b2: b2!.values.slice(),
});
export const networkTables = ({ sizes: [inputs, hidden, outputs], w1, b1, w2, b2 }: Network): Tables => ({
  w1: { rows: inputs, columns: hidden, values: w1 },
  b1: { rows: 1, columns: hidden, values: b1 },
  w2: { rows: hidden, columns: outputs, values: w2 },
  b2: { rows: 1, columns: outputs, values: b2 },
});

const memoryOf = ({ sizes }: Network, rows: number): Memory => {
  const [inputs, hidden, outputs] = sizes;
  const of = (length: number) => new Float64Array(length);
  const gradient = { w1: of(inputs * hidden), b1: of(hidden), w2: of(hidden * outputs), b2: of(outputs) };
  return { sizes, ...gradient, a1: of(rows * hidden), a2: of(rows * outputs), d1: of(rows * hidden), d2: of(rows * outputs) };
};

function layer(
  out: Float64Array,
  x: Float64Array,
  w: Float64Array,
  b: Float64Array,
  rows: number,
  inputs: number,
  multiply: Product,
): void {
  const units = b.length;
  for (let row = 0; row < rows; row += 1) out.set(b, row * units);
  multiply(out, asIs(x, inputs), asIs(w, units), rows, inputs, units);
  for (let i = 0; i < out.length; i += 1) out[i] = 1 / (1 + Math.exp(-out[i]!));
}

function forward({ sizes: [inputs, hidden], w1, b1, w2, b2 }: Network, x: Float64Array, { a1, a2 }: Memory, multiply: Product): void {
  const rows = x.length / inputs;
  layer(a1, x, w1, b1, rows, inputs, multiply);
  layer(a2, a1, w2, b2, rows, hidden, multiply);
}

/** The gradient goes to the memory, given d2 at the outputs. */
function backward({ sizes: [inputs, hidden, outputs], w2 }: Network, x: Float64Array, gradient: Memory, multiply: Product): void {
  const { a1, d1, d2 } = gradient;
  const rows = x.length / inputs;
  d1.fill(0);
  multiply(d1, asIs(d2, outputs), transposed(w2, outputs), rows, outputs, hidden);
  for (let i = 0; i < d1.length; i += 1) d1[i]! *= a1[i]! * (1 - a1[i]!);
  for (const each of [gradient.w1, gradient.b1, gradient.w2, gradient.b2]) each.fill(0);
  multiply(gradient.w2, transposed(a1, hidden), asIs(d2, outputs), hidden, rows, outputs);
  multiply(gradient.w1, transposed(x, inputs), asIs(d1, hidden), inputs, rows, hidden);
  for (let i = 0; i < d1.length; i += 1) gradient.b1[i % hidden]! += d1[i]!;
  for (let i = 0; i < d2.length; i += 1) gradient.b2[i % outputs]! += d2[i]!;
}

/** Cost and gradient of exercise 4, lambda 1. */
export function exercise4(tables: Tables, multiply: Product): () => Tables {
  const network = networkOf(tables);
  const [x, y] = [tables['x']!.values, tables['y']!.values];
  const rows = tables['x']!.rows;
  const memory = memoryOf(network, rows);
  return () => {
    forward(network, x, memory, multiply);
    const { a2, d2 } = memory;
    let cost = 0;
    for (let i = 0; i < d2.length; i += 1) {
      cost -= Math.log(y[i] === 1 ? a2[i]! : 1 - a2[i]!);
      d2[i] = (a2[i]! - y[i]!) / rows;
    }
    backward(network, x, memory, multiply);
    cost /= rows;
    for (const [w, g] of [
      [network.w1, memory.w1],
      [network.w2, memory.w2],
    ] as const) {
      for (let i = 0; i < w.length; i += 1) {
        cost += (0.5 / rows) * w[i]! * w[i]!;
        g[i]! += w[i]! / rows;
      }
    }
    return { cost: { rows: 1, columns: 1, values: Float64Array.of(cost) }, ...networkTables(memory) };
  };
}

interface Batches {
  readonly xs: readonly Float64Array[];
  readonly ys: readonly Float64Array[];
}

/** Steps of gradient descent on half the squares; writes to the network. */
export function train(network: Network, { xs, ys }: Batches, steps: number, rate: number, multiply: Product): Network {
  const memory = memoryOf(network, xs[0]!.length / network.sizes[0]);
  const pairs = (['w1', 'b1', 'w2', 'b2'] as const).map((name) => [network[name], memory[name]] as const);
  for (let step = 0; step < steps; step += 1) {
    const [x, y] = [xs[step % xs.length]!, ys[step % ys.length]!];
    forward(network, x, memory, multiply);
    const { a2, d2 } = memory;
    for (let i = 0; i < d2.length; i += 1) d2[i] = (a2[i]! - y[i]!) * a2[i]! * (1 - a2[i]!);
    backward(network, x, memory, multiply);
    for (const [w, g] of pairs) for (let i = 0; i < w.length; i += 1) w[i]! -= rate * g[i]!;
  }
  return network;
}
