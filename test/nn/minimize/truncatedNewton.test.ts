import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Ending, IterationState, Outcome } from '../../../packages/nn/src/minimize/method.ts';
import { methods } from '../../../packages/nn/src/minimize/methods.ts';
import type { Objective } from '../../../packages/nn/src/minimize/objective.ts';
import { runMethod } from '../../../packages/nn/src/minimize/runMethod.ts';
import type { TruncatedNewtonOptions } from '../../../packages/nn/src/minimize/truncatedNewton.ts';
import { beale, distanceToNearest, himmelblau, logBarrier, ofOne, ofTwo, quadratic, rosenbrock, wall, watched } from './functions.ts';
import type { Known } from './functions.ts';

const stoppedAt = (state: IterationState, ending: Ending): Outcome => ({ state, ...ending });

type Options = Partial<TruncatedNewtonOptions>;
interface Run extends Outcome {
  readonly states: readonly IterationState[];
}

const run = (objective: Objective, start: readonly number[], options: Options = {}): Run => {
  const states: IterationState[] = [];
  const outcome = runMethod(methods.tnc(objective, Float64Array.from(start), options), (state) => void states.push(state), stoppedAt);
  return { ...outcome, states };
};
const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, element, i) => sum + element * b[i]!, 0);

const fraction = (low: number, high: number) => fc.integer({ min: low * 1024, max: high * 1024 }).map((n) => n / 1024);
const vector = (size: number) => fc.array(fraction(-4, 4), { minLength: size, maxLength: size });
const convexQuadratic: fc.Arbitrary<{ objective: Known; start: number[] }> = fc.integer({ min: 1, max: 12 }).chain((size) =>
  fc
    .record({
      exponents: fc.array(fraction(0, 6), { minLength: size, maxLength: size }),
      mirror: vector(size),
      minimum: vector(size),
      start: vector(size),
    })
    .map(({ exponents, mirror, minimum, start }) => ({
      objective: quadratic(
        exponents.map((e) => 10 ** e),
        mirror,
        minimum,
      ),
      start,
    })),
);
const anyMemory = fc.constantFrom(0, 1, 5);

const meetsStrongWolfe = (from: IterationState, to: IterationState): void => {
  const step = to.point.map((element, i) => element - from.point[i]!);
  const slope = dot(from.gradient, step);
  const rounding = 1e-12 * Math.abs(slope) + 4 * Number.EPSILON * Math.abs(from.value);
  expect(slope).toBeLessThan(0);
  expect(to.value).toBeLessThanOrEqual(from.value);
  expect(to.value).toBeLessThanOrEqual(from.value + 1e-4 * slope + rounding);
  expect(Math.abs(dot(to.gradient, step))).toBeLessThanOrEqual(0.9 * Math.abs(slope) + rounding);
};

describe.each(Object.entries({ rosenbrock, himmelblau }))('%s', (_name, objective) => {
  test('is minimized to 1e-8 from anywhere, each step meeting the strong Wolfe conditions', () => {
    fc.assert(
      fc.property(vector(2), anyMemory, (start, memory) => {
        const { state, status, states } = run(objective, start, { memory, gradientTolerance: 1e-9, valueTolerance: 0 });
        expect(status).toBe('converged');
        expect(distanceToNearest(state.point, objective)).toBeLessThan(1e-8);
        states.slice(1).forEach((to, i) => meetsStrongWolfe(states[i]!, to));
      }),
      { numRuns: 300 },
    );
  });
});

test.each([[[1, 1]], [[0, 0]], [[2.5, 1]], [[4, 0]]])('beale is minimized to 1e-8 from %j', (start) => {
  const { state, status } = run(beale, start, { gradientTolerance: 1e-10, valueTolerance: 0 });
  expect(status).toBe('converged');
  expect(distanceToNearest(state.point, beale)).toBeLessThan(1e-8);
});

test('convex quadratics of condition up to 1e6 are minimized to 1e-8', () => {
  fc.assert(
    fc.property(convexQuadratic, anyMemory, ({ objective, start }, memory) => {
      const { state, status, states } = run(objective, start, { memory, gradientTolerance: 1e-9, valueTolerance: 0 });
      expect(status).toBe('converged');
      expect(distanceToNearest(state.point, objective)).toBeLessThan(1e-8);
      states.slice(1).forEach((to, i) => meetsStrongWolfe(states[i]!, to));
    }),
    { numRuns: 300 },
  );
});

test('gradientTolerance ends the run at the first state that meets it', () => {
  fc.assert(
    fc.property(vector(2), fc.integer({ min: -10, max: 2 }), (start, exponent) => {
      const gradientTolerance = 10 ** exponent;
      const norms = run(himmelblau, start, { gradientTolerance, valueTolerance: 0 }).states.map(({ gradientNorm }) => gradientNorm);
      expect(norms.findIndex((norm) => norm <= gradientTolerance)).toBe(norms.length - 1);
    }),
  );
});

