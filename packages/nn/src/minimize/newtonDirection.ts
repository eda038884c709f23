import type { Meter } from './meter.ts';
import { dot, euclideanNorm, plusScaled, scaled } from './vectors.ts';

export interface NewtonDirectionOptions {
  readonly maxInnerSteps: number;
  /** evaluations to leave for the line search */
  readonly reserve: number;
  /** a symmetric positive definite approximation of the inverse Hessian, times the residual */
  readonly precondition: (residual: Float64Array) => Float64Array;
}

/**
 * An approximate solution d of H d = -g by preconditioned conjugate gradients on exact Hessian-vector products, until
 * ‖H d + g‖ ≤ min(1/2, √‖g‖) ‖g‖ (Nocedal & Wright 2006, algorithm 7.1). Where the curvature is not positive, where a product is not finite
 * or when the evaluations run out, it is the direction so far: at the first inner step, preconditioned steepest descent.
 */
export const newtonDirection = (
  meter: Meter,
  { point, gradient }: { readonly point: Float64Array; readonly gradient: Float64Array },
  { maxInnerSteps, reserve, precondition }: NewtonDirectionOptions,
): Float64Array => {
  const target = forcing(euclideanNorm(gradient));
  let residual = gradient;
  let preconditioned = precondition(residual);
  let search = scaled(preconditioned, -1);
  let direction: Float64Array | undefined;
  for (let innerStep = 0; innerStep < maxInnerSteps && meter.budget.remaining > reserve; innerStep++) {
    const product = meter.hessianVector(point, search);
    const size = dot(residual, preconditioned);
    const length = size / dot(search, product);
    if (!(length > 0 && length < Infinity)) break;
    direction = direction === undefined ? scaled(search, length) : plusScaled(direction, length, search);
    residual = plusScaled(residual, length, product);
    if (euclideanNorm(residual) <= target) break;
    preconditioned = precondition(residual);
    search = plusScaled(scaled(preconditioned, -1), dot(residual, preconditioned) / size, search);
  }
  return direction ?? search;
};

/** The residual at which the inner iteration may stop: superlinear convergence without solving too much far away. */
const forcing = (gradientNorm: number): number => Math.min(0.5, Math.sqrt(gradientNorm)) * gradientNorm;
