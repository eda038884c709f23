import { matrix } from '@adjoint/core';
import { minimize, type MinimizeOptions, numpyRandom } from '@adjoint/nn';
import { describe, expect, test } from 'vitest';
import { type CourseData, readCourseData } from '../../../packages/examples/src/data/courseData.ts';
import { COURSE_PARAMETERS, type CourseWeights, cutWeights } from '../../../packages/examples/src/data/courseWeights.ts';
import { cost } from '../../../packages/examples/src/digits.ts';

// Exercise 4 at lambda 1, its 10,285 weights drawn from ±0.12 by NumPy's seeds 0 to 4. The whole of it takes minutes: LONG=1 pnpm exec vitest run
// test/nn/minimize/exercise4.test.ts

const isLong = process.env['LONG'] === '1';
const initial = (seed: number): CourseWeights => cutWeights(numpyRandom(seed).uniform(1, COURSE_PARAMETERS, -0.12, 0.12).value);

/** Every so many rows: as many images of each digit. */
const thinned = ({ x, y, digits }: CourseData, every: number): CourseData => {
  const kept = Array.from({ length: digits.length / every }, (_, i) => i * every);
  const [pixels, targets] = [x.toFloat64Array(), y.toFloat64Array()];
  const rows = (values: Float64Array, columns: number): Float64Array =>
    Float64Array.from(kept.flatMap((row) => [...values.subarray(row * columns, (row + 1) * columns)]));
  return {
    x: matrix.of(kept.length, 400, rows(pixels, 400)),
    y: matrix.of(kept.length, 10, rows(targets, 10)),
    digits: Uint8Array.from(kept, (row) => digits[row]!),
  };
};
const costAfter = (data: CourseData, seed: number, options: MinimizeOptions<CourseWeights>): number =>
  minimize((p: CourseWeights) => cost(p, data, 1), initial(seed), options).value;

describe('exercise 4', () => {
  const whole: readonly (readonly [MinimizeOptions<CourseWeights>, number])[] = [
    [{ method: 'cg', maxIterations: 50 }, 0.4489],
    [{ method: 'lbfgs', maxIterations: 300 }, 0.3116],
    [{ method: 'lbfgsb', maxIterations: 300 }, 0.3116],
  ];
  test.skipIf(!isLong).each(whole)(
    'ends with %j at a median cost within 1 percent of what SciPy reaches so, %d (LONG=1)',
    (options, theirs) => {
      const data = readCourseData(undefined);
      const median = [0, 1, 2, 3, 4].map((seed) => costAfter(data, seed, options)).toSorted((a, b) => a - b)[2]!;
      expect(Math.abs(median / theirs - 1)).toBeLessThanOrEqual(0.01);
    },
    3_600_000,
  );

  test('of every fiftieth image falls farther with each method than with gradient descent, as far with lbfgsb as with lbfgs', () => {
    const data = thinned(readCourseData(undefined), 50);
    const after = (method: 'cg' | 'lbfgs' | 'lbfgsb' | 'tnc' | 'gradientDescent'): number =>
      costAfter(data, 0, { method, maxEvaluations: 40 });
    const slow = after('gradientDescent');
    expect(after('lbfgsb')).toBeCloseTo(after('lbfgs'), 6);
    for (const method of ['cg', 'lbfgs', 'tnc'] as const) expect(after(method)).toBeLessThan(slow);
  });
});
