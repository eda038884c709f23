import type { IterationState, MethodOptions } from './method.ts';
import type { Objective, ValueAndGradient } from './objective.ts';
import { largestMagnitude } from './vectors.ts';

export const stateAt = (
  point: Float64Array,
  { value, gradient }: ValueAndGradient,
  iterations: number,
  evaluations: number,
): IterationState => ({ point, value, gradient, gradientNorm: largestMagnitude(gradient), iterations, evaluations });

export const isFiniteState = ({ value, gradientNorm }: IterationState): boolean => Number.isFinite(value) && Number.isFinite(gradientNorm);

/** Refuses what no method can work with. */
export const checkRequest = (objective: Objective, start: Float64Array, options: MethodOptions): void => {
  if (start.length !== objective.size) {
    throw new RangeError(`the start has ${start.length} elements, the objective takes ${objective.size}`);
  }
  for (const name of ['maxEvaluations', 'maxIterations'] as const) {
    const limit = options[name];
    if (!(limit >= 1)) throw new RangeError(`${name} is ${limit}: it must be at least 1`);
  }
  for (const name of ['gradientTolerance', 'valueTolerance'] as const) {
    const tolerance = options[name];
    if (!(tolerance >= 0)) throw new RangeError(`${name} is ${tolerance}: it must be at least 0`);
  }
};
