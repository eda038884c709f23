/** A differentiable vector of a flat vector: half the sum of its squares is what is minimized. */
export interface Residuals {
  /** of the point */
  readonly size: number;
  readonly residuals: (x: Float64Array) => Float64Array;
  /** the derivatives at x by rows: one row per residual */
  readonly jacobian: (x: Float64Array) => Float64Array;
}
