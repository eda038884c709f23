import { descend, type Move } from './descend.ts';
import { defaultMethodOptions, type IterationState, type MethodOptions, type Steps } from './method.ts';
import type { Objective } from './objective.ts';
import { settingsFrom } from './settings.ts';
import { dot, euclideanNorm, plusScaled, scaled } from './vectors.ts';

export type ConjugateGradientOptions = MethodOptions;

export const defaultConjugateGradientOptions: ConjugateGradientOptions = defaultMethodOptions;

/**
 * Nonlinear conjugate gradients of Polak and Ribière, restarted along the gradient where β would be negative (PR+, Nocedal & Wright 2006, eq. 5.45)
 * or the direction does not lead down; a strong Wolfe line search with c₂ = 0.4 follows each direction.
 */
export const conjugateGradient = (objective: Objective, start: Float64Array, options: Partial<ConjugateGradientOptions> = {}): Steps => {
  const settings = settingsFrom('cg', defaultConjugateGradientOptions, options);
  return descend<Move | undefined>(objective, start, settings, {
    empty: undefined,
    way: (state, last) => {
      const direction = conjugateDirection(state, last);
      return { direction, initialStep: initialStep(state, direction, last), curvature: 0.4 };
    },
    remember: (_last, move) => move,
  });
};

const conjugateDirection = ({ gradient }: IterationState, last: Move | undefined): Float64Array => {
  const steepest = scaled(gradient, -1);
  if (last === undefined) return steepest;
  const square = dot(gradient, gradient);
  const before = last.from.gradient;
  const beta = Math.max(0, (square - dot(gradient, before)) / dot(before, before));
  const direction = plusScaled(steepest, beta, last.way.direction);
  return dot(direction, gradient) <= -0.01 * square ? direction : steepest;
};

/** As long a step as would lower a parabola by as much as the last one did (Nocedal & Wright 2006, eq. 3.60 f.); at first, one of length 1. */
const initialStep = ({ value, gradient }: IterationState, direction: Float64Array, last: Move | undefined): number => {
  if (last === undefined) return Math.min(1, 1 / euclideanNorm(gradient));
  return Math.min(1, (1.01 * 2 * (value - last.from.value)) / dot(gradient, direction)) || 1;
};
