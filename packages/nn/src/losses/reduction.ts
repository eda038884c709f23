import { ArgumentError, mean, type Mat, sum } from '@adjoint/core';
import { requireOptions } from '../requireOptions.ts';
import type { Weights } from './weights.ts';

/** How the losses of all entries become the answer: see each name. */
export interface LossOptions extends Weights {
  /**
   * 'batchMean' (default): the mean over the rows of the sum over the columns; 'mean': over all entries; 'sum'; 'none': a matrix
   * of losses, one per entry. PyTorch's default is 'mean'. Cross-entropy has one loss per row: its entries are the rows.
   */
  readonly reduction?: Reduction;
}
type Reduction = 'batchMean' | 'mean' | 'sum' | 'none';
/** 1x1, or with 'none' a matrix like the targets */
export type Reduced<O extends LossOptions, R extends number, C extends number> = [O] extends [{ readonly reduction: 'none' }]
  ? Mat<R, C>
  : Mat<1, 1>;

const reductions: Readonly<Record<Reduction, (losses: Mat) => Mat>> = {
  batchMean: (losses) => mean(sum(losses, { axis: 1 })),
  mean: (losses) => mean(losses),
  sum: (losses) => sum(losses),
  none: (losses) => losses,
};
const known = ['reduction', 'sampleWeights', 'classWeights'];

/** @throws ArgumentError unless these are options of a loss that has `more` options of its own */
export function requireLossOptions(loss: string, options: object, more: readonly string[] = []): void {
  requireOptions(loss, options, "Write { reduction: 'mean' }");
  const names = [...known, ...more];
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new ArgumentError(`${loss}: there is no option ${unknown}, only ${names.join(', ')}`);
}

/** @throws ArgumentError on an unknown reduction */
export function reduceLosses(loss: string, losses: Mat, { reduction = 'batchMean' }: LossOptions): Mat {
  const reduce = Object.hasOwn(reductions, reduction) ? reductions[reduction] : undefined;
  if (reduce === undefined)
    throw new ArgumentError(`${loss}: reduction must be one of ${Object.keys(reductions).join(', ')}, got ${String(reduction)}`);
  return reduce(losses);
}
