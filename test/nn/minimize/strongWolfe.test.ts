import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Objective } from '../../../packages/nn/src/minimize/objective.ts';
import { strongWolfe } from '../../../packages/nn/src/minimize/strongWolfe.ts';
import type { LineSearchResult, StrongWolfeOptions } from '../../../packages/nn/src/minimize/strongWolfe.ts';
import { beale, himmelblau, logBarrier, metered, ofOne, quadratic, rosenbrock, wall, watched } from './functions.ts';

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, element, i) => sum + element * b[i]!, 0);
const at = (objective: Objective, point: Float64Array) => ({ point, ...objective.valueAndGradient(point) });
const searched = (
  objective: Objective,
  start: readonly number[],
  direction: readonly number[],
  options: Partial<StrongWolfeOptions> = {},
): LineSearchResult =>
  strongWolfe(
    metered(objective, 1000),
    { from: at(objective, Float64Array.from(start)), direction: Float64Array.from(direction) },
    options,
  );

const fraction = (low: number, high: number) => fc.integer({ min: low * 1024, max: high * 1024 }).map((n) => n / 1024);
const powerOfTwo = fc.integer({ min: -8, max: 4 }).map((n) => 2 ** n);
const bounded = { rosenbrock, himmelblau, beale, quadratic: quadratic([1, 1e6], [1, 3], [1, -1]) };

