/** A twice differentiable function of a flat vector, as the minimizers see it. */
export interface Objective {
  readonly size: number;
  /** value and gradient at x; a fresh gradient each time */
  readonly valueAndGradient: (x: Float64Array) => ValueAndGradient;
  /** exact Hessian at x times v */
  readonly hessianVector: (x: Float64Array, v: Float64Array) => Float64Array;
}

export interface ValueAndGradient {
  readonly value: number;
  readonly gradient: Float64Array;
}
