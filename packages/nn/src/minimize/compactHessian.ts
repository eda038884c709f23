import type { SecantPair } from './limitedMemory.ts';
import { luFactors, solveFactored } from './luFactors.ts';
import { dot } from './vectors.ts';

/**
 * The limited-memory BFGS matrix B = θ I - W M Wᵀ of n x n (Byrd, Lu, Nocedal & Zhu 1995, eq. 3.2 to 3.5): W = [Y, θ S] is n x 2m, its columns the
 * changes of the gradient and θ times the steps, and M is 2m x 2m.
 */
export interface CompactHessian {
  readonly theta: number;
  /** the columns of W are these vectors times these weights: 1 for changes, θ for steps */
  readonly vectors: readonly Float64Array[];
  readonly weights: Float64Array;
  /** the inverse of M */
  readonly middle: readonly Float64Array[];
  /** M times x */
  readonly middleTimes: (x: Float64Array) => Float64Array;
}

/** The matrix of the pairs, 1 · I without any; undefined where M cannot be computed. */
export const compactHessian = (pairs: readonly SecantPair[]): CompactHessian | undefined => {
  const newest = pairs.at(-1);
  const theta = newest === undefined ? 1 : newest.inverseCurvature * dot(newest.change, newest.change);
  const middle = inverseMiddle(pairs, theta);
  const factors = luFactors(middle);
  if (factors === undefined) return undefined;
  return {
    theta,
    vectors: [...pairs.map(({ change }) => change), ...pairs.map(({ step }) => step)],
    weights: Float64Array.from(middle, (_, i) => (i < pairs.length ? 1 : theta)),
    middle,
    middleTimes: (x) => solveFactored(factors, x),
  };
};

/** [-D, Lᵀ; L, θ SᵀS], with sᵢᵀyᵢ in the diagonal D and sᵢᵀyⱼ for i > j in L. */
const inverseMiddle = (pairs: readonly SecantPair[], theta: number): readonly Float64Array[] => {
  const count = pairs.length;
  const middle = Array.from({ length: 2 * count }, () => new Float64Array(2 * count));
  pairs.forEach(({ step, inverseCurvature }, i) => {
    middle[i]![i] = -1 / inverseCurvature;
    for (let j = 0; j <= i; j++) {
      const below = j < i ? dot(step, pairs[j]!.change) : 0;
      middle[count + i]![j] = below;
      middle[j]![count + i] = below;
      const square = theta * dot(step, pairs[j]!.step);
      middle[count + i]![count + j] = square;
      middle[count + j]![count + i] = square;
    }
  });
  return middle;
};

/** Wᵀ x */
export const transposeTimes = ({ vectors, weights }: CompactHessian, x: Float64Array): Float64Array =>
  weights.map((weight, column) => weight * dot(vectors[column]!, x));

/** the row of W that belongs to an element of the point */
export const rowOf = ({ vectors, weights }: CompactHessian, element: number): Float64Array =>
  weights.map((weight, column) => weight * vectors[column]![element]!);
