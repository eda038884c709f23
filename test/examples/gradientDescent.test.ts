import { type Scalar, scalar, square } from '@adjoint/core';
import { expect, test } from 'vitest';
import { descend, gradientDescent } from '../../packages/examples/src/exercises/gradientDescent.ts';
import { noProgress } from '../../packages/examples/src/figures/progress.ts';

const step = gradientDescent((x: Scalar) => square(x), 0.1);
const costsOf = (iterations: number, every: number): readonly (readonly [number, number])[] =>
  descend(step, scalar(5), { iterations, every, progress: noProgress }).costs;

test.each([
  [10, 3, [0, 3, 6, 9]],
  [9, 4, [0, 4, 8]],
  [10, 4, [0, 4, 8, 9]],
  [1, 100, [0]],
])('of %i iterations and every %i-th the costs of %j are kept, each before its update', (iterations, every, kept) => {
  const costs = costsOf(iterations, every);
  expect(costs.map(([i]) => i)).toEqual(kept);
  for (const [i, cost] of costs) expect(cost).toBeCloseTo(25 * 0.64 ** i, 12); // a step multiplies x by 0.8
});

test('the last parameters are those after the last update', () => {
  const { state } = descend(step, scalar(5), { iterations: 4, every: 100, progress: noProgress });
  expect(state.p.at(0, 0)).toBeCloseTo(5 * 0.8 ** 4, 12);
});