test('rosenbrock from the classical start takes few evaluations, and says what converged', () => {
  const { state, message } = run(rosenbrock, [-1.2, 1]);
  expect(state.evaluations).toBeLessThan(120);
  expect(message).toMatch(/^No element of the gradient is larger than .*; gradientTolerance is 1e-8\.$/);
});

describe.each(Object.entries({ rosenbrock, himmelblau, beale, quadratic: quadratic([1, 1e3, 1e6], [1, 2, 3], [1, 2, 3]) }))(
  '%s under a limit of evaluations',
  (_name, objective) => {
    test('ends at the best point, with the evaluations that were really made and never more than allowed', () => {
      fc.assert(
        fc.property(vector(objective.size), fc.integer({ min: 1, max: 60 }), anyMemory, (start, maxEvaluations, memory) => {
          const seen = watched(objective);
          const { state, status, states } = run(seen, start, { maxEvaluations, memory });
          expect(state.evaluations).toBe(seen.calls());
          expect(seen.calls()).toBeLessThanOrEqual(maxEvaluations);
          if (status === 'evaluationLimit') expect(seen.calls()).toBe(maxEvaluations);
          expect(state.value).toBe(Math.min(...seen.values));
          expect(states.map(({ iterations }) => iterations)).toEqual(states.map((_, i) => i));
          expect({ ...states.at(-1)!, evaluations: state.evaluations }).toEqual(state);
          const { value, gradient } = objective.valueAndGradient(state.point);
          expect(state).toMatchObject({ value, gradient, gradientNorm: Math.max(...gradient.map(Math.abs)) });
        }),
        { numRuns: 300 },
      );
    });
  },
);

test.each([2, 3, 4])('the last of %d evaluations is left for the line search', (maxEvaluations) => {
  const { state, status } = run(quadratic([0.01, 0.3, 1.9], [1, 1, 1], [1, 2, 3]), [4, -1, 2], { maxEvaluations });
  expect(status).toBe('evaluationLimit');
  expect(state).toMatchObject({ iterations: 1, evaluations: maxEvaluations });
});

test('a quadratic in n dimensions takes n products and two values without a preconditioner', () => {
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

test('a log barrier is minimized though steps into its NaN are tried', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fraction(1 / 16, 8), fraction(1 / 16, 64)), { minLength: 1, maxLength: 6 }), (pairs) => {
      const barrier = logBarrier(pairs.map(([slope]) => slope));
      const { state, status, states } = run(
        barrier,
        pairs.map(([, start]) => start),
        { gradientTolerance: 1e-11, valueTolerance: 0 },
      );
      expect(['converged', 'precisionLimit']).toContain(status);
      expect(distanceToNearest(state.point, barrier)).toBeLessThan(1e-6);
      for (const { point, value } of states) expect([value, ...point].every(Number.isFinite)).toBe(true);
    }),
  );
});

test('before a wall of NaN it ends as nonFinite at the last finite point', () => {
  const seen = watched(wall);
  const { state, status, message } = run(seen, [0]);
  expect(status).toBe('nonFinite');
  expect(state.point[0]).toBeGreaterThan(1 - 1e-9);
  expect(state.point[0]).toBeLessThanOrEqual(1);
  expect(message).toBe('Every step gives NaN, Infinity or no lower value; the largest element of the gradient is 2.');
  expect(seen.calls()).toBeLessThan(1000);
});

test.each([
  [NaN, 1],
  [Infinity, 1],
  [1, NaN],
  [1, -Infinity],
])('value %d with gradient %d at the start ends at once', (value, slope) => {
  const seen = watched(ofOne({ value: () => value, slope: () => slope, bend: () => 1 }));
  const { state, status, states } = run(seen, [7]);
  expect(status).toBe('nonFinite');
  expect(state.point).toEqual(Float64Array.of(7));
  expect(states).toEqual([]);
  expect(seen.calls()).toBe(1);
});

test('Hessian-vector products that are NaN leave descent along the gradient', () => {
  const blind: Objective = { ...rosenbrock, hessianVector: () => Float64Array.of(NaN, NaN) };
  const { state, status } = run(blind, [-1.2, 1]);
  expect(status).toBe('converged');
  expect(distanceToNearest(state.point, rosenbrock)).toBeLessThan(1e-6);
});

test.each([
  ['a line', ofOne({ value: (x) => -x, slope: () => -1, bend: () => 0 })],
  ['a parabola upside down', ofOne({ value: (x) => -x * x, slope: (x) => -2 * x, bend: () => -2 })],
  ['-x³', ofOne({ value: (x) => -(x ** 3), slope: (x) => -3 * x * x, bend: (x) => -6 * x })],
  ['-exp x', ofOne({ value: (x) => -Math.exp(x), slope: (x) => -Math.exp(x), bend: (x) => -Math.exp(x) })],
])('%s, unbounded below, ends with an honest status', (_name, objective) => {
  const seen = watched(objective);
  const { state, status } = run(seen, [1], { maxEvaluations: 2000 });
  expect(['unbounded', 'nonFinite', 'evaluationLimit']).toContain(status);
  expect(Number.isFinite(state.value)).toBe(true);
  expect(state.value).toBeLessThan(-1e10);
  expect(seen.calls()).toBeLessThanOrEqual(2000);
});

