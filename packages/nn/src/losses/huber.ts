import { abs, lessEqual, mul, square, sub, where, ArgumentError } from '@adjoint/core';
import { loss, type Loss } from './loss.ts';
import type { LossOptions } from './reduction.ts';

export interface HuberOptions extends LossOptions {
  /** up to this difference the loss is quadratic, beyond it linear; 1 unless given */
  readonly delta?: number;
}

/** d²/2 where |d| <= delta, else delta (|d| - delta/2), d being prediction - target (Huber 1964). @throws ArgumentError unless delta > 0 */
export const huber: Loss<'huber', HuberOptions> = loss<'huber', HuberOptions>(
  'huber',
  (predictions, targets, { delta = 1 }) => {
    if (typeof delta !== 'number' || !(delta > 0 && delta < Infinity))
      throw new ArgumentError(`huber: delta must be a positive number, got ${String(delta)}`);
    const difference = sub(predictions, targets);
    const size = abs(difference);
    return where(lessEqual(size, delta), mul(0.5, square(difference)), mul(delta, sub(size, delta / 2)));
  },
  ['delta'],
);
