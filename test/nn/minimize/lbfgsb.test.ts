import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FlatBounds } from '../../../packages/nn/src/minimize/bounds.ts';
import { lbfgs } from '../../../packages/nn/src/minimize/lbfgs.ts';
import { lbfgsb } from '../../../packages/nn/src/minimize/lbfgsb.ts';
import type { IterationState } from '../../../packages/nn/src/minimize/method.ts';
import type { Objective } from '../../../packages/nn/src/minimize/objective.ts';
import { himmelblau, logBarrier, quadratic, rosenbrock } from './functions.ts';
import { convexQuadratic, dot, fraction, runOf, vector } from './runs.ts';

const run = runOf(lbfgsb);
const boxOf = (lower: readonly number[], upper: readonly number[]): FlatBounds => ({
  lower: Float64Array.from(lower),
  upper: Float64Array.from(upper),
});
const isWithin = ({ lower, upper }: FlatBounds, point: Float64Array): boolean =>
  point.every((element, i) => element >= lower[i]! && element <= upper[i]!);
/** The objective, which refuses to be asked outside. */
const onlyWithin = (bounds: FlatBounds, objective: Objective): Objective => ({
  ...objective,
  valueAndGradient: (x) => {
    expect(isWithin(bounds, x)).toBe(true);
    return objective.valueAndGradient(x);
  },
});
/** No element can go down by more than the tolerance: of a convex function the conditions of Karush, Kuhn and Tucker for its minimum. */
const expectMinimum = ({ lower, upper }: FlatBounds, point: Float64Array, gradient: Float64Array, tolerance: number): void =>
  gradient.forEach((g, i) => {
    expect(Math.min(g, point[i]! - lower[i]!)).toBeLessThanOrEqual(tolerance);
    expect(Math.min(-g, upper[i]! - point[i]!)).toBeLessThanOrEqual(tolerance);
  });

const anyBox = (size: number) =>
  fc
    .tuple(vector(size), fc.array(fc.oneof(fraction(0, 4), fc.constant(Infinity)), { minLength: size, maxLength: size }))
    .map(([lower, widths]) =>
      boxOf(
        lower,
        widths.map((width, i) => lower[i]! + width),
      ),
    );

test('the minimum of a convex quadratic within any box is found, and nothing outside is asked', () => {
  const problem = convexQuadratic(2).chain(({ objective, start }) =>
    anyBox(objective.size).map((bounds) => ({ objective, start, bounds })),
  );
  fc.assert(
    fc.property(problem, fc.constantFrom(1, 3, 10), ({ objective, start, bounds }, memory) => {
      const options = { bounds, memory, gradientTolerance: 1e-6, valueTolerance: 0 };
      const { state, status, states } = run(onlyWithin(bounds, objective), start, options);
      // at the bounds the value may be large, and its rounding hides what a small gradient promises
      expect(['converged', 'precisionLimit', 'lineSearchFailed']).toContain(status);
      expectMinimum(bounds, state.point, objective.valueAndGradient(state.point).gradient, status === 'converged' ? 1e-6 : 1e-2);
      states.slice(1).forEach(({ value }, i) => expect(value).toBeLessThanOrEqual(states[i]!.value));
    }),
    { numRuns: 300 },
  );
});

test('rosenbrock within any box ends where no element can go down', () => {
  fc.assert(
    fc.property(vector(2), anyBox(2), (start, bounds) => {
      const { state, status } = run(onlyWithin(bounds, rosenbrock), start, { bounds, gradientTolerance: 1e-6, valueTolerance: 0 });
      expect(['converged', 'precisionLimit']).toContain(status);
      expectMinimum(bounds, state.point, state.gradient, status === 'converged' ? 1e-6 : 1e-3);
    }),
    { numRuns: 300 },
  );
});

test('a start outside is moved to the nearest point inside', () => {
  const bounds = boxOf([0, 0], [1, Infinity]);
  const { states } = run(himmelblau, [5, -3], { bounds });
  expect(states[0]!.point).toEqual(Float64Array.of(1, 0));
});

test('bounds that meet fix an element', () => {
  const bounds = boxOf([0.5, -Infinity], [0.5, Infinity]);
  const { state, status } = run(rosenbrock, [-1, 3], { bounds });
  expect(status).toBe('converged');
  expect([...state.point]).toEqual([0.5, expect.closeTo(0.25, 9)]);
});

test('gradientNorm tells the projected gradient, not the pull of the bounds', () => {
  const { state, status } = run(quadratic([1, 4], [0, 0], [-3, 2]), [5, 5], { bounds: boxOf([0, 0], [9, 9]) });
  expect(status).toBe('converged');
  expect(state.point[0]).toBe(0);
  expect(state.gradient[0]).toBe(3);
  expect(state.gradientNorm).toBeLessThanOrEqual(1e-8);
});

/** The decrease, as a share of what the slope promises. */
const decreasesBy = (from: IterationState, to: IterationState): number =>
  (from.value - to.value) /
  -dot(
    from.gradient,
    to.point.map((element, i) => element - from.point[i]!),
  );

test('without bounds it takes the steps of lbfgs', () => {
  fc.assert(
    fc.property(vector(2), (start) => {
      const first = { maxIterations: 5 };
      const [bounded, free] = [run(himmelblau, start, first).states, runOf(lbfgs)(himmelblau, start, first).states];
      fc.pre(free.slice(1).every((to, i) => decreasesBy(free[i]!, to) > 1.1e-3)); // what lbfgsb asks of a step; lbfgs asks for 1e-4
      expect(bounded.length).toBe(free.length);
      bounded.forEach(({ point }, i) => point.forEach((element, j) => expect(element).toBeCloseTo(free[i]!.point[j]!, 5)));
    }),
    { examples: [[[0, 0]]] },
  );
});

test('bounds keep it out of a region of NaN', () => {
  const bounds = boxOf([1 / 1024, 1 / 1024], [Infinity, Infinity]);
  const barrier = logBarrier([0.5, 3]);
  const { state, status } = run(onlyWithin(bounds, barrier), [4, 60], { bounds });
  expect(status).toBe('converged');
  expect([...state.point]).toEqual([expect.closeTo(2, 6), expect.closeTo(1 / 3, 6)]);
});
