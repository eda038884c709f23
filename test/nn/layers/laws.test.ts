import { isMat, type Mat, matrix, mul, zeros } from '@adjoint/core';
import { dense, dropout, gelu, type Layer, layerNorm, parallel, random, residual, sequential, silu, softmax, tanh } from '@adjoint/nn';
import { describe } from 'vitest';
import { obeysTheLaws, type Whole } from '../wholeFunction.ts';

/** By the parameters and by a batch of three rows. */
function byParametersAndBatch<P>(net: Layer<P, 4, number, any>, rest: Partial<Whole> = {}, noise?: unknown): Whole {
  const p = net.initialize(random(1));
  return { tree: [p, zeros(3, 4)], of: ([q, x]: [P, Mat<3, 4>]) => net.apply(q, x, noise), ...rest };
}
/** layerNorm divides by the deviation of each row, which must not be near 0. */
const rowsSpread = (columns: number) => (xs: readonly Mat[]) =>
  xs
    .filter((x) => isMat(x) && x.rows === 3 && x.columns === columns)
    .every((x) => x.toArray().every((row) => Math.max(...row) - Math.min(...row) > 0.5));
const mask = matrix([
  [0, 2, 2, 0],
  [2, 0, 2, 2],
  [2, 2, 0, 0],
]);
const noisy = sequential(dropout(0.5), dense(4, 2, tanh));

describe.each<readonly [string, Whole]>([
  ['dense', byParametersAndBatch(dense(4, 2, tanh))],
  ['dense without activation', byParametersAndBatch(dense(4, 3))],
  ['layerNorm', byParametersAndBatch(layerNorm(4), { isSmooth: rowsSpread(4) })],
  ['dropout', byParametersAndBatch(noisy, {}, [mask, []])],
  ['residual', byParametersAndBatch(residual(sequential(dense(4, 2, gelu), dense(2, 4))))],
  ['parallel', byParametersAndBatch(parallel(dense(4, 2, tanh), residual(dense(4, 4, silu)), dense(4, 1)))],
  ['sequential with plain functions', byParametersAndBatch(sequential(dense(4, 3), gelu, (x) => mul(x, x), dense(3, 3), softmax))],
])('%s', (_name, whole) => {
  obeysTheLaws(whole);
});
