import { descend } from './descend.ts';
import { inverseHessianTimes, remember, type SecantPair } from './limitedMemory.ts';
import { defaultMethodOptions, type MethodOptions, type Steps } from './method.ts';
import type { Objective } from './objective.ts';
import { settingsFrom } from './settings.ts';
import { euclideanNorm, scaled } from './vectors.ts';

export interface LbfgsOptions extends MethodOptions {
  /** steps that are remembered, with their changes of the gradient; 10 unless given */
  readonly memory: number;
}

export const defaultLbfgsOptions: LbfgsOptions = { ...defaultMethodOptions, memory: 10 };

/**
 * Limited-memory BFGS (Nocedal 1980; Nocedal & Wright 2006, algorithm 7.5): the direction is the negative gradient times an inverse Hessian made
 * of the last steps and their changes of the gradient, scaled by eq. 7.20; a strong Wolfe line search follows it from step 1, at first from a
 * step of length 1 or less.
 */
export const lbfgs = (objective: Objective, start: Float64Array, options: Partial<LbfgsOptions> = {}): Steps => {
  const settings = settingsFrom('lbfgs', defaultLbfgsOptions, options);
  return descend<readonly SecantPair[]>(objective, start, settings, {
    empty: [],
    way: ({ gradient }, pairs) => ({
      direction: scaled(inverseHessianTimes(pairs, gradient), -1),
      initialStep: pairs.length === 0 ? Math.min(1, 1 / euclideanNorm(gradient)) : 1,
    }),
    remember: (pairs, { from, to }) => remember(pairs, from, to, settings.memory),
  });
};
