import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  add,
  compile,
  type CompileOptions,
  engineStatus,
  leaves,
  type Mat,
  mapTree,
  matmul,
  matrix,
  mul,
  record,
  type Scalar,
  shaped,
  sigmoid,
  simplify,
  softplus,
  spec,
  square,
  sub,
  sum,
  tanh,
  transpose,
  valueAndGrad,
} from '@adjoint/core';
import { binaryCrossEntropy } from '@adjoint/nn';
import type { Settings } from '../contender.ts';
import { median } from '../statistics.ts';
import type { Table, Tables } from '../tables.ts';
import { batchRows, checkedSteps, cut, type Make, type Peer, rates } from './peer.ts';

const matOf = ({ rows, columns, values }: Table): Mat => matrix.of(rows, columns, values);
const tableOf = (x: Mat): Table => ({ rows: x.rows, columns: x.columns, values: x.toFloat64Array() });
const optionsOf = ({ engine, threads }: Settings): CompileOptions => ({ engine, threads }) as CompileOptions;
/** f compiled as the settings say, or f itself. */
const asTold = <F extends (...args: never) => unknown>(f: F, settings: Settings): F =>
  settings['engine'] === 'none' ? f : compile(f, optionsOf(settings));

interface Parameters {
  readonly w1: Mat<400, 25>;
  readonly b1: Mat<1, 25>;
  readonly w2: Mat<25, 10>;
  readonly b2: Mat<1, 10>;
}
function exercise4Loss({ w1, b1, w2, b2 }: Parameters, x: Mat<5000, 400>, y: Mat<5000, 10>): Scalar {
  const probabilities = sigmoid(add(matmul(sigmoid(add(matmul(x, w1), b1)), w2), b2));
  return add(binaryCrossEntropy(probabilities, y), mul(0.5 / 5000, add(sum(square(w1)), sum(square(w2)))));
}
const parametersOf = ({ w1, b1, w2, b2 }: Tables): Parameters =>
  ({ w1: matOf(w1!), b1: matOf(b1!), w2: matOf(w2!), b2: matOf(b2!) }) as Parameters;
const dataOf = ({ x, y }: Tables) => [shaped(matOf(x!), 5000, 400), shaped(matOf(y!), 5000, 10)] as const;

/** Parameters are new matrices in each evaluation, as a minimizer gives them; x and y stay. */
const exercise4: Make = (tables, settings) => {
  const f = asTold(valueAndGrad(exercise4Loss), settings);
  const [x, y] = dataOf(tables);
  const evaluate = () => f(parametersOf(tables), x, y);
  return {
    outputs: () => {
      const { value, gradient } = evaluate();
      return {
        cost: tableOf(value),
        w1: tableOf(gradient.w1),
        b1: tableOf(gradient.b1),
        w2: tableOf(gradient.w2),
        b2: tableOf(gradient.b2),
      };
    },
    run: (times) => {
      for (let done = 0; done < times; done += 1) evaluate();
    },
  };
};

type Weights = Readonly<Record<string, Mat>>;
/** p - rate · ∇cost(p) */
const descent = (cost: (p: Weights, x: Mat, y: Mat) => Scalar, rate: number) => (p: Weights, x: Mat, y: Mat) =>
  mapTree((w, g) => sub(w, mul(rate, g!)), p, valueAndGrad(cost)(p, x, y).gradient);
const halfSquares = (found: Mat, y: Mat): Scalar => mul(0.5, sum(square(sub(found, y))));
const tablesOf = (p: Weights): Tables => Object.fromEntries(Object.entries(p).map(([name, w]) => [name, tableOf(w)]));

const mnist: Make = ({ x, y, w1, b1, w2, b2 }, settings) => {
  const network = (p: Weights, batch: Mat) => sigmoid(add(matmul(sigmoid(add(matmul(batch, p['w1']!), p['b1']!)), p['w2']!), p['b2']!));
  const f = descent((p, batch, answers) => halfSquares(network(p, batch), answers), rates.mnist);
  const step = compile(f, optionsOf(settings));
  const start: Weights = { w1: matOf(w1!), b1: matOf(b1!), w2: matOf(w2!), b2: matOf(b2!) };
  const xs = cut(x!.values, 784, batchRows).map((values) => matrix.of(batchRows, 784, values));
  const ys = cut(y!.values, 10, batchRows).map((values) => matrix.of(batchRows, 10, values));
  const train = (steps: number): Weights => {
    const batchAt = (i: number): [Mat, Mat] => [xs[i % xs.length]!, ys[i % ys.length]!];
    if (settings['scan'] === 1)
      return step.scan(
        start,
        Array.from({ length: steps }, (_, i) => batchAt(i)),
      ) as Weights;
    let p = start;
    for (let i = 0; i < steps; i += 1) p = step(p, ...batchAt(i));
    return p;
  };
  return { outputs: () => tablesOf(train(checkedSteps.mnist)), run: (times) => void train(times) };
};

