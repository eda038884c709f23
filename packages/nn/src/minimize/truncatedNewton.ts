import { descend } from './descend.ts';
import { inverseHessianTimes, remember, type SecantPair } from './limitedMemory.ts';
import { defaultMethodOptions, type MethodOptions, type Steps } from './method.ts';
import { newtonDirection } from './newtonDirection.ts';
import type { Objective } from './objective.ts';
import { settingsFrom } from './settings.ts';

export interface TruncatedNewtonOptions extends MethodOptions {
  /** Hessian-vector products per iteration, at most; 20 unless given */
  readonly maxInnerSteps: number;
  /** secant pairs that precondition the inner iteration; 0 for none, 5 unless given */
  readonly memory: number;
}

export const defaultTruncatedNewtonOptions: TruncatedNewtonOptions = { ...defaultMethodOptions, maxInnerSteps: 20, memory: 5 };

/**
 * Truncated Newton (Newton-CG): each direction comes from a few conjugate gradient steps on exact Hessian-vector products, preconditioned by
 * the limited-memory BFGS matrix of the last steps (Morales & Nocedal 2000); a strong Wolfe line search follows it from step 1 (Nocedal &
 * Wright 2006, algorithm 7.1). The value never rises. Where Newton's direction leads nowhere, steepest descent is tried before giving up.
 */
export const truncatedNewton = (objective: Objective, start: Float64Array, options: Partial<TruncatedNewtonOptions> = {}): Steps => {
  const settings = settingsFrom('tnc', defaultTruncatedNewtonOptions, options);
  return descend<readonly SecantPair[]>(objective, start, settings, {
    empty: [],
    way: (state, pairs, meter) => {
      const precondition = (residual: Float64Array): Float64Array => inverseHessianTimes(pairs, residual);
      return { direction: newtonDirection(meter, state, { maxInnerSteps: settings.maxInnerSteps, reserve: 1, precondition }) };
    },
    remember: (pairs, { from, to }) => remember(pairs, from, to, settings.memory),
  });
};
