import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clamped, type FlatBounds, unbounded } from '../../../packages/nn/src/minimize/bounds.ts';
import { cauchyPoint } from '../../../packages/nn/src/minimize/cauchyPoint.ts';
import { type CompactHessian, compactHessian, transposeTimes } from '../../../packages/nn/src/minimize/compactHessian.ts';
import { inverseHessianTimes, remember, type SecantPair } from '../../../packages/nn/src/minimize/limitedMemory.ts';
import { luFactors, solveFactored } from '../../../packages/nn/src/minimize/luFactors.ts';
import { subspaceMinimum } from '../../../packages/nn/src/minimize/subspaceMinimum.ts';
import { quadratic } from './functions.ts';
import { dot, fraction } from './runs.ts';

const size = 4;
const bowl = quadratic([1, 2, 5, 8], [1, 2, 0, -1], [0, 0, 0, 0]);
const at = (point: Float64Array) => ({ point, ...bowl.valueAndGradient(point) });
const plus = (x: Float64Array, y: Float64Array, factor = 1): Float64Array => x.map((element, i) => element + factor * y[i]!);
const vector = fc.array(fraction(-4, 4), { minLength: size, maxLength: size }).map((x) => Float64Array.from(x));
const long = vector.filter((x) => dot(x, x) > 0.01);

/** pairs along a path whose steps are the vectors */
const pairsAlong = (steps: readonly Float64Array[]): readonly SecantPair[] => {
  let point: Float64Array = new Float64Array(size);
  let pairs: readonly SecantPair[] = [];
  for (const step of steps) {
    const next = plus(point, step);
    pairs = remember(pairs, at(point), at(next), 5);
    point = next;
  }
  return pairs;
};
const anyPairs = fc.array(long, { maxLength: 6 }).map(pairsAlong);
const anyBounds = fc
  .tuple(vector, fc.array(fraction(0, 4), { minLength: size, maxLength: size }), fc.constantFrom(0, 1))
  .map(([lower, widths, isOpen]): FlatBounds => ({
    lower,
    upper: lower.map((least, i) => (isOpen && i === 0 ? Infinity : least + widths[i]!)),
  }));

const hessianTimes = (hessian: CompactHessian, x: Float64Array): Float64Array => {
  const { theta, vectors, weights, middleTimes } = hessian;
  const shares = middleTimes(transposeTimes(hessian, x));
  return vectors.reduce(
    (sum, column, i) => plus(sum, column, -shares[i]! * weights[i]!),
    x.map((element) => theta * element),
  );
};
/** gᵀ(z - x) + ½ (z - x)ᵀ B (z - x) */
const modelAt = (hessian: CompactHessian, gradient: Float64Array, x: Float64Array, z: Float64Array): number => {
  const step = plus(z, x, -1);
  return dot(gradient, step) + dot(step, hessianTimes(hessian, step)) / 2;
};

/** The first local minimum of a function that is a parabola between any two of the times. */
const firstMinimum = (f: (time: number) => number, times: Float64Array): number => {
  const ends = [...times.filter((time) => time > 0 && time < Infinity)].sort((a, b) => a - b);
  let from = 0;
  for (const end of [...ends, Infinity]) {
    const length = Math.min(end - from, 1);
    const [start, middle, last] = [f(from), f(from + length / 2), f(from + length)];
    const slope = (4 * middle - 3 * start - last) / length;
    const curvature = (4 * (start - 2 * middle + last)) / length ** 2;
    if (slope >= -1e-12 * Math.max(1, Math.abs(start))) return from;
    if (from - slope / curvature < end) return from - slope / curvature;
    from = end;
  }
  return from;
};

test('the compact matrix is the inverse of the two-loop recursion', () => {
  fc.assert(
    fc.property(anyPairs, vector, (pairs, x) => {
      const product = hessianTimes(compactHessian(pairs)!, x);
      inverseHessianTimes(pairs, product).forEach((element, i) => expect(element).toBeCloseTo(x[i]!, 6));
    }),
  );
});

test('pairs that lie in one line leave no matrix', () => {
  const pair: SecantPair = { step: Float64Array.of(1, 0), change: Float64Array.of(1, 0), inverseCurvature: 1 };
  expect(compactHessian([{ ...pair, step: new Float64Array(2), change: new Float64Array(2), inverseCurvature: Infinity }])).toBeUndefined();
  expect(compactHessian([pair])).toBeDefined();
});

