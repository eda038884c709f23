import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newtonDirection } from '../../../packages/nn/src/minimize/newtonDirection.ts';
import type { Objective } from '../../../packages/nn/src/minimize/objective.ts';
import { metered, ofOne, ofTwo, quadratic, watched } from './functions.ts';

const options = { maxInnerSteps: 20, reserve: 1, precondition: (residual: Float64Array): Float64Array => residual };
const at = (objective: Objective, point: readonly number[]) => ({
  point: Float64Array.from(point),
  ...objective.valueAndGradient(Float64Array.from(point)),
});
const integers = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 4, maxLength: 4 });
const norm = (x: Float64Array): number => Math.hypot(...x);

test('the residual of H d = -g is at most min(1/2, √‖g‖) ‖g‖, for any positive diagonal preconditioner', () => {
  fc.assert(
    fc.property(integers, integers, integers, integers, fc.integer({ min: 0, max: 8 }), (eigenvalues, mirror, weights, start, exponent) => {
      const objective = quadratic(eigenvalues, mirror, [0, 0, 0, 0]);
      const from = at(
        objective,
        start.map((element) => element * 10 ** -exponent),
      );
      const precondition = (residual: Float64Array): Float64Array => residual.map((element, i) => weights[i]! * element);
      const direction = newtonDirection(metered(objective, 100), from, { ...options, precondition });
      const residual = objective.hessianVector(from.point, direction).map((element, i) => element + from.gradient[i]!);
      const size = norm(from.gradient);
      expect(norm(residual)).toBeLessThanOrEqual(Math.min(0.5, Math.sqrt(size)) * size * (1 + 1e-9));
    }),
  );
});

test('at most maxInnerSteps products are made, and the reserve is left', () => {
  const seen = watched(quadratic([1, 10, 100, 1000], [1, 2, 3, 4], [0, 0, 0, 0]));
  const from = at(seen, [1e-9, 2e-9, 3e-9, -4e-9]);
  const products = (limit: number, maxInnerSteps: number): number => {
    const counted = metered(seen, limit);
    newtonDirection(counted, from, { ...options, maxInnerSteps, reserve: 2 });
    return counted.budget.evaluations;
  };
  expect([products(100, 3), products(4, 20), products(2, 20), products(0, 20)]).toEqual([3, 2, 0, 0]);
});

test.each([[0], [-1], [NaN], [Infinity]])('where the curvature is %d at once, the direction is steepest descent', (curvature) => {
  const objective = ofOne({ value: (x) => x, slope: () => 3, bend: () => curvature });
  expect(newtonDirection(metered(objective, 9), at(objective, [0]), options)).toEqual(Float64Array.of(-3));
});

test('where the curvature turns negative later, it is the direction so far', () => {
  const objective = ofTwo({ value: () => 0, gradient: () => [1, 0.5], hessian: () => [4, 0, -1] });
  const direction = newtonDirection(metered(objective, 9), at(objective, [0, 0]), options);
  const length = 1.25 / (4 - 0.25); // g·g / g·Hg
  expect([...direction]).toEqual([expect.closeTo(-length, 12), expect.closeTo(-length / 2, 12)]);
});
