import { add, flatten, isMat, type Mat, type Scalar } from '@adjoint/core';
import { batches, dense, dropout, meanSquaredError, random, sequential, tanh, type TrainingState } from '@adjoint/nn';

// A net that draws noise, on 23 samples of a smooth function: with batches of 8 the last one is short.

export const net = sequential(dense(3, 5, tanh), dropout(0.25), dense(5, 2));
export const p0 = net.initialize(random(1));
export type Parameters = typeof p0;
type Noise = ReturnType<typeof net.draw>;

export const x = random(2).uniform(23, 3, -1, 1).value;
export const y = dense(3, 2, tanh).apply(dense(3, 2).initialize(random(3)), x);
export const held = { x: random(4).uniform(7, 3, -1, 1).value, y: random(5).uniform(7, 2, -1, 1).value };

export const data = batches(x, y, { size: 8, shuffle: true });
export const validation = batches(held.x, held.y, { size: 4 });

export const loss = (p: Parameters, batch: Mat<number, 3>, targets: Mat<number, 2>, noise?: Noise): Scalar =>
  meanSquaredError(net.apply(p, batch, noise), targets);

/** The loss, counting how often it is called: a compiled function calls it once per recording. */
export function countedLoss(): { readonly loss: typeof loss; readonly calls: () => number } {
  let calls = 0;
  const counted: typeof loss = (...given) => {
    calls += 1;
    return add(loss(...given), 0);
  };
  return { loss: counted, calls: () => calls };
}

/** All of a tree, its matrices to the last bit, as text. */
export function bitsOf(tree: unknown): string {
  const { leaves, paths } = flatten(tree, (leaf): leaf is unknown => isMat(leaf) || typeof leaf !== 'object' || leaf === null);
  const text = leaves.map((leaf, i) => `${paths[i]} = ${isMat(leaf) ? matrixBits(leaf) : numberBits(leaf)}`);
  return text.join('\n');
}
const matrixBits = (matrix: Mat): string =>
  `${matrix.rows}x${matrix.columns} ${Buffer.from(matrix.toFloat64Array().buffer).toString('hex')}`;
const numberBits = (value: unknown): string =>
  typeof value === 'number' ? Buffer.from(Float64Array.of(value).buffer).toString('hex') : JSON.stringify(value);

/** Every state of a training. */
export async function statesOf<P>(states: AsyncIterable<TrainingState<P>>): Promise<TrainingState<P>[]> {
  const kept: TrainingState<P>[] = [];
  for await (const state of states) kept.push(state);
  return kept;
}
