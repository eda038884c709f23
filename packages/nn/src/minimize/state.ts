import { ArgumentError } from '@adjoint/core';
import type { IterationState } from './method.ts';
import type { ValueAndGradient } from './objective.ts';
import { largestMagnitude } from './vectors.ts';

/** A state after so many iterations and evaluations. */
export const stateAt = (
  point: Float64Array,
  { value, gradient }: ValueAndGradient,
  { iterations, evaluations }: Pick<IterationState, 'iterations' | 'evaluations'>,
  gradientNorm: number = largestMagnitude(gradient),
): IterationState => ({ point, value, gradient, gradientNorm, iterations, evaluations });

export const isFiniteState = ({ value, gradientNorm }: IterationState): boolean => Number.isFinite(value) && Number.isFinite(gradientNorm);

/** A copy of the start, which must have the size of the problem. */
export const checkedStart = ({ size }: { readonly size: number }, start: Float64Array): Float64Array => {
  if (start.length !== size) throw new ArgumentError(`minimize: the start has ${start.length} elements, the objective takes ${size}`);
  return start.slice();
};
