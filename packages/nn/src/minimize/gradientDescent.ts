import { descend, type Move } from './descend.ts';
import { defaultMethodOptions, type MethodOptions, type Steps } from './method.ts';
import type { Objective } from './objective.ts';
import { settingsFrom } from './settings.ts';
import { dot, euclideanNorm, scaled } from './vectors.ts';

export type GradientDescentOptions = MethodOptions;

export const defaultGradientDescentOptions: GradientDescentOptions = defaultMethodOptions;

/**
 * Steepest descent (Cauchy 1847; Nocedal & Wright 2006, chapter 3): a strong Wolfe line search along the negative gradient, from a step that promises
 * the first-order change of the last one (page 59). It needs about as many iterations as the Hessian's condition number is large: the other methods
 * are for use, this one is for comparison.
 */
export const gradientDescent = (objective: Objective, start: Float64Array, options: Partial<GradientDescentOptions> = {}): Steps =>
  descend<Move | undefined>(objective, start, settingsFrom('gradientDescent', defaultGradientDescentOptions, options), {
    empty: undefined,
    way: ({ gradient }, last) => ({ direction: scaled(gradient, -1), initialStep: initialStep(gradient, last) }),
    remember: (_last, move) => move,
  });

const initialStep = (gradient: Float64Array, last: Move | undefined): number =>
  last === undefined
    ? Math.min(1, 1 / euclideanNorm(gradient))
    : (last.step * dot(last.from.gradient, last.way.direction)) / -dot(gradient, gradient);