const xor: Make = ({ x, y, w1, w2 }, settings) => {
  const network = (p: Weights, rows: Mat) => sigmoid(matmul(sigmoid(matmul(rows, p['w1']!)), p['w2']!));
  const step = compile(
    descent((p, rows, answers) => halfSquares(network(p, rows), answers), rates.xor),
    optionsOf(settings),
  );
  const start: Weights = { w1: matOf(w1!), w2: matOf(w2!) };
  const [rows, answers] = [matOf(x!), matOf(y!)];
  const train = (steps: number): Weights => {
    if (settings['repeat'] === 1) return step.repeat(start, steps, rows, answers) as Weights;
    let p = start;
    for (let i = 0; i < steps; i += 1) p = step(p, rows, answers);
    return p;
  };
  return { outputs: () => tablesOf(train(checkedSteps.xor)), run: (times) => void train(times) };
};

/** The same function of the same matrices, over and over. */
const ofMatrices =
  (names: readonly string[], f: (...xs: readonly Mat[]) => Mat): Make =>
  (tables, settings) => {
    const compiled = asTold(f, settings);
    const [xs, others] = [0, 1].map(() => names.map((name) => matOf(tables[name]!))) as [Mat[], Mat[]];
    const next = settings['engine'] === 'closures' ? others : xs; // closures compute nothing again while their arguments stay
    const run = (times: number): void => {
      for (let done = 0; done < times; done += 1) compiled(...(done % 2 === 0 ? xs : next));
    };
    return { outputs: () => ({ result: tableOf(compiled(...xs)) }), run };
  };
const crossEntropy = (z: Mat, y: Mat): Mat => sub(softplus(z), mul(y, z));

const seconds = (f: () => unknown): number => {
  const start = performance.now();
  f();
  return (performance.now() - start) / 1000;
};

/** The first call less a later one; all on matrices that the engine has not seen. */
const compileExercise4: Make = (tables, settings) => {
  const f = compile(valueAndGrad(exercise4Loss), optionsOf(settings));
  const call = () => f(parametersOf(tables), ...dataOf(tables));
  return {
    outputs: () => ({ cost: tableOf(call().value) }),
    run: () => seconds(call) - median(Array.from({ length: 5 }, () => seconds(call))),
  };
};

/** Layers of 4 units, as many as it takes for the gradient's tape to have about so many entries. */
const compileEntries: Make = (tables, settings) => {
  const weights = (layers: number): readonly Mat[] =>
    Array.from({ length: layers }, (_, layer) =>
      matrix.of(
        4,
        4,
        Float64Array.from({ length: 16 }, (_each, i) => Math.cos(i + layer) / 2),
      ),
    );
  const loss = (p: readonly Mat[], x: Mat): Scalar => sum(square(p.reduce((h, w) => tanh(matmul(h, w)), x)));
  const f = valueAndGrad(loss);
  const entriesOf = (layers: number): number =>
    simplify(
      record(
        (p: readonly Mat[], x: Mat) => leaves(f(p, x).gradient),
        weights(layers).map(() => spec(4, 4)),
        spec(8, 4),
      ),
    ).entries.length;
  const wanted = tables['entries']!.values[0]!;
  const perLayer = 14; // w, the product, tanh, and what their derivatives take
  const layers = Math.max(1, Math.round(wanted / perLayer));
  const x = matrix.of(
    8,
    4,
    Float64Array.from({ length: 32 }, (_, i) => Math.sin(i)),
  );
  const p = weights(layers);
  const compiled = compile(f, optionsOf(settings));
  return {
    outputs: () => ({
      first: tableOf(compiled(p, x).gradient[0]!),
      entries: { rows: 1, columns: 1, values: Float64Array.of(entriesOf(layers)) },
    }),
    run: () => seconds(() => compiled(p, x)),
  };
};

const packagePath = resolve(import.meta.dirname, '../../../packages/core/package.json');

export const peer: Peer = {
  version: (JSON.parse(readFileSync(packagePath, 'utf8')) as { readonly version: string }).version,
  describe: ({ engine, threads }) =>
    `${engine === 'none' ? 'interpreted' : engine}${engine === 'wasm' ? `, ${threads} threads of ${engineStatus().threads}` : ''}`,
  programs: {
    exercise4,
    mnist,
    xor,
    product: ofMatrices(['a', 'b'], (a, b) => matmul(a!, b!)),
    productTransposed: ofMatrices(['a', 'b'], (a, b) => matmul(transpose(a!), b!)),
    sigmoid: ofMatrices(['x'], (x) => sigmoid(x!)),
    sigmoidSum: ofMatrices(['x'], (x) => sum(sigmoid(x!))),
    crossEntropy: ofMatrices(['x', 'y'], (x, y) => crossEntropy(x!, y!)),
    crossEntropySum: ofMatrices(['x', 'y'], (x, y) => sum(crossEntropy(x!, y!))),
    compileExercise4,
    compileEntries,
  },
};
