import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conjugateGradient } from '../../../packages/nn/src/minimize/conjugateGradient.ts';
import { gradientDescent } from '../../../packages/nn/src/minimize/gradientDescent.ts';
import { lbfgs } from '../../../packages/nn/src/minimize/lbfgs.ts';
import { beale, distanceToNearest, himmelblau, logBarrier, quadratic, rosenbrock } from './functions.ts';
import { convexQuadratic, descents, dot, expectStrongWolfe, fraction, quickDescents, runOf, vector } from './runs.ts';

/** Slopes and starts of barriers whose terms cancel: the rounding of their values is many times that of the sums. */
const cancelling: readonly (readonly (readonly [slope: number, start: number])[])[] = [
  [
    [0.0625, 0.0625],
    [4.4716796875, 6.212890625],
    [0.8154296875, 0.0625],
    [0.0634765625, 16.365234375],
    [0.3544921875, 11.8134765625],
  ],
  [
    [3.8115234375, 13.0615234375],
    [0.0625, 42.0234375],
    [5.6279296875, 0.0673828125],
    [0.068359375, 0.0634765625],
    [0.0703125, 17.1435546875],
  ],
];

describe.each(Object.entries(quickDescents))('%s', (_name, method) => {
  const run = runOf(method);

  test.each(Object.entries({ rosenbrock, himmelblau }))(
    'minimizes %s to 1e-8 from anywhere, each step meeting the strong Wolfe conditions',
    (_function, objective) => {
      fc.assert(
        fc.property(vector(2), (start) => {
          const { state, status, states } = run(objective, start, { gradientTolerance: 1e-9, valueTolerance: 0 });
          expect(status).toBe('converged');
          expect(distanceToNearest(state.point, objective)).toBeLessThan(1e-8);
          states.slice(1).forEach((to, i) => expectStrongWolfe(states[i]!, to));
        }),
      );
    },
  );

  test.each([[[1, 1]], [[0, 0]], [[2.5, 1]], [[4, 0]]])('minimizes beale to 1e-8 from %j', (start) => {
    const { state, status } = run(beale, start, { gradientTolerance: 1e-10, valueTolerance: 0 });
    expect(status).toBe('converged');
    expect(distanceToNearest(state.point, beale)).toBeLessThan(1e-8);
  });

  const expectBarrierMinimized = (pairs: readonly (readonly [slope: number, start: number])[]): void => {
    const barrier = logBarrier(pairs.map(([slope]) => slope));
    const start = pairs.map(([, from]) => from);
    const { state, status, states } = run(barrier, start, { gradientTolerance: 1e-11, valueTolerance: 0 });
    const { value: lowest } = barrier.valueAndGradient(Float64Array.from(barrier.minima[0]!));
    expect(['converged', 'precisionLimit']).toContain(status);
    if (status === 'converged') expect(distanceToNearest(state.point, barrier)).toBeLessThan(1e-6);
    else expect(state.value - lowest).toBeLessThan(1e-12 * Math.max(1, Math.abs(lowest)));
    for (const { point, value } of states) expect([value, ...point].every(Number.isFinite)).toBe(true);
  };

  test('minimizes a log barrier though steps into its NaN are tried', () => {
    // From slopes of 1/2 on, every term is positive at its minimum: the rounding of the value is that of its terms.
    const slopeAndStart = fc.tuple(fraction(1 / 2, 8), fraction(1 / 16, 64));
    fc.assert(fc.property(fc.array(slopeAndStart, { minLength: 1, maxLength: 6 }), expectBarrierMinimized));
  });

  test.each(cancelling.map((pairs) => [pairs]))('calls the rounding of a value whose terms cancel by its name: %j', expectBarrierMinimized);
});

