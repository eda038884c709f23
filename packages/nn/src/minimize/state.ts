import { AdjointError } from '@adjoint/core';
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
    throw AdjointError.atCaller(new RangeError(`the start has ${start.length} elements, the objective takes ${objective.size}`));
  }
  checkWhole('maxEvaluations', options.maxEvaluations, 1);
  checkWhole('maxIterations', options.maxIterations, 1);
  for (const name of ['gradientTolerance', 'valueTolerance'] as const) {
    const tolerance = options[name];
    if (!(tolerance >= 0)) throw AdjointError.atCaller(new RangeError(`${name} is ${tolerance}: it must be at least 0`));
  }
};

/** Refuses a count that is not whole or too small; Infinity is no limit. */
export const checkWhole = (name: string, count: number, least: number): void => {
  if (count >= least && (Number.isInteger(count) || count === Infinity)) return;
  throw AdjointError.atCaller(new RangeError(`${name} is ${count}: it must be a whole number of at least ${least}, or Infinity`));
};
