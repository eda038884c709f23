import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Objective } from '../../../packages/nn/src/minimize/objective.ts';
import { truncatedNewton } from '../../../packages/nn/src/minimize/truncatedNewton.ts';
import { distanceToNearest, himmelblau, ofTwo, quadratic, rosenbrock } from './functions.ts';
import { convexQuadratic, expectStrongWolfe, runOf, vector } from './runs.ts';

const run = runOf(truncatedNewton);
const anyMemory = fc.constantFrom(0, 1, 5);

test.each([
  ['rosenbrock', rosenbrock],
  ['himmelblau', himmelblau],
])('%s is minimized to 1e-8 from anywhere with any memory', (_name, objective) => {
  fc.assert(
    fc.property(vector(2), anyMemory, (start, memory) => {
      const { state, status, states } = run(objective, start, { memory, gradientTolerance: 1e-9, valueTolerance: 0 });
      expect(status).toBe('converged');
      expect(distanceToNearest(state.point, objective)).toBeLessThan(1e-8);
      states.slice(1).forEach((to, i) => expectStrongWolfe(states[i]!, to));
    }),
    { numRuns: 300 },
  );
});

test('convex quadratics of condition up to 1e6 are minimized to 1e-8', () => {
  fc.assert(
    fc.property(convexQuadratic(6), anyMemory, ({ objective, start }, memory) => {
      const { state, status, states } = run(objective, start, { memory, gradientTolerance: 1e-9, valueTolerance: 0 });
      expect(status).toBe('converged');
      expect(distanceToNearest(state.point, objective)).toBeLessThan(1e-8);
      states.slice(1).forEach((to, i) => expectStrongWolfe(states[i]!, to));
    }),
    { numRuns: 300 },
  );
});

test.each([2, 3, 4])('the last of %d evaluations is left for the line search', (maxEvaluations) => {
  const { state, status } = run(quadratic([0.01, 0.3, 1.9], [1, 1, 1], [1, 2, 3]), [4, -1, 2], { maxEvaluations });
  expect(status).toBe('evaluationLimit');
  expect(state).toMatchObject({ iterations: 1, evaluations: maxEvaluations });
});

test('a quadratic of equal eigenvalues takes one product and two values without a preconditioner', () => {
  const tight = { memory: 0, gradientTolerance: 1e-12 };
  expect(run(quadratic([3, 3, 3], [0, 0, 0], [1, 2, 3]), [0, 0, 0], tight).state.evaluations).toBe(3);
});

test('negative curvature leads away from a saddle', () => {
  const saddle = ofTwo(
    { value: (x, y) => x * x - y * y + y ** 4 / 4, gradient: (x, y) => [2 * x, y ** 3 - 2 * y], hessian: (_x, y) => [2, 0, 3 * y * y - 2] },
    [
      [0, Math.SQRT2],
      [0, -Math.SQRT2],
    ],
  );
  const { state, status } = run(saddle, [1, 1e-3]);
  expect(status).toBe('converged');
  expect(distanceToNearest(state.point, saddle)).toBeLessThan(1e-8);
});

test('Hessian-vector products that are NaN leave descent along the gradient', () => {
  const blind: Objective = { ...rosenbrock, hessianVector: () => Float64Array.of(NaN, NaN) };
  const { state, status } = run(blind, [-1.2, 1]);
  expect(status).toBe('converged');
  expect(distanceToNearest(state.point, rosenbrock)).toBeLessThan(1e-6);
});
