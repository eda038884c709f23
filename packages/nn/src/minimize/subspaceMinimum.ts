import { clamped, type FlatBounds, longestStep } from './bounds.ts';
import type { CauchyPoint } from './cauchyPoint.ts';
import type { CompactHessian } from './compactHessian.ts';
import { luFactors, solveFactored } from './luFactors.ts';
import { addScaled, dot, minus, plusScaled } from './vectors.ts';

/**
 * From the Cauchy point to the minimum of the quadratic model over the elements that it leaves free, by the direct primal method (Byrd, Lu, Nocedal &
 * Zhu 1995, section 5.1), projected onto the bounds; where the projection leads upwards, cut off at the first bound instead (Morales & Nocedal
 * 2011). Undefined where the system cannot be solved.
 */
export const subspaceMinimum = (
  { point, gradient }: { readonly point: Float64Array; readonly gradient: Float64Array },
  cauchy: CauchyPoint,
  bounds: FlatBounds,
  hessian: CompactHessian,
): Float64Array | undefined => {
  const free = elementsWithin(cauchy.point, bounds);
  const direction = newtonStep(modelGradient(point, gradient, cauchy, hessian), free, hessian);
  if (direction === undefined) return undefined;
  const target = clamped(plusScaled(cauchy.point, 1, direction), bounds);
  if (dot(minus(target, point), gradient) < 0) return target;
  const share = Math.min(1, longestStep(cauchy.point, direction, bounds));
  return clamped(plusScaled(cauchy.point, share, direction), bounds);
};

/** The elements that touch no bound. */
const elementsWithin = (point: Float64Array, { lower, upper }: FlatBounds): Uint32Array => {
  const elements = new Uint32Array(point.length);
  let count = 0;
  for (let i = 0; i < point.length; i++) if (point[i]! > lower[i]! && point[i]! < upper[i]!) elements[count++] = i;
  return elements.subarray(0, count);
};

/** The model's gradient at the Cauchy point: g + θ (x^c - x) - W M c (eq. 5.4). */
const modelGradient = (
  x: Float64Array,
  gradient: Float64Array,
  { point, shift }: CauchyPoint,
  { theta, vectors, weights, middleTimes }: CompactHessian,
): Float64Array => {
  const slope = gradient.map((g, i) => g + theta * (point[i]! - x[i]!));
  middleTimes(shift).forEach((share, column) => addScaled(slope, -share * weights[column]!, vectors[column]!));
  return slope;
};

/** -B⁻¹ r over the free elements, 0 elsewhere, by the Sherman-Morrison-Woodbury formula (eq. 5.11): only a 2m x 2m system is solved. */
const newtonStep = (
  residual: Float64Array,
  free: Uint32Array,
  { theta, vectors, weights, middle }: CompactHessian,
): Float64Array | undefined => {
  const system = middle.map((row) => row.slice());
  for (let i = 0; i < system.length; i++) {
    for (let j = 0; j <= i; j++) {
      const overlap = (weights[i]! * weights[j]! * dotOver(free, vectors[i]!, vectors[j]!)) / theta;
      system[i]![j]! -= overlap;
      if (j < i) system[j]![i]! -= overlap;
    }
  }
  const factors = luFactors(system);
  if (factors === undefined) return undefined;
  const projected = weights.map((weight, column) => weight * dotOver(free, vectors[column]!, residual));
  const step = new Float64Array(residual.length);
  addOver(free, step, -1 / theta, residual);
  solveFactored(factors, projected).forEach((share, column) => {
    addOver(free, step, (-share * weights[column]!) / theta ** 2, vectors[column]!);
  });
  return step;
};

/** The sum of the products of some elements. */
const dotOver = (elements: Uint32Array, left: Float64Array, right: Float64Array): number => {
  let sum = 0;
  for (let k = 0; k < elements.length; k++) sum += left[elements[k]!]! * right[elements[k]!]!;
  return sum;
};

/** target += factor · direction at some elements */
const addOver = (elements: Uint32Array, target: Float64Array, factor: number, direction: Float64Array): void => {
  for (let k = 0; k < elements.length; k++) target[elements[k]!]! += factor * direction[elements[k]!]!;
};
