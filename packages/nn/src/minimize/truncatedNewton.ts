import { endingAt, endingWhereStuck, endingWhereUnbounded, nonFiniteStart, promisesOnlyRounding } from './endings.ts';
import { inverseHessianTimes, remember } from './limitedMemory.ts';
import type { SecantPair } from './limitedMemory.ts';
import { meter } from './meter.ts';
import type { Meter } from './meter.ts';
import { defaultMethodOptions } from './method.ts';
import type { IterationState, MethodOptions, Outcome } from './method.ts';
import { newtonDirection } from './newtonDirection.ts';
import type { Objective } from './objective.ts';
import { checkRequest, checkWhole, isFiniteState, stateAt } from './state.ts';
import { strongWolfe } from './strongWolfe.ts';
import type { LineSearchResult } from './strongWolfe.ts';
import { scaled } from './vectors.ts';

export interface TruncatedNewtonOptions extends MethodOptions {
  /** Hessian-vector products per iteration, at most */
  readonly maxInnerSteps: number;
  /** secant pairs that precondition the inner iteration; 0 for none */
  readonly memory: number;
}

export const defaultTruncatedNewtonOptions: TruncatedNewtonOptions = { ...defaultMethodOptions, maxInnerSteps: 20, memory: 5 };

/**
 * Truncated Newton (Newton-CG): each direction comes from a few conjugate gradient steps on exact Hessian-vector products, preconditioned by
 * the limited-memory BFGS matrix of the last steps (Morales & Nocedal 2000); a strong Wolfe line search follows it from step 1 (Nocedal &
 * Wright 2006, algorithm 7.1). The value never rises. Where Newton's direction leads nowhere, steepest descent is tried before giving up.
 */
export function* truncatedNewton(
  objective: Objective,
  start: Float64Array,
  options: Partial<TruncatedNewtonOptions> = {},
): Generator<IterationState, Outcome, void> {
  const settings = { ...defaultTruncatedNewtonOptions, ...options };
  checkRequest(objective, start, settings);
  checkWhole('maxInnerSteps', settings.maxInnerSteps, 1);
  checkWhole('memory', settings.memory, 0);
  const counted = meter(objective, settings.maxEvaluations);
  let state = stateAt(start.slice(), counted.valueAndGradient(start.slice()), 0, counted.evaluations);
  if (!isFiniteState(state)) return { state, ...nonFiniteStart };
  yield state;
  let ending = endingAt(state, undefined, settings);
  let pairs: readonly SecantPair[] = [];
  while (ending === undefined) {
    const search = lineSearch(counted, state, pairs, settings);
    if (search.trial.step === 0) {
      return { state: { ...state, evaluations: counted.evaluations }, ...endingWhereStuck(search, state, settings) };
    }
    const next = stateAt(search.trial.point, search.trial, state.iterations + 1, counted.evaluations);
    yield next;
    const previous = search.ending === 'wolfe' ? state : undefined;
    ending = search.ending === 'unbounded' ? endingWhereUnbounded(search) : endingAt(next, previous, settings);
    pairs = remember(pairs, state, next, settings.memory);
    state = next;
  }
  return { state, ...ending };
}

/** Along Newton's direction, or along steepest descent where that lowers nothing. */
const lineSearch = (
  counted: Meter,
  state: IterationState,
  pairs: readonly SecantPair[],
  { maxInnerSteps }: TruncatedNewtonOptions,
): LineSearchResult => {
  const precondition = (residual: Float64Array): Float64Array => inverseHessianTimes(pairs, residual);
  const direction = newtonDirection(counted, state, { maxInnerSteps, reserve: 1, precondition });
  const search = strongWolfe(counted, state, direction);
  if (search.trial.step > 0 || search.ending === 'evaluationLimit' || promisesOnlyRounding(search)) return search;
  return strongWolfe(counted, state, scaled(state.gradient, -1 / state.gradientNorm));
};
