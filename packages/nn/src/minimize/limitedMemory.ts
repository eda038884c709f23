import { addScaled, dot, minus, scaled } from './vectors.ts';

/** A step, the change of the gradient along it, and 1 / (step · change). */
export interface SecantPair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly inverseCurvature: number;
}

interface PointWithGradient {
  readonly point: Float64Array;
  readonly gradient: Float64Array;
}

/**
 * The last `capacity` pairs with the one between the two points, if the gradient grew along that step: so the matrix they stand for stays
 * positive definite (Nocedal & Wright 2006, eq. 6.7 and algorithm 7.5).
 */
export const remember = (
  pairs: readonly SecantPair[],
  from: PointWithGradient,
  to: PointWithGradient,
  capacity: number,
): readonly SecantPair[] => {
  const step = minus(to.point, from.point);
  const change = minus(to.gradient, from.gradient);
  const curvature = dot(step, change);
  const usable = curvature > Number.EPSILON * dot(change, change) && Number.isFinite(1 / curvature);
  return usable && capacity > 0 ? [...pairs, { step, change, inverseCurvature: 1 / curvature }].slice(-capacity) : pairs;
};

/** The limited-memory BFGS inverse Hessian of the pairs, times x (Nocedal & Wright 2006, algorithm 7.4); x itself without pairs. */
export const inverseHessianTimes = (pairs: readonly SecantPair[], x: Float64Array): Float64Array => {
  const newest = pairs.at(-1);
  if (newest === undefined) return x;
  const shares = pairs.map(() => 0);
  const product = x.slice();
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { step, change, inverseCurvature } = pairs[i]!;
    shares[i] = inverseCurvature * dot(step, product);
    addScaled(product, -shares[i]!, change);
  }
  const unscaled = scaled(product, 1 / (newest.inverseCurvature * dot(newest.change, newest.change)));
  pairs.forEach(({ step, change, inverseCurvature }, i) =>
    addScaled(unscaled, shares[i]! - inverseCurvature * dot(change, unscaled), step),
  );
  return unscaled;
};
