/** Where a method stands after an iteration. Nobody writes to its vectors again. */
export interface IterationState {
  readonly point: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  /** largest magnitude among the gradient's elements; within bounds, of the projected gradient */
  readonly gradientNorm: number;
  readonly iterations: number;
  /** calls so far, one each: values with gradients, Hessian-vector products, residuals, Jacobians */
  readonly evaluations: number;
}

/**
 * Why a method ended.
 *
 * - `converged`: a test of {@link MethodOptions} holds
 * - `evaluationLimit`, `iterationLimit`, `timeLimit`: the limit was reached first
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
  | 'timeLimit'
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

/** What every method understands. */
export interface MethodOptions {
  /** values with gradients, Hessian-vector products, residuals and Jacobians, one each; 10,000 unless given, never exceeded */
  readonly maxEvaluations: number;
  /** 1,000 unless given */
  readonly maxIterations: number;
  /** seconds from the first evaluation on; an evaluation that has begun is finished. Infinity unless given */
  readonly maxSeconds: number;
  /** converged when every |gᵢ| is at most this; 1e-8 unless given */
  readonly gradientTolerance: number;
  /**
   * converged when an iteration that went as its model foresaw (in a line search: met the strong Wolfe conditions) lowers the value by at most
   * this times its magnitude; 1e-12 unless given. Slow progress passes too, so it is a weaker test than the gradient's; 0 turns it off.
   */
  readonly valueTolerance: number;
}

export const defaultMethodOptions: MethodOptions = {
  maxEvaluations: 10_000,
  maxIterations: 1_000,
  maxSeconds: Infinity,
  gradientTolerance: 1e-8,
  valueTolerance: 1e-12,
};

/** Yields the start and then each improved state, in falling order of value; returns the outcome. */
export type Steps = Generator<IterationState, Outcome, void>;

/** A minimization method. The caller stops it by not asking for the next state. */
export type Method<Problem, Options extends MethodOptions = MethodOptions> = (
  problem: Problem,
  start: Float64Array,
  options?: Partial<Options>,
) => Steps;
