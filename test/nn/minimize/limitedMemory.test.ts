import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inverseHessianTimes, remember } from '../../../packages/nn/src/minimize/limitedMemory.ts';
import type { SecantPair } from '../../../packages/nn/src/minimize/limitedMemory.ts';
import { quadratic } from './functions.ts';

const bowl = quadratic([1, 2, 5, 8], [1, 2, 0, -1], [0, 0, 0, 0]);
const at = (point: readonly number[]) => ({ point: Float64Array.from(point), ...bowl.valueAndGradient(Float64Array.from(point)) });
const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, element, i) => sum + element * b[i]!, 0);

const vector = fc
  .array(
    fc.integer({ min: -1024, max: 1024 }).map((n) => n / 256),
    { minLength: 4, maxLength: 4 },
  )
  .filter((x) => Math.hypot(...x) > 0.1);
const path = fc.array(vector, { minLength: 1, maxLength: 8 });
/** pairs along a path whose steps are the vectors */
const along = (steps: readonly number[][], capacity: number): readonly SecantPair[] => {
  let point = [0, 0, 0, 0];
  let pairs: readonly SecantPair[] = [];
  for (const step of steps) {
    const next = point.map((element, i) => element + step[i]!);
    pairs = remember(pairs, at(point), at(next), capacity);
    point = next;
  }
  return pairs;
};

test('the newest change of the gradient is taken back to its step', () => {
  fc.assert(
    fc.property(path, fc.integer({ min: 1, max: 5 }), (steps, capacity) => {
      const pairs = along(steps, capacity);
      const { step, change } = pairs.at(-1)!;
      inverseHessianTimes(pairs, change).forEach((element, i) => expect(element).toBeCloseTo(step[i]!, 9));
    }),
  );
});

test('the product is symmetric and positive definite', () => {
  fc.assert(
    fc.property(path, vector, vector, (steps, x, y) => {
      const pairs = along(steps, 5);
      const [left, right] = [Float64Array.from(x), Float64Array.from(y)];
      expect(dot(left, inverseHessianTimes(pairs, right))).toBeCloseTo(dot(inverseHessianTimes(pairs, left), right), 8);
      expect(dot(left, inverseHessianTimes(pairs, left))).toBeGreaterThan(0);
    }),
  );
});

test('on a quadratic, pairs along every conjugate direction make the inverse Hessian', () => {
  const axes = quadratic([1, 2, 5, 8], [0, 0, 0, 0], [0, 0, 0, 0]);
  const origin = { point: new Float64Array(4), gradient: new Float64Array(4) };
  const pairs = [0, 1, 2, 3].reduce<readonly SecantPair[]>((known, axis) => {
    const point = Float64Array.from({ length: 4 }, (_, i) => (i === axis ? 1 : 0));
    return remember(known, origin, { point, ...axes.valueAndGradient(point) }, 4);
  }, []);
  expect([...inverseHessianTimes(pairs, Float64Array.of(1, 2, 5, 8))]).toEqual([1, 1, 1, 1].map((one) => expect.closeTo(one, 12)));
});

test('a pair along which the gradient does not grow is not remembered', () => {
  const from = { point: Float64Array.of(0), gradient: Float64Array.of(1) };
  for (const gradient of [0.5, 1, NaN]) {
    expect(remember([], from, { point: Float64Array.of(1), gradient: Float64Array.of(gradient) }, 5)).toEqual([]);
  }
});

test('only the last pairs are kept, none for a capacity of 0', () => {
  const steps = [1, 2, 3].map((length) => [length, 0, 0, 0]);
  expect(along(steps, 2).map(({ step }) => step[0])).toEqual([2, 3]);
  expect(along(steps, 0)).toEqual([]);
});

test('without pairs the product is the vector itself', () => {
  const x = Float64Array.of(1, 2, 3, 4);
  expect(inverseHessianTimes([], x)).toEqual(x);
});
