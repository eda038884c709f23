import type { Branch, Scalar, Tree } from '@adjoint/core';
import type { IterationState, Outcome, Status } from './method.ts';
import { type MethodName, methods } from './methods.ts';
import { flatProblem } from './parameters.ts';
import type { TruncatedNewtonOptions } from './truncatedNewton.ts';

/** Where a minimization stands after an iteration. */
export interface MinimizeState<P> {
  readonly parameters: P;
  readonly value: number;
  /** largest magnitude among the gradient's elements */
  readonly gradientNorm: number;
  readonly iterations: number;
  /** values with gradients, and Hessian-vector products, one each */
  readonly evaluations: number;
}

/** A state without its parameters: what is kept of every iteration. */
export type HistoryEntry = Omit<MinimizeState<never>, 'parameters'>;

export interface MinimizeResult<P> extends MinimizeState<P> {
  readonly status: Status;
  /** a sentence: why it ended */
  readonly message: string;
  readonly history: readonly HistoryEntry[];
}

export interface IterationsOptions extends Partial<TruncatedNewtonOptions> {
  /** 'tnc' unless given: truncated Newton */
  readonly method?: MethodName;
}
export interface MinimizeOptions<P> extends IterationsOptions {
  /** sees every state, the start included; 'stop' ends the run there */
  readonly onIteration?: (state: MinimizeState<P>) => 'stop' | void;
}

/**
 * Minimizes f, a 1x1 function of a tree of matrices, from p0: a generator of states, in falling order of value, that returns the
 * result. Draw progress, wait, or stop between two of them.
 */
export function* iterations<P extends Tree | Branch<P>>(
  f: (parameters: P) => Scalar,
  p0: P,
  options: IterationsOptions = {},
): Generator<MinimizeState<P>, MinimizeResult<P>, void> {
  const { method = 'tnc', ...settings } = options;
  if (!Object.hasOwn(methods, method))
    throw new RangeError(`minimize: method must be one of ${Object.keys(methods).join(', ')}, got ${String(method)}`);
  const { objective, start, treeOf } = flatProblem(f, p0);
  const run = methods[method](objective, start, settings);
  const history: HistoryEntry[] = [];
  const stateOf = ({ point, value, gradientNorm, iterations: count, evaluations }: IterationState): MinimizeState<P> => ({
    parameters: treeOf(point),
    value,
    gradientNorm,
    iterations: count,
    evaluations,
  });
  for (let turn = run.next(); ; turn = run.next()) {
    if (turn.done === true) return resultOf(stateOf(turn.value.state), turn.value, history);
    const { parameters: _, ...entry } = stateOf(turn.value);
    history.push(entry);
    yield stateOf(turn.value);
  }
}

/** Minimizes f from p0 and answers when it is done. See `iterations` for the steps one by one. */
export function minimize<P extends Tree | Branch<P>>(
  f: (parameters: P) => Scalar,
  p0: P,
  options: MinimizeOptions<P> = {},
): MinimizeResult<P> {
  const { onIteration, ...settings } = options;
  const run = iterations(f, p0, settings);
  const history: HistoryEntry[] = [];
  for (let turn = run.next(); ; turn = run.next()) {
    if (turn.done === true) return turn.value;
    const { parameters: _, ...entry } = turn.value;
    history.push(entry);
    if (onIteration?.(turn.value) === 'stop') {
      const message = `onIteration stopped the run after iteration ${turn.value.iterations}.`;
      return { ...turn.value, status: 'stopped', message, history };
    }
  }
}

const resultOf = <P>(state: MinimizeState<P>, { status, message }: Outcome, history: readonly HistoryEntry[]): MinimizeResult<P> => ({
  ...state,
  status,
  message,
  history,
});