test.each([1, 1e-5])('a gradient with the wrong sign, of size %d, ends as lineSearchFailed at the start', (size) => {
  const wrong = ofOne({ value: (x) => x, slope: () => -size, bend: () => 0 });
  const { state, status } = run(wrong, [1], { maxEvaluations: 500 });
  expect(status).toBe('lineSearchFailed');
  expect(state.point).toEqual(Float64Array.of(1));
  expect(state.evaluations).toBeLessThan(500);
});

test('where rounding hides the rest of the descent it ends as precisionLimit or with a gradient of zero', () => {
  fc.assert(
    fc.property(vector(3), vector(3), (start, minimum) => {
      const objective = quadratic([1, 10, 100], [1, 2, 3], minimum, 1e6);
      const { state, status } = run(objective, start, { gradientTolerance: 0, valueTolerance: 0 });
      expect(status === 'precisionLimit' || (status === 'converged' && state.gradientNorm === 0)).toBe(true);
      expect(distanceToNearest(state.point, objective)).toBeLessThan(1e-3);
    }),
  );
});

test('valueTolerance ends slow progress, and the message still tells the gradient', () => {
  const quartic = ofOne({ value: (x) => 1000 * (1 + x ** 4), slope: (x) => 4000 * x ** 3, bend: (x) => 12000 * x * x });
  const { status, message, states } = run(quartic, [1], { valueTolerance: 1e-3, gradientTolerance: 0 });
  const decreases = states.slice(1).map(({ value }, i) => (states[i]!.value - value) / states[i]!.value);
  expect(status).toBe('converged');
  expect(message).toMatch(/at most valueTolerance \(0\.001\) of its magnitude; the largest element of the gradient is still /);
  expect(decreases.at(-1)).toBeLessThanOrEqual(1e-3);
  expect(Math.min(...decreases.slice(0, -1))).toBeGreaterThan(1e-3);
});

test('the limit of iterations is kept and told', () => {
  const { state, status, message } = run(rosenbrock, [-1.2, 1], { maxIterations: 3 });
  expect(status).toBe('iterationLimit');
  expect(state.iterations).toBe(3);
  expect(message).toBe('All 3 iterations were used before a convergence test held.');
});

test('a caller stops the run by answering stop', () => {
  const seen = watched(rosenbrock);
  const outcome = runMethod(
    methods.tnc(seen, Float64Array.of(-1.2, 1)),
    ({ iterations }) => (iterations === 2 ? 'stop' : undefined),
    stoppedAt,
  );
  expect(outcome).toMatchObject({ status: 'stopped', state: { iterations: 2, evaluations: seen.calls() } });
});

test('a start at the minimum converges with one evaluation and no iteration', () => {
  expect(run(rosenbrock, [1, 1])).toMatchObject({ status: 'converged', state: { iterations: 0, evaluations: 1 } });
});

test('states and the start keep their numbers while the run goes on', () => {
  const start = Float64Array.of(-1.2, 1);
  const states = [...methods.tnc(rosenbrock, start)];
  expect(start).toEqual(Float64Array.of(-1.2, 1));
  start.fill(0);
  for (const { point, value } of states) expect(rosenbrock.valueAndGradient(point).value).toBe(value);
});

test.each<[Options, string]>([
  [{ maxEvaluations: 0 }, 'maxEvaluations is 0: it must be a whole number of at least 1, or Infinity'],
  [{ maxEvaluations: 2.5 }, 'maxEvaluations is 2.5: it must be a whole number of at least 1, or Infinity'],
  [{ maxIterations: NaN }, 'maxIterations is NaN: it must be a whole number of at least 1, or Infinity'],
  [{ maxInnerSteps: 0 }, 'maxInnerSteps is 0: it must be a whole number of at least 1, or Infinity'],
  [{ memory: -1 }, 'memory is -1: it must be a whole number of at least 0, or Infinity'],
  [{ gradientTolerance: -1 }, 'gradientTolerance is -1: it must be at least 0'],
  [{ valueTolerance: NaN }, 'valueTolerance is NaN: it must be at least 0'],
])('options that make no sense are refused: %j', (options, message) => {
  expect(() => run(rosenbrock, [1, 1], options)).toThrow(new RangeError(message));
});

test('Infinity is no limit', () => {
  const limitless = { maxEvaluations: Infinity, maxIterations: Infinity, maxInnerSteps: Infinity, memory: Infinity };
  expect(run(rosenbrock, [-1.2, 1], limitless).status).toBe('converged');
});

test('a start of the wrong size is refused', () => {
  expect(() => run(rosenbrock, [1])).toThrow(new RangeError('the start has 1 elements, the objective takes 2'));
});
