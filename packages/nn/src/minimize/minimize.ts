import { ArgumentError, type Branch, type Scalar, type Tree } from '@adjoint/core';
import type { IterationState, Status } from './method.ts';
import { type MethodName, methods } from './methods.ts';
import { flatProblem } from './parameters.ts';
import { type OnIteration, runMethod } from './runMethod.ts';
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
  readonly onIteration?: OnIteration<MinimizeState<P>>;
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
  if (typeof f !== 'function')
    throw new ArgumentError('minimize: the first argument must be a function of the parameters. Write minimize((p) => loss(p, x, y), p0)');
  requireOptions(options);
  const { method = 'tnc', ...settings } = options;
  if (!Object.hasOwn(methods, method))
    throw new ArgumentError(`minimize: method must be one of ${Object.keys(methods).join(', ')}, got ${String(method)}`);
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
    if (turn.done === true) {
      const { state, status, message } = turn.value;
      return { ...stateOf(state), status, message, history };
    }
    const state = stateOf(turn.value);
    history.push(withoutParameters(state));
    yield state;
  }
}

/** Minimizes f from p0 and answers when it is done. See `iterations` for the steps one by one. */
export function minimize<P extends Tree | Branch<P>>(
  f: (parameters: P) => Scalar,
  p0: P,
  options: MinimizeOptions<P> = {},
): MinimizeResult<P> {
  requireOptions(options);
  const { onIteration, ...settings } = options;
  const history: HistoryEntry[] = [];
  const seen = (state: MinimizeState<P>): 'stop' | void => {
    history.push(withoutParameters(state));
    return onIteration?.(state);
  };
  return runMethod(iterations(f, p0, settings), seen, (state, ending) => ({ ...state, ...ending, history }));
}

function requireOptions(options: unknown): void {
  if (typeof options === 'object' && options !== null) return;
  throw new ArgumentError("minimize: the options must be an object. Write { method: 'tnc', maxEvaluations: 300 }");
}

const withoutParameters = <P>({ value, gradientNorm, iterations: count, evaluations }: MinimizeState<P>): HistoryEntry => ({
  value,
  gradientNorm,
  iterations: count,
  evaluations,
});
