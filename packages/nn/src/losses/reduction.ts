import { ArgumentError, mean, type Mat, sum } from '@adjoint/core';

/** How the losses of all entries become the answer: see each name. */
export interface LossOptions {
  /**
   * 'batchMean' (default): the mean over the rows of the sum over the columns; 'mean': over all entries; 'sum'; 'none': a matrix
   * of losses, one per entry.
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

/** @throws ArgumentError on an unknown reduction */
export function reduceLosses(loss: string, losses: Mat, options: LossOptions): Mat {
  if (typeof options !== 'object' || options === null)
    throw new ArgumentError(`${loss}: the options must be an object, got ${JSON.stringify(options)}. Write { reduction: 'mean' }`);
  const { reduction = 'batchMean' } = options;
  const reduce = Object.hasOwn(reductions, reduction) ? reductions[reduction] : undefined;
  if (reduce === undefined)
    throw new ArgumentError(`${loss}: reduction must be one of ${Object.keys(reductions).join(', ')}, got ${String(reduction)}`);
  return reduce(losses);
}
