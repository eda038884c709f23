import { add, type Branch, compile, leaves, type Mat, type Scalar, sum, type Tree, valueAndGrad } from '@adjoint/core';
import type { Optimizer, OptimizerMemory, Updated } from '../optimizers/optimizer.ts';

/** A loss whose batch and noise are whatever they are. */
export type AnyLoss<P> = (parameters: P, ...rest: readonly unknown[]) => Scalar;

/** What a step gives. */
export interface StepResult<P> extends Updated<P> {
  readonly loss: Scalar;
  /** a sum over all that the step gives: finite only if everything is */
  readonly total: Scalar;
}

/** One step: the loss, its gradient and the update, to be compiled as one function. `rest` is the batch, and the noise when there is any. */
export const stepOf =
  <P extends Tree | Branch<P>>(loss: AnyLoss<P>, optimizer: Optimizer) =>
  (parameters: P, memory: OptimizerMemory, rest: readonly unknown[]): StepResult<P> => {
    const { value, gradient } = valueAndGrad(loss)(parameters as P & Tree, ...rest);
    const updated = optimizer.update(gradient as P, memory, parameters);
    const total = leaves([updated.parameters, updated.memory]).reduce<Scalar>((all, x: Mat) => add(all, sum(x)), value);
    return { ...updated, loss: value, total };
  };

/** Compiled: recorded once per shape of its batch. */
export const compiledStep = <P extends Tree | Branch<P>>(loss: AnyLoss<P>, optimizer: Optimizer): ReturnType<typeof stepOf<P>> =>
  compile(stepOf(loss, optimizer));

const isFinite = (x: Mat): boolean => x.toFloat64Array().every(Number.isFinite);
/** Whether everything that a step gives is finite. The sum is asked first; finite numbers may overflow it. */
export const isGood = ({ total, loss, parameters, memory }: StepResult<unknown>): boolean =>
  Number.isFinite(total.at(0, 0)) || [loss, ...leaves([parameters, memory])].every(isFinite);
