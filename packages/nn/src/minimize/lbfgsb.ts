import { clamped, type FlatBounds, longestStep, projectedGradientNorm, unbounded } from './bounds.ts';
import { cauchyPoint } from './cauchyPoint.ts';
import { compactHessian } from './compactHessian.ts';
import { descend, type Way } from './descend.ts';
import { defaultLbfgsOptions, type LbfgsOptions } from './lbfgs.ts';
import { remember, type SecantPair } from './limitedMemory.ts';
import type { IterationState, Steps } from './method.ts';
import type { Objective } from './objective.ts';
import { settingsFrom } from './settings.ts';
import { subspaceMinimum } from './subspaceMinimum.ts';
import { euclideanNorm, largestMagnitude, minus, plusScaled } from './vectors.ts';

export interface LbfgsbOptions extends LbfgsOptions {
  readonly bounds: FlatBounds | undefined;
}

export const defaultLbfgsbOptions: LbfgsbOptions = { ...defaultLbfgsOptions, bounds: undefined };

/**
 * Limited-memory BFGS within bounds (L-BFGS-B; Byrd, Lu, Nocedal & Zhu 1995, with the subspace step of Morales & Nocedal 2011): the generalized Cauchy
 * point of the quadratic model tells which elements lie at their bounds, the model is minimized over the others, and a strong Wolfe line
 * search leads there. Every point that is evaluated is within the bounds; a start outside is moved to the nearest point inside.
 */
export const lbfgsb = (objective: Objective, start: Float64Array, options: Partial<LbfgsbOptions> = {}): Steps => {
  const settings = settingsFrom('lbfgsb', defaultLbfgsbOptions, options);
  const { memory, bounds = unbounded(objective.size) } = settings;
  return descend<readonly SecantPair[]>(objective, clamped(start, bounds), settings, {
    empty: [],
    way: (state, pairs) => {
      const isFirst = pairs.length === 0 && !isBox(bounds);
      return wayTo(modelMinimum(state, pairs, bounds), state.point, bounds, isFirst);
    },
    retreat: ({ point, gradient }) => wayTo(clamped(plusScaled(point, -1 / largestMagnitude(gradient), gradient), bounds), point, bounds),
    remember: (pairs, { from, to }) => remember(pairs, from, to, memory),
    gradientNorm: (point, gradient) => projectedGradientNorm(point, gradient, bounds),
  });
};

/** Where the model of the pairs is lowest; where that cannot be computed, the model without them. */
const modelMinimum = (
  state: Pick<IterationState, 'point' | 'gradient'>,
  pairs: readonly SecantPair[],
  bounds: FlatBounds,
): Float64Array => {
  const hessian = compactHessian(pairs);
  if (hessian === undefined) return modelMinimum(state, [], bounds);
  const cauchy = cauchyPoint(state.point, state.gradient, bounds, hessian);
  return (pairs.length === 0 ? undefined : subspaceMinimum(state, cauchy, bounds, hessian)) ?? cauchy.point;
};

/** Straight to the target, and beyond as far as the bounds allow; at first by a step of length 1 or less, for the model has no scale yet. */
const wayTo = (target: Float64Array, point: Float64Array, bounds: FlatBounds, isFirst = false): Way => {
  const direction = minus(target, point);
  return {
    direction,
    initialStep: isFirst ? Math.min(1, 1 / euclideanNorm(direction)) : 1,
    maxStep: Math.max(1, longestStep(point, direction, bounds)),
    pointAt: (step) => (step === 1 ? target : clamped(plusScaled(point, step, direction), bounds)),
    decrease: 1e-3,
  };
};

const isBox = ({ lower, upper }: FlatBounds): boolean => lower.every(Number.isFinite) && upper.every(Number.isFinite);
