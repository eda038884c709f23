import { AnomalyError, type Branch, detectAnomaly, isMat, named, type Tree } from '@adjoint/core';
import type { Optimizer, OptimizerMemory } from '../optimizers/optimizer.ts';
import { type AnyLoss, stepOf } from './step.ts';

/** Which entry turned NaN or infinite in a loss or its gradient, as `detectAnomaly` says it; undefined when none did. */
export const anomalyOfLoss = <P>(loss: AnyLoss<P>, parameters: P, rest: readonly unknown[]): string | undefined =>
  messageOf(() => detectAnomaly(loss)(parameters, ...rest.map(labelled)));

/** The same of the update that follows them. */
export const anomalyOfUpdate = <P extends Tree | Branch<P>>(
  loss: AnyLoss<P>,
  optimizer: Optimizer,
  parameters: P,
  memory: OptimizerMemory,
  rest: readonly unknown[],
): string | undefined => messageOf(() => detectAnomaly((p: P) => stepOf(loss, optimizer)(p, memory, rest).total)(parameters));

/** Should both find nothing. */
export const unexplained = 'No entry of the tape explains it.';

const labelled = (x: unknown, index: number): unknown => (isMat(x) && x.label === undefined ? named(`batch[${index}]`, x) : x);

function messageOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof AnomalyError) return error.message;
    throw error;
  }
}
