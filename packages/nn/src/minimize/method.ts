import type { Objective } from './objective.ts';

/** Where a method stands after an iteration. Nobody writes to its vectors again. */
export interface IterationState {
  readonly point: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  /** largest magnitude among the gradient's elements */
  readonly gradientNorm: number;
  readonly iterations: number;
  /** calls of the objective so far: values with gradients and Hessian-vector products, one each */
  readonly evaluations: number;
}

/**
 * Why a method ended.
 *
 * - `converged`: a test of {@link MethodOptions} holds
 * - `evaluationLimit`, `iterationLimit`: the limit was reached first
 * - `stopped`: the caller asked for it
 * - `nonFinite`: the start is not finite, or NaN and Infinity bar every way down
 * - `unbounded`: the value kept falling along a direction, however long the step
 * - `precisionLimit`: what is left to gain is smaller than the rounding of the value
 * - `lineSearchFailed`: no step lowered the value, and rounding does not explain it
 */
export type Status =
  | 'converged'
  | 'evaluationLimit'
  | 'iterationLimit'
  | 'stopped'
  | 'nonFinite'
  | 'unbounded'
  | 'precisionLimit'
  | 'lineSearchFailed';

/** A status and the sentence that explains it. */
export interface Ending {
  readonly status: Status;
  readonly message: string;
}

/** How a run ended, and the best point that it found. */
export interface Outcome extends Ending {
  readonly state: IterationState;
}

export interface MethodOptions {
  /** calls of the objective, values with gradients and Hessian-vector products alike; never exceeded */
  readonly maxEvaluations: number;
  readonly maxIterations: number;
  /** converged when every |gᵢ| is at most this */
  readonly gradientTolerance: number;
  /**
   * converged when a step that meets the line search's conditions lowers the value by at most this times its magnitude. Slow progress passes
   * too, so it is a weaker test than the gradient's; 0 turns it off.
   */
  readonly valueTolerance: number;
}

export const defaultMethodOptions: MethodOptions = {
  maxEvaluations: 10_000,
  maxIterations: 1_000,
  gradientTolerance: 1e-8,
  valueTolerance: 1e-12,
};

/**
 * A minimization method: yields the start and then each improved state, in falling order of value; returns the outcome. The caller stops it by
 * not asking for the next state.
 */
export type Method<Options extends MethodOptions = MethodOptions> = (
  objective: Objective,
  start: Float64Array,
  options?: Partial<Options>,
) => Generator<IterationState, Outcome, void>;
