import type { FlatBounds } from './bounds.ts';
import { type CompactHessian, rowOf, transposeTimes } from './compactHessian.ts';
import { addScaled, dot } from './vectors.ts';

/** The first minimum of a quadratic model along the projected gradient. */
export interface CauchyPoint {
  readonly point: Float64Array;
  /** Wᵀ (point - x), for W of the Hessian */
  readonly shift: Float64Array;
}

/**
 * The generalized Cauchy point: the first local minimum of gᵀ(z - x) + ½ (z - x)ᵀ B (z - x) along the path P(x - t g), which bends where an element
 * meets its bound (Byrd, Lu, Nocedal & Zhu 1995, section 4 and algorithm CP).
 */
export const cauchyPoint = (x: Float64Array, gradient: Float64Array, bounds: FlatBounds, hessian: CompactHessian): CauchyPoint => {
  const times = bendingTimes(x, gradient, bounds);
  const direction = gradient.map((element, i) => (times[i] === 0 ? 0 : -element));
  const point = x.slice();
  const shift = new Float64Array(hessian.vectors.length);
  const pace = transposeTimes(hessian, direction);
  let slope = -dot(direction, direction);
  let curvature = -hessian.theta * slope - dot(pace, hessian.middleTimes(pace));
  const leastCurvature = Number.EPSILON * curvature;
  let time = 0;
  for (const i of bendsInOrder(times)) {
    const span = times[i]! - time;
    if (slope + span * curvature >= 0) break;
    const g = gradient[i]!;
    point[i] = g < 0 ? bounds.upper[i]! : bounds.lower[i]!;
    addScaled(shift, span, pace);
    const row = rowOf(hessian, i);
    const column = hessian.middleTimes(row);
    slope += span * curvature + g * g + hessian.theta * g * (point[i]! - x[i]!) - g * dot(column, shift);
    curvature -= hessian.theta * g * g + 2 * g * dot(column, pace) + g * g * dot(column, row);
    curvature = Math.max(curvature, leastCurvature);
    addScaled(pace, g, row);
    direction[i] = 0;
    time = times[i]!;
  }
  const rest = slope < 0 ? -slope / curvature : 0;
  direction.forEach((element, i) => {
    if (element !== 0) point[i] = Math.min(Math.max(x[i]! + (time + rest) * element, bounds.lower[i]!), bounds.upper[i]!);
  });
  addScaled(shift, rest, pace);
  return { point, shift };
};

/** When each element of x - t g meets its bound; Infinity if never. */
const bendingTimes = (x: Float64Array, gradient: Float64Array, { lower, upper }: FlatBounds): Float64Array =>
  gradient.map((g, i) => (g < 0 ? (x[i]! - upper[i]!) / g : g > 0 ? (x[i]! - lower[i]!) / g : Infinity));

const bendsInOrder = (times: Float64Array): Uint32Array => {
  const bends = new Uint32Array(times.length);
  let count = 0;
  for (let i = 0; i < times.length; i++) if (times[i]! > 0 && times[i]! < Infinity) bends[count++] = i;
  return bends.subarray(0, count).sort((i, j) => times[i]! - times[j]!);
};
