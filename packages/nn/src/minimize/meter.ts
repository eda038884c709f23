import type { Objective, ValueAndGradient } from './objective.ts';

/** An objective that counts its calls and refuses one beyond the limit. */
export interface Meter extends Objective {
  readonly evaluations: number;
  readonly remaining: number;
}

export const meter = (objective: Objective, maxEvaluations: number): Meter => {
  let evaluations = 0;
  const count = (): void => {
    if (evaluations >= maxEvaluations)
      throw new RangeError(`more than maxEvaluations (${maxEvaluations}) evaluations: ask remaining first`);
    evaluations += 1;
  };
  return {
    size: objective.size,
    get evaluations(): number {
      return evaluations;
    },
    get remaining(): number {
      return maxEvaluations - evaluations;
    },
    valueAndGradient(x: Float64Array): ValueAndGradient {
      count();
      return objective.valueAndGradient(x);
    },
    hessianVector(x: Float64Array, v: Float64Array): Float64Array {
      count();
      return objective.hessianVector(x, v);
    },
  };
};
