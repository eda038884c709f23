import type { Budget } from './budget.ts';
import type { Objective } from './objective.ts';

/** An objective whose calls a budget counts. */
export interface Meter extends Objective {
  readonly budget: Budget;
}

/** The objective, refusing a call for which the budget has no evaluation left. */
export const meter = ({ size, valueAndGradient, hessianVector }: Objective, budget: Budget): Meter => ({
  size,
  budget,
  valueAndGradient(x) {
    budget.charge();
    return valueAndGradient(x);
  },
  hessianVector(x, v) {
    budget.charge();
    return hessianVector(x, v);
  },
});
