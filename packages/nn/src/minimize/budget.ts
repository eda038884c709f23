import { AdjointError } from '@adjoint/core';
import type { Ending, MethodOptions } from './method.ts';

/** What a run may still spend: evaluations, and seconds since the budget was made. */
export interface Budget {
  readonly evaluations: number;
  /** evaluations that may still be made; none when the time is over */
  readonly remaining: number;
  /** counts one evaluation */
  charge(): void;
  /** the limit that leaves less than so many evaluations, 1 unless given, if one does */
  ending(needed?: number): Ending | undefined;
}

/** a clock that is never set back; Node and browsers have it */
const { performance } = globalThis as unknown as { readonly performance: { now(): number } };

export const budgetOf = ({ maxEvaluations, maxSeconds }: Pick<MethodOptions, 'maxEvaluations' | 'maxSeconds'>): Budget => {
  const started = performance.now();
  let evaluations = 0;
  const isOver = (): boolean => maxSeconds !== Infinity && performance.now() - started >= 1000 * maxSeconds;
  return {
    get evaluations(): number {
      return evaluations;
    },
    get remaining(): number {
      return isOver() ? 0 : maxEvaluations - evaluations;
    },
    charge(): void {
      if (evaluations >= maxEvaluations)
        throw new AdjointError(`more than maxEvaluations (${maxEvaluations}) evaluations: ask remaining first`);
      evaluations += 1;
    },
    ending(needed = 1): Ending | undefined {
      if (evaluations + needed > maxEvaluations) {
        const used = evaluations === maxEvaluations ? `All ${maxEvaluations}` : `${evaluations} of ${maxEvaluations}`;
        return { status: 'evaluationLimit', message: `${used} evaluations were used before a convergence test held.` };
      }
      if (!isOver()) return undefined;
      return { status: 'timeLimit', message: `All ${maxSeconds} seconds were used before a convergence test held.` };
    },
  };
};