describe.each(Object.entries(bounded))('along a line of %s', (_name, objective) => {
  test('the accepted step meets both strong Wolfe conditions, recomputed from the function', () => {
    fc.assert(
      fc.property(
        fc.tuple(fraction(-4, 4), fraction(-4, 4)),
        fc.tuple(powerOfTwo, powerOfTwo),
        powerOfTwo,
        fc.constantFrom(0.1, 0.5, 0.9),
        (start, weights, initialStep, curvature) => {
          const from = at(objective, Float64Array.from(start));
          const direction = from.gradient.map((element, i) => -weights[i]! * element);
          const slope = dot(from.gradient, direction);
          fc.pre(slope < -1e-6);
          const { trial, ending } = searched(objective, start, [...direction], { curvature, initialStep });
          const to = at(
            objective,
            from.point.map((element, i) => element + trial.step * direction[i]!),
          );
          expect(ending).toBe('wolfe');
          expect(trial.step).toBeGreaterThan(0);
          expect(trial.value).toBe(to.value);
          expect(trial.gradient).toEqual(to.gradient);
          expect(to.value).toBeLessThanOrEqual(from.value + 1e-4 * trial.step * slope + 4 * Number.EPSILON * from.value);
          expect(Math.abs(dot(to.gradient, direction))).toBeLessThanOrEqual(curvature * Math.abs(slope));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('it makes as many evaluations as its limit allows and answers with the lowest of them', () => {
    fc.assert(
      fc.property(fc.tuple(fraction(-4, 4), fraction(-4, 4)), fc.integer({ min: 0, max: 6 }), (start, limit) => {
        const from = at(objective, Float64Array.from(start));
        fc.pre(dot(from.gradient, from.gradient) > 1e-6);
        const seen = watched(objective);
        const counted = metered(seen, limit);
        const { trial, ending } = strongWolfe(counted, { from, direction: from.gradient.map((element) => -element) }, { curvature: 1e-9 });
        expect(seen.calls()).toBe(counted.budget.evaluations);
        expect(trial.value).toBe(Math.min(from.value, ...seen.values));
        if (ending === 'limit') expect(seen.calls()).toBe(limit);
        else expect(seen.calls()).toBeLessThanOrEqual(limit);
      }),
    );
  });
});

const parabola = ofOne({ value: (x) => x * x, slope: (x) => 2 * x, bend: () => 2 });

test('a step that is already good costs one evaluation', () => {
  const seen = watched(parabola);
  const result = strongWolfe(metered(seen, 10), { from: at(parabola, Float64Array.of(1)), direction: Float64Array.of(-1) });
  expect(result).toMatchObject({ ending: 'wolfe', trial: { step: 1, value: 0 } });
  expect(seen.calls()).toBe(1);
});

test('a step that is too long is replaced by the minimizer of the cubic, exact on a parabola', () => {
  const { trial } = searched(parabola, [1], [-4], { curvature: 1e-6 });
  expect(trial.step).toBeCloseTo(0.25, 12);
});

test('a step that is too short is lengthened', () => {
  expect(searched(parabola, [1], [-1e-6])).toMatchObject({ ending: 'wolfe' });
});

test('a step that is too short is lengthened by at most four times the last stretch, to the minimizer of the cubic where that is nearer', () => {
  const far = ofOne({ value: (x) => (x - 3) ** 2, slope: (x) => 2 * (x - 3), bend: () => 2 });
  const trials = watched(far);
  const { trial } = searched(trials, [0], [1], { curvature: 1e-6 });
  expect(trial.step).toBeCloseTo(3, 12);
  expect(trials.values.length - 1).toBe(2);
  const farther = watched(ofOne({ value: (x) => (x - 99) ** 2, slope: (x) => 2 * (x - 99), bend: () => 2 }));
  searched(farther, [0], [1], { curvature: 1e-6 });
  expect(farther.values.slice(1, 4)).toEqual([1, 5, 21].map((x) => (x - 99) ** 2));
});

test('no step is longer than the longest, which ends the search where the value still falls', () => {
  const line = watched(ofOne({ value: (x) => -x, slope: () => -1, bend: () => 0 }));
  const { trial, ending } = searched(line, [0], [1], { maxStep: 7 });
  expect([trial.step, ending]).toEqual([7, 'longest']);
  expect(line.values).toEqual([0, 1, 5, 7].map((x) => -x));
});

test('a line may say itself where a step leads', () => {
  const pointAt = (step: number): Float64Array => Float64Array.of(Math.min(step, 0.5));
  const from = at(parabola, Float64Array.of(-1));
  const { trial } = strongWolfe(metered(parabola, 10), { from, direction: Float64Array.of(1), pointAt });
  expect([trial.step, trial.point]).toEqual([1, Float64Array.of(0.5)]);
});

test('a flat tail that is barely lower is not accepted: the decrease must be in proportion to the step', () => {
  const bump = ofOne({ value: (x) => -x * Math.exp(-x), slope: (x) => (x - 1) * Math.exp(-x), bend: () => 0 });
  const { trial, ending } = searched(bump, [0], [1], { initialStep: 20 });
  expect(ending).toBe('wolfe');
  expect(trial.step).toBeLessThan(10);
});

test('a trial above one that was found before is not accepted, though it meets both conditions', () => {
  const low = new Map([
    [0, [0, -1]],
    [1, [-1, -1]],
    [4, [-0.9, 0]],
  ]);
  const bumpy = ofOne({ value: (x) => low.get(x)?.[0] ?? -1.5, slope: (x) => low.get(x)?.[1] ?? 0, bend: () => 0 });
  expect(searched(bumpy, [0], [1], { curvature: 0.5 })).toMatchObject({ ending: 'wolfe', trial: { value: -1.5 } });
});

test('rounding is forgiven down to an equal value, never up to a larger one', () => {
  const flat = (change: number) => ofOne({ value: (x) => 1e6 + (x > 0 ? change : 0), slope: (x) => (x > 0 ? 0 : -1e-6), bend: () => 0 });
  expect(searched(flat(0), [0], [1])).toMatchObject({ ending: 'wolfe', trial: { step: 1 } });
  expect(searched(flat(2 ** -33), [0], [1])).toMatchObject({ ending: 'failed', trial: { step: 0 } });
});

test('steps into a region of NaN shrink until the value is finite', () => {
  const { trial, ending } = searched(logBarrier([1]), [3], [-1e6]);
  expect(ending).toBe('wolfe');
  expect(trial.point[0]).toBeGreaterThan(0);
});

test('before a wall of NaN it answers with the lowest finite point and says nonFinite', () => {
  const { trial, ending } = searched(wall, [0], [4], { curvature: 0.1 });
  expect(ending).toBe('nonFinite');
  expect(trial.point[0]).toBeGreaterThan(0.99);
  expect(trial.value).toBeLessThan(1.03);
});

test('where every step gives NaN it answers with the start of the line', () => {
  const from = { point: Float64Array.of(1), value: 1, gradient: Float64Array.of(1) };
  const nowhere = ofOne({ value: () => NaN, slope: () => NaN, bend: () => NaN });
  const result = strongWolfe(metered(nowhere, 100), { from, direction: Float64Array.of(-1) });
  expect(result).toMatchObject({ ending: 'nonFinite', trial: { step: 0, value: 1 } });
});

test('a finite value with an infinite gradient is no finite trial', () => {
  const steep = ofOne({ value: (x) => x, slope: (x) => (x < 0.5 ? -Infinity : 1), bend: () => 0 });
  expect(searched(steep, [1], [-1]).trial.point[0]).toBeGreaterThanOrEqual(0.5);
});

test('a line that falls for ever ends as unbounded', () => {
  const line = ofOne({ value: (x) => -x, slope: () => -1, bend: () => 0 });
  const { trial, ending } = searched(line, [0], [1]);
  expect(ending).toBe('unbounded');
  expect(trial.value).toBeLessThan(-1e15);
});

test.each([[1], [0], [NaN], [Infinity], [-Infinity]])('a direction of %d, which leads down by no finite slope, costs nothing', (factor) => {
  const seen = watched(parabola);
  const result = strongWolfe(metered(seen, 10), { from: at(parabola, Float64Array.of(1)), direction: Float64Array.of(factor) });
  expect(result).toMatchObject({ ending: 'failed', trial: { step: 0 } });
  expect(seen.calls()).toBe(0);
});

test('a gradient with the wrong sign fails instead of looping', () => {
  const wrong = ofOne({ value: (x) => x, slope: () => -1, bend: () => 0 });
  expect(searched(wrong, [0], [1])).toMatchObject({ ending: 'failed', trial: { step: 0 } });
});
