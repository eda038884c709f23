import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lbfgs } from '../../../packages/nn/src/minimize/lbfgs.ts';
import { distanceToNearest, type Known, ofOne, quadratic, rosenbrock, wall, watched } from './functions.ts';
import { descents, quickDescents, runOf, vector } from './runs.ts';

describe.each(Object.entries(descents))('%s', (_name, method) => {
  const run = runOf(method);

  test.each([
    [NaN, 1],
    [Infinity, 1],
    [1, NaN],
    [1, -Infinity],
  ])('ends at once where the start has the value %d and the gradient %d', (value, slope) => {
    const seen = watched(ofOne({ value: () => value, slope: () => slope, bend: () => 1 }));
    const { state, status, states } = run(seen, [7]);
    expect(status).toBe('nonFinite');
    expect(state.point).toEqual(Float64Array.of(7));
    expect(states).toEqual([]);
    expect(seen.calls()).toBe(1);
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

  test.each([1, 1e-5])('a gradient with the wrong sign, of size %d, ends as lineSearchFailed at the start', (size) => {
    const wrong = ofOne({ value: (x) => x, slope: () => -size, bend: () => 0 });
    const { state, status } = run(wrong, [1], { maxEvaluations: 500 });
    expect(status).toBe('lineSearchFailed');
    expect(state.point).toEqual(Float64Array.of(1));
    expect(state.evaluations).toBeLessThan(500);
  });

  test('a function unbounded below ends with an honest status', () => {
    for (const [value, slope, bend] of unbounded) {
      const seen = watched(ofOne({ value, slope, bend }));
      const { state, status } = run(seen, [1], { maxEvaluations: 2000 });
      expect(['unbounded', 'nonFinite', 'evaluationLimit']).toContain(status);
      expect(Number.isFinite(state.value)).toBe(true);
      expect(state.value).toBeLessThan(-1e10);
      expect(seen.calls()).toBeLessThanOrEqual(2000);
    }
  });

  test('valueTolerance ends slow progress, and the message still tells the gradient', () => {
    const quartic = ofOne({ value: (x) => 1000 * (1 + x ** 4), slope: (x) => 4000 * x ** 3, bend: (x) => 12000 * x * x });
    const { status, message, states } = run(quartic, [1.37], { valueTolerance: 1e-3, gradientTolerance: 0 });
    const decreases = states.slice(1).map(({ value }, i) => (states[i]!.value - value) / states[i]!.value);
    expect(status).toBe('converged');
    expect(message).toMatch(/at most valueTolerance \(0\.001\) of its magnitude; the largest element of the gradient is still /);
    expect(decreases.at(-1)).toBeLessThanOrEqual(1e-3);
    expect(Math.min(1, ...decreases.slice(0, -1))).toBeGreaterThan(1e-3);
  });
});

type Function = (x: number) => number;
/** a line, a parabola upside down, -x³ and -exp x: value, slope and second derivative */
const unbounded: readonly (readonly [Function, Function, Function])[] = [
  [(x) => -x, () => -1, () => 0],
  [(x) => -x * x, (x) => -2 * x, () => -2],
  [(x) => -(x ** 3), (x) => -3 * x * x, (x) => -6 * x],
  [(x) => -Math.exp(x), (x) => -Math.exp(x), (x) => -Math.exp(x)],
];

/** From here the squares of lbfgsb's gradients come to underflow: it goes on and on beside the minimum, and the value stays. */
const underflowing = [-1.3955078125, -2.720703125, 0];

describe.each(Object.entries(quickDescents))('%s', (_name, method) => {
  test('ends as precisionLimit or with a gradient of zero where rounding hides the rest of the descent', () => {
    fc.assert(
      fc.property(vector(3), vector(3), (start, minimum) => {
        const objective = quadratic([1, 10, 100], [1, 2, 3], minimum, 1e6);
        const { state, status } = runOf(method)(objective, start, { gradientTolerance: 0, valueTolerance: 0 });
        expect(status === 'precisionLimit' || (status === 'converged' && state.gradientNorm === 0)).toBe(true);
        expect(distanceToNearest(state.point, objective)).toBeLessThan(1e-3);
      }),
      { examples: [[underflowing, [0, 0, 0]]] },
    );
  });

  test('says what converged', () => {
    const { message } = runOf(method)(rosenbrock, [-1.2, 1]);
    expect(message).toMatch(/^No element of the gradient is larger than .*; gradientTolerance is 1e-8\.$/);
  });

  test('does not take a kink that it is stuck at for the end of precision', () => {
    const kinked: Known = {
      ...quadratic([1, 1], [1, 0], [0, 0]),
      valueAndGradient: ([x, y]) => ({ value: 1 + Math.max(x!, -9 * x!) + y! ** 2, gradient: Float64Array.of(x! > 0 ? 1 : -9, 2 * y!) }),
    };
    for (const start of [
      [0.3, 1],
      [2, 3],
      [-1, 5],
    ]) {
      const { state, status } = runOf(method)(kinked, start, { valueTolerance: 0 });
      if (state.value > 1 + 1e-9) expect(status).toBe('lineSearchFailed');
    }
  });
});

test('lbfgs goes on by the gradient where the value shows no decrease any more', () => {
  const sizes = Array.from({ length: 50 }, (_, i) => 1.25 ** i);
  const objective = quadratic(
    sizes,
    sizes.map(() => 1),
    sizes.map(() => 0),
    1e12,
  );
  const start = sizes.map((_, i) => 1 + (i % 3));
  const { state, status } = runOf(lbfgs)(objective, start, { valueTolerance: 0, maxIterations: 20_000, maxEvaluations: 200_000 });
  expect(status).toBe('converged');
  expect(state.gradientNorm).toBeLessThanOrEqual(1e-8);
});
