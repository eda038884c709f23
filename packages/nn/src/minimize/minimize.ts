import { ArgumentError, type Branch, type Tree } from '@adjoint/core';
import { textOf } from '../textOf.ts';
import type { Ending, IterationState, Status } from './method.ts';
import { type MethodName, methods, type OptionsOfMethods, type ValueFor } from './methods.ts';

/** Where a minimization stands after an iteration. */
export interface MinimizeState<P> {
  readonly parameters: P;
  readonly value: number;
  /** largest magnitude among the gradient's elements; within bounds, of the projected gradient */
  readonly gradientNorm: number;
  readonly iterations: number;
  /** values with gradients, Hessian-vector products, residuals and Jacobians, one each */
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

/** A method and its options. */
export type IterationsOptions<P, M extends MethodName = MethodName> = {
  [K in M]: {
    /** 'tnc' unless given */
    readonly method?: K;
  } & Partial<OptionsOfMethods<P>[K]>;
}[M];

/** Sees a state; `'stop'` ends the run there. */
export type OnIteration<State> = (state: State) => 'stop' | void;

export type MinimizeOptions<P, M extends MethodName = MethodName> = IterationsOptions<P, M> & {
  /** sees every state, the start included; 'stop' ends the run there */
  readonly onIteration?: OnIteration<MinimizeState<P>>;
};

/**
 * Minimizes f, a 1x1 function of a tree of matrices, from p0: a generator of states, in falling order of value, that returns the
 * result. Draw progress, wait, or stop between two of them; `next('stop')` ends the run with its result. With the method
 * 'levenbergMarquardt' f returns residuals r, a matrix of any shape, and ½ Σ r² is minimized.
 * @throws ArgumentError for a method or an option that does not exist, or for bounds that do not fit the parameters
 */
export function* iterations<P extends Tree | Branch<P>, M extends MethodName = 'tnc'>(
  f: (parameters: P) => ValueFor<M>,
  p0: P,
  options: { readonly method?: M } & IterationsOptions<P, M> = {} as never,
): Generator<MinimizeState<P>, MinimizeResult<P>, 'stop' | void> {
  if (typeof f !== 'function')
    throw new ArgumentError('minimize: the first argument must be a function of the parameters. Write minimize((p) => loss(p, x, y), p0)');
  requireOptions(options);
  const { method = 'tnc', ...settings } = options;
  if (!Object.hasOwn(methods, method))
    throw new ArgumentError(`minimize: method must be one of ${Object.keys(methods).join(', ')}, got ${String(method)}`);
  const { steps, treeOf } = methods[method](f as (p: P) => never, p0, settings);
  const history: HistoryEntry[] = [];
  const resultAt = (state: IterationState, { status, message }: Ending): MinimizeResult<P> => {
    return { parameters: treeOf(state.point), ...countsOf(state), status, message, history };
  };
  for (let turn = steps.next(); ; turn = steps.next()) {
    if (turn.done === true) return resultAt(turn.value.state, turn.value);
    const state = countsOf(turn.value);
    history.push(state);
    const answer = yield { parameters: treeOf(turn.value.point), ...state };
    if (answer === 'stop') return resultAt(turn.value, stoppedAfter(state));
  }
}

/** Minimizes f from p0 and answers when it is done. See `iterations` for the steps one by one. */
export function minimize<P extends Tree | Branch<P>, M extends MethodName = 'tnc'>(
  f: (parameters: P) => ValueFor<M>,
  p0: P,
  options: { readonly method?: M } & MinimizeOptions<P, M> = {} as never,
): MinimizeResult<P> {
  requireOptions(options);
  const { onIteration, ...settings } = options;
  if (onIteration !== undefined && typeof onIteration !== 'function')
    throw new ArgumentError(
      `minimize: onIteration must be a function, got ${textOf(onIteration)}. Write { onIteration: ({ value }) => ... }`,
    );
  const steps = iterations<P, M>(f, p0, settings as never);
  let turn = steps.next();
  while (turn.done !== true) turn = steps.next(onIteration?.(turn.value));
  return turn.value;
}

function requireOptions(options: unknown): void {
  if (typeof options === 'object' && options !== null) return;
  throw new ArgumentError("minimize: the options must be an object. Write { method: 'tnc', maxEvaluations: 300 }");
}

const stoppedAfter = (state: HistoryEntry): Ending => ({
  status: 'stopped',
  message: `onIteration stopped the run after iteration ${state.iterations}.`,
});

const countsOf = ({ value, gradientNorm, iterations: count, evaluations }: IterationState): HistoryEntry => ({
  value,
  gradientNorm,
  iterations: count,
  evaluations,
});
