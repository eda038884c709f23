import type { Budget } from './budget.ts';
import type { Ending, IterationState, MethodOptions } from './method.ts';
import type { LineSearchResult } from './strongWolfe.ts';

/**
 * The ending that holds at a state, if one does: convergence first, then the limits. Without a previous state the value is not tested: give none
 * after a step that did not go as foreseen.
 */
export const endingAt = (
  state: IterationState,
  previous: IterationState | undefined,
  options: MethodOptions,
  budget: Budget,
): Ending | undefined => convergedAt(state, previous, options) ?? budget.ending() ?? iterationLimitAt(state, options);

const convergedAt = (
  { gradientNorm, value }: IterationState,
  previous: IterationState | undefined,
  { gradientTolerance, valueTolerance }: MethodOptions,
): Ending | undefined => {
  if (gradientNorm <= gradientTolerance) {
    return {
      status: 'converged',
      message: `No element of the gradient is larger than ${brief(gradientNorm)}; gradientTolerance is ${brief(gradientTolerance)}.`,
    };
  }
  if (previous === undefined || valueTolerance === 0) return undefined;
  const decrease = previous.value - value;
  if (decrease > valueTolerance * Math.max(Math.abs(previous.value), Math.abs(value))) return undefined;
  return {
    status: 'converged',
    message:
      `The last iteration lowered the value by ${brief(decrease)}, at most valueTolerance (${brief(valueTolerance)}) of its magnitude; ` +
      `the largest element of the gradient is still ${brief(gradientNorm)}.`,
  };
};

const iterationLimitAt = ({ iterations }: IterationState, { maxIterations }: MethodOptions): Ending | undefined =>
  iterations < maxIterations
    ? undefined
    : { status: 'iterationLimit', message: `All ${maxIterations} iterations were used before a convergence test held.` };

export const nonFiniteStart: Ending = {
  status: 'nonFinite',
  message: 'The value or the gradient at the start is NaN or infinite. Find where with detectAnomaly(f)(p0).',
};

/** After a line search that found nothing lower. */
export const endingWhereStuck = (search: LineSearchResult, state: IterationState): Ending => {
  if (isRounding(search.promise, state.value)) return onlyRoundingLeft(state);
  return search.ending === 'nonFinite' ? barred(state) : noneLower(state);
};

/** Where no step is lower, though the derivatives promise more than rounding. */
export const noneLower = (state: IterationState): Ending => ({
  status: 'lineSearchFailed',
  message: `No step along the direction of descent lowers the value, so the gradient may not be the value's; ${largestOf(state)}.`,
});

/** Where NaN and Infinity lie all around. */
export const barred = (state: IterationState): Ending => ({
  status: 'nonFinite',
  message: `Every step gives NaN, Infinity or no lower value; ${largestOf(state)}.`,
});

/** Where the numbers cannot tell a lower value any more. */
export const onlyRoundingLeft = (state: IterationState): Ending => ({
  status: 'precisionLimit',
  message: `What is left to gain is smaller than the rounding of the value; ${largestOf(state)}.`,
});

/** After a line search without an end to the descent. */
export const endingWhereUnbounded = ({ trial }: LineSearchResult): Ending => ({
  status: 'unbounded',
  message: `The value is still falling ${brief(trial.step)} times the direction away, so it seems to have no minimum there.`,
});

/** Decreases this small drown in the rounding of the value, whose terms may be larger than their sum. */
export const isRounding = (decrease: number, value: number): boolean =>
  decrease >= 0 && decrease <= 1000 * Number.EPSILON * Math.abs(value);

const largestOf = ({ gradientNorm }: IterationState): string => `the largest element of the gradient is ${brief(gradientNorm)}`;

const brief = (x: number): string => String(Number(x.toPrecision(3)));