describe.each(Object.entries(descents))('%s', (_name, method) => {
  const run = runOf(method);

  test('minimizes convex quadratics of condition up to 100 to 1e-8, each step meeting the strong Wolfe conditions', () => {
    fc.assert(
      fc.property(convexQuadratic(2), ({ objective, start }) => {
        const { state, status, states } = run(objective, start, { gradientTolerance: 1e-9, valueTolerance: 0 });
        expect(status).toBe('converged');
        expect(distanceToNearest(state.point, objective)).toBeLessThan(1e-8);
        states.slice(1).forEach((to, i) => expectStrongWolfe(states[i]!, to));
      }),
    );
  });

  test('at the minimum it converges with one evaluation and no iteration', () => {
    expect(run(rosenbrock, [1, 1])).toMatchObject({ status: 'converged', state: { iterations: 0, evaluations: 1 } });
  });

  test('keeps the numbers of states and of the start while the run goes on', () => {
    const start = Float64Array.of(-1.2, 1);
    const states = [...method(rosenbrock, start, { maxIterations: 50 })];
    expect(start).toEqual(Float64Array.of(-1.2, 1));
    start.fill(0);
    for (const { point, value } of states) expect(rosenbrock.valueAndGradient(point).value).toBe(value);
  });

  test('ends at the first state that meets gradientTolerance', () => {
    fc.assert(
      fc.property(vector(2), fc.integer({ min: -6, max: 2 }), (start, exponent) => {
        const gradientTolerance = 10 ** exponent;
        const norms = run(himmelblau, start, { gradientTolerance, valueTolerance: 0 }).states.map(({ gradientNorm }) => gradientNorm);
        expect(norms.findIndex((norm) => norm <= gradientTolerance)).toBe(norms.length - 1);
      }),
    );
  });
});

test('conjugateGradient makes conjugate directions on a quadratic, so that three times n searches reach the minimum', () => {
  const shares = fc.sample(fc.tuple(vector(4), vector(4)), 100).map(([mirror, start]) => {
    const bowl = quadratic([1, 2, 4, 8], mirror, [0, 0, 0, 0]);
    const { state, states } = runOf(conjugateGradient)(bowl, start, { maxIterations: 12, gradientTolerance: 0, valueTolerance: 0 });
    return states[0]!.value === 0 ? 0 : state.value / states[0]!.value;
  });
  shares.sort((a, b) => a - b);
  // of 20,000 draws half came below 1e-36, all below 2e-5; steepest descent's: 4e-5 and 1e-3
  expect(shares[50]).toBeLessThan(1e-20);
  expect(shares[99]).toBeLessThan(1e-4);
});

test('conjugateGradient meets the curvature condition with 0.4 of the slope', () => {
  const { states } = runOf(conjugateGradient)(rosenbrock, [-1.2, 1]);
  expect(states.length).toBeGreaterThan(10);
  states.slice(1).forEach((to, i) => expectStrongWolfe(states[i]!, to, 0.4));
});

test('gradientDescent goes along the gradient', () => {
  const { states } = runOf(gradientDescent)(himmelblau, [0, 0], { maxIterations: 8 });
  expect(states.length).toBe(9);
  states.slice(1).forEach(({ point }, i) => {
    const { point: from, gradient } = states[i]!;
    const step = point.map((element, j) => element - from[j]!);
    const cosine = dot(step, gradient) / Math.sqrt(dot(step, step) * dot(gradient, gradient));
    expect(cosine).toBeCloseTo(-1, 12);
  });
});

test('gradientDescent needs many more evaluations than lbfgs where the condition is bad', () => {
  const bowl = quadratic([1, 300], [1, 2], [1, 1]);
  const evaluations = (method: typeof lbfgs): number => runOf(method)(bowl, [5, -3], { gradientTolerance: 1e-6 }).state.evaluations;
  expect(evaluations(gradientDescent)).toBeGreaterThan(5 * evaluations(lbfgs));
});

test('lbfgs remembers as many steps as it is told: with all of them a quadratic takes about n iterations, with one many', () => {
  const size = 12;
  const bowl = quadratic(
    Array.from({ length: size }, (_, i) => 10 ** (i / 3)),
    Array.from({ length: size }, (_, i) => i),
    Array.from({ length: size }, () => 1),
  );
  const iterationsWith = (memory: number): number =>
    runOf(lbfgs)(
      bowl,
      Array.from({ length: size }, () => 0),
      { memory, gradientTolerance: 1e-6, valueTolerance: 0 },
    ).state.iterations;
  expect(iterationsWith(40)).toBeLessThan(0.5 * iterationsWith(1));
});