describe('the Cauchy point', () => {
  test('is the first local minimum of the model along the projected gradient', () => {
    fc.assert(
      fc.property(anyPairs, anyBounds, vector, vector, (pairs, bounds, x, gradient) => {
        const from = clamped(x, bounds);
        const hessian = compactHessian(pairs)!;
        const { point, shift } = cauchyPoint(from, gradient, bounds, hessian);
        expect(clamped(point, bounds)).toEqual(point);
        transposeTimes(hessian, plus(point, from, -1)).forEach((element, i) => expect(shift[i]).toBeCloseTo(element, 8));
        const time = firstMinimum(
          (t) => modelAt(hessian, gradient, from, clamped(plus(from, gradient, -t), bounds)),
          from.map((element, i) => ((gradient[i]! > 0 ? bounds.lower[i]! : bounds.upper[i]!) - element) / -gradient[i]!),
        );
        clamped(plus(from, gradient, -time), bounds).forEach((element, i) => expect(point[i]).toBeCloseTo(element, 6));
      }),
    );
  });

  test('stays where every element is held by its bound', () => {
    const bounds = { lower: Float64Array.of(0, -1), upper: Float64Array.of(1, 2) };
    const x = Float64Array.of(0, 2);
    expect(cauchyPoint(x, Float64Array.of(3, -5), bounds, compactHessian([])!).point).toEqual(x);
  });
});

describe('the minimum in the subspace', () => {
  const minimumOf = (pairs: readonly SecantPair[], bounds: FlatBounds, x: Float64Array, gradient: Float64Array) => {
    const hessian = compactHessian(pairs)!;
    const cauchy = cauchyPoint(x, gradient, bounds, hessian);
    return { hessian, cauchy, target: subspaceMinimum({ point: x, gradient }, cauchy, bounds, hessian)! };
  };

  test('without bounds is the Newton step of the matrix', () => {
    fc.assert(
      fc.property(anyPairs, vector, vector, (pairs, x, gradient) => {
        const { target } = minimumOf(pairs, unbounded(size), x, gradient);
        const newton = plus(x, inverseHessianTimes(pairs, gradient), -1);
        newton.forEach((element, i) => expect(target[i]).toBeCloseTo(element, 6));
      }),
    );
  });

  test('is cut off at the first bound where its projection leads upwards', () => {
    const pair: SecantPair = { step: Float64Array.of(2, -1), change: Float64Array.of(-1, -5), inverseCurvature: 1 / 3 };
    const bounds = { lower: Float64Array.of(6, -1), upper: Float64Array.of(8, 3) };
    const [x, gradient] = [Float64Array.of(6, 1), Float64Array.of(-7, -8)];
    const free = minimumOf([pair], unbounded(2), x, gradient);
    const { target, cauchy } = minimumOf([pair], bounds, x, gradient);
    // the free minimum lies beyond 8, and beyond -1, to which a projection would lead: up by 2
    const share = (8 - cauchy.point[0]!) / (free.target[0]! - cauchy.point[0]!);
    expect(dot(plus(clamped(free.target, bounds), x, -1), gradient)).toBeCloseTo(2, 9);
    expect(target[0]).toBe(8);
    expect(target[1]).toBeCloseTo(cauchy.point[1]! + share * (free.target[1]! - cauchy.point[1]!), 9);
    expect(dot(plus(target, x, -1), gradient)).toBeLessThan(-14);
  });

  test('keeps what the Cauchy point fixes, lies within the bounds and is downhill; where no other bound is met the free gradient is 0', () => {
    let inside = 0;
    fc.assert(
      fc.property(anyPairs, anyBounds, vector, long, (pairs, bounds, x, gradient) => {
        const from = clamped(x, bounds);
        const { hessian, cauchy, target } = minimumOf(pairs, bounds, from, gradient);
        expect(clamped(target, bounds)).toEqual(target);
        const isFree = (z: Float64Array): boolean[] => [...z].map((element, i) => element > bounds.lower[i]! && element < bounds.upper[i]!);
        const free = isFree(cauchy.point);
        free.forEach((isIt, i) => isIt || expect(target[i]).toBe(cauchy.point[i]));
        expect(dot(plus(target, from, -1), gradient)).toBeLessThanOrEqual(1e-12);
        if (String(isFree(target)) !== String(free)) return;
        inside += free.some(Boolean) ? 1 : 0;
        const slope = plus(gradient, hessianTimes(hessian, plus(target, from, -1)));
        free.forEach((isIt, i) => isIt && expect(slope[i]).toBeCloseTo(0, 6));
      }),
    );
    expect(inside).toBeGreaterThan(5);
  });
});

test('small systems are solved, singular ones refused', () => {
  fc.assert(
    fc.property(fc.array(vector, { minLength: size, maxLength: size }), vector, (rows, x) => {
      const factors = luFactors(rows);
      fc.pre(factors !== undefined && factors.rows.every((row, i) => Math.abs(row[i]!) > 1e-3));
      const b = Float64Array.from(rows, (row) => dot(row, x));
      solveFactored(factors!, b).forEach((element, i) => expect(element).toBeCloseTo(x[i]!, 7));
    }),
  );
  expect(luFactors([Float64Array.of(1, 2), Float64Array.of(2, 4)])).toBeUndefined();
  expect(luFactors([Float64Array.of(NaN)])).toBeUndefined();
});
