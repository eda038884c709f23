import { endingAt } from './convergence.ts';
import { inverseHessianTimes, remember } from './limitedMemory.ts';
import type { SecantPair } from './limitedMemory.ts';
import { meter } from './meter.ts';
import type { Meter } from './meter.ts';
import { defaultMethodOptions } from './method.ts';
import type { Ending, IterationState, MethodOptions, Outcome } from './method.ts';
import { newtonDirection } from './newtonDirection.ts';
import type { Objective } from './objective.ts';
import { checkOptions, isFiniteState, stateAt } from './state.ts';
import { strongWolfe } from './strongWolfe.ts';
import type { LineSearchResult } from './strongWolfe.ts';
import { dot, scaled } from './vectors.ts';

export interface TruncatedNewtonOptions extends MethodOptions {
  /** Hessian-vector products per iteration, at most */
  readonly maxInnerSteps: number;
  /** secant pairs that precondition the inner iteration; 0 for none */
  readonly memory: number;
}

export const defaultTruncatedNewtonOptions: TruncatedNewtonOptions = { ...defaultMethodOptions, maxInnerSteps: 20, memory: 8 };

/**
 * Truncated Newton (Newton-CG): each direction comes from a few conjugate gradient steps on exact Hessian-vector products, preconditioned by
 * the limited-memory BFGS matrix of the last steps (Morales & Nocedal 2000), and a strong Wolfe line search follows it from step 1 (Nocedal &
 * Wright 2006, algorithm 7.1). The value never rises; where no direction of Newton's leads down, steepest descent is tried before giving up.
 */
export function* truncatedNewton(
  objective: Objective,
  start: Float64Array,
  options: Partial<TruncatedNewtonOptions> = {},
): Generator<IterationState, Outcome, void> {
  const settings = { ...defaultTruncatedNewtonOptions, ...options };
  checkOptions(settings, objective, start);
  const counted = meter(objective, settings.maxEvaluations);
  let state = startingState(counted, start);
  if (!isFiniteState(state)) return { state, ...nonFiniteStart };
  yield state;
  let ending = endingAt(state, undefined, settings);
  for (let pairs: readonly SecantPair[] = []; ending === undefined; ) {
    const search = descend(counted, state, pairs, settings);
    const next = stateAt(search.trial, state.iterations + 1, counted.evaluations);
    if (search.trial.step === 0) return { state: { ...state, evaluations: counted.evaluations }, ...stuckEnding(search, state) };
    pairs = remember(pairs, state, next, settings.memory);
    yield next;
    ending = search.ending === 'unbounded' ? unboundedEnding : endingAt(next, state, settings);
    state = next;
  }
  return { state, ...ending };
}
