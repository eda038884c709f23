import type { Ending, IterationState, MethodOptions } from './method.ts';

/** The ending that holds at a state, if one does: convergence first, then the limits. */
export const endingAt = (state: IterationState, previous: IterationState | undefined, options: MethodOptions): Ending | undefined =>
  convergedAt(state, previous, options) ?? limitAt(state, options);

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

const limitAt = ({ iterations, evaluations }: IterationState, { maxIterations, maxEvaluations }: MethodOptions): Ending | undefined => {
  if (evaluations >= maxEvaluations) {
    return { status: 'evaluationLimit', message: `All ${maxEvaluations} evaluations were used before the gradient was small enough.` };
  }
  if (iterations >= maxIterations) {
    return { status: 'iterationLimit', message: `All ${maxIterations} iterations were used before the gradient was small enough.` };
  }
  return undefined;
};

const brief = (x: number): string => String(Number(x.toPrecision(3)));
