import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dampedModel, type DampedStep, stepWithin } from '../../../packages/nn/src/minimize/dampedModel.ts';
import { dot, fraction } from './runs.ts';

const [rows, columns] = [5, 3];
const numbers = (size: number) => fc.array(fraction(-4, 4), { minLength: size, maxLength: size }).map((x) => Float64Array.from(x));
const anyModel = fc.record({
  jacobian: numbers(rows * columns),
  residuals: numbers(rows).filter((r) => dot(r, r) > 0.1),
  scale: numbers(columns).map((x) => x.map((element) => 0.5 + Math.abs(element))),
});
const times = (jacobian: Float64Array, x: Float64Array): Float64Array =>
  Float64Array.from({ length: rows }, (_, i) => dot(jacobian.subarray(i * columns, (i + 1) * columns), x));
const transposeTimes = (jacobian: Float64Array, y: Float64Array): Float64Array =>
  Float64Array.from({ length: columns }, (_, j) => y.reduce((sum, element, i) => sum + element * jacobian[i * columns + j]!, 0));
/** (JᵀJ + λ D²) p + Jᵀ r, which the step makes 0 */
const remainder = (jacobian: Float64Array, residuals: Float64Array, scale: Float64Array, { step, damping }: DampedStep): Float64Array => {
  const left = transposeTimes(
    jacobian,
    times(jacobian, step).map((element, i) => element + residuals[i]!),
  );
  return left.map((element, i) => element + damping * scale[i]! ** 2 * step[i]!);
};

test('a step solves the damped normal equations, and tells its length, its slope and the decrease of the model', () => {
  fc.assert(
    fc.property(anyModel, fc.integer({ min: -6, max: 3 }), ({ jacobian, residuals, scale }, exponent) => {
      const trial = stepWithin(dampedModel(jacobian, residuals, scale), 2 ** exponent, 0);
      const size = 1 + Math.max(...trial.step.map(Math.abs));
      for (const element of remainder(jacobian, residuals, scale, trial)) expect(Math.abs(element) / size).toBeLessThan(1e-8);
      const scaled = trial.step.map((element, i) => element * scale[i]!);
      const moved = times(jacobian, trial.step).map((element, i) => element + residuals[i]!);
      expect(trial.length).toBeCloseTo(Math.sqrt(dot(scaled, scaled)), 8);
      expect(trial.predicted).toBeCloseTo((dot(residuals, residuals) - dot(moved, moved)) / 2, 8);
      expect(trial.slope).toBeCloseTo(dot(transposeTimes(jacobian, residuals), trial.step), 8);
    }),
  );
});

test('a step is as long as the radius to a tenth, or shorter and undamped', () => {
  fc.assert(
    fc.property(
      anyModel,
      fc.integer({ min: -20, max: 10 }),
      fc.constantFrom(0, 1e-9, 1, 1e9),
      ({ jacobian, residuals, scale }, exponent, guess) => {
        const radius = 2 ** exponent;
        const { length, damping } = stepWithin(dampedModel(jacobian, residuals, scale), radius, guess);
        expect(length).toBeLessThanOrEqual(1.1 * radius);
        if (damping > 0) expect(length).toBeGreaterThanOrEqual(0.9 * radius);
      },
    ),
    { numRuns: 1000 },
  );
});

test('columns of zeros and equal columns are no obstacle', () => {
  const jacobian = Float64Array.from({ length: rows * columns }, (_, at) => Number(at % columns < 2));
  const model = dampedModel(jacobian, Float64Array.of(1, 2, 3, 4, 5), Float64Array.of(1, 1, 1));
  expect([...stepWithin(model, 100, 0).step]).toEqual([-1.5, -1.5, 0].map((element) => expect.closeTo(element, 12)));
  expect(stepWithin(model, 0.1, 0).length).toBeCloseTo(0.1, 1);
});
