import { atLeastZero, positive, required, type Settings, settle, share, wholeFrom } from '../optimizers/settings.ts';
import { cosineWay } from './cosineWay.ts';
import type { Schedule } from './schedule.ts';

export interface OneCycleOptions {
  /** the highest */
  readonly learningRate: number;
  /** steps in all */
  readonly steps: number;
  /** what part of them goes up, 0.3 */
  readonly rising?: number;
  /** the highest rate divided by the first, 25 */
  readonly startDivisor?: number;
  /** the first rate divided by the last, 10,000 */
  readonly endDivisor?: number;
}
const settings: Settings<OneCycleOptions> = {
  learningRate: required(atLeastZero(0)),
  steps: required(wholeFrom(2, 2)),
  rising: share(0.3),
  startDivisor: positive(25),
  endDivisor: positive(1e4),
};

/**
 * Up along half a cosine, then down along another to almost nothing: PyTorch's OneCycleLR (Smith & Topin 2019). After the last step it stays,
 * where PyTorch refuses. Only the learning rate changes: PyTorch also moves the momentum the other way unless told `cycle_momentum=False`.
 * @throws ArgumentError on an option that is missing or out of range
 */
export function oneCycle(options: OneCycleOptions): Schedule {
  const { learningRate, steps, rising, startDivisor, endDivisor } = settle('oneCycle', settings, options);
  const first = learningRate / startDivisor;
  const last = first / endDivisor;
  const top = rising * steps - 1;
  return (step) => {
    const at = Math.min(step, steps - 1);
    if (at < top) return cosineWay(first, learningRate, at / top);
    return cosineWay(learningRate, last, (at - top) / (steps - 1 - top));
  };
}
