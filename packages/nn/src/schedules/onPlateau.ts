import { atLeastZero, type Settings, settle, share, wholeFrom } from '../optimizers/settings.ts';
import type { ReducingSchedule } from './schedule.ts';

export interface OnPlateauOptions {
  /** what is left of the rate, 0.1 */
  readonly factor: number;
  /** epochs without a lower value that pass before the rate falls, 10 */
  readonly patience: number;
  /** a value counts as lower below best - threshold · |best|, 1e-4 */
  readonly threshold: number;
  /** epochs after a fall in which nothing is counted, 0 */
  readonly cooldown: number;
  /** the rate never falls below, 0 */
  readonly least: number;
}
const settings: Settings<OnPlateauOptions> = {
  factor: share(0.1),
  patience: wholeFrom(0, 10),
  threshold: atLeastZero(1e-4),
  cooldown: wholeFrom(0, 0),
  least: atLeastZero(0),
};
const smallestFall = 1e-8;

/**
 * Lowers the learning rate when epochs bring no lower value: PyTorch's ReduceLROnPlateau. Like PyTorch it leaves out a fall of less than 1e-8.
 * @throws ArgumentError on an option that is out of range
 */
export function onPlateau(options: Partial<OnPlateauOptions> = {}): ReducingSchedule {
  const { factor, patience, threshold, cooldown, least } = settle('onPlateau', settings, options);
  return {
    initialize: (learningRate) => ({ learningRate, best: null, stalled: 0, cooldown: 0 }),
    reduce: ({ learningRate, best, stalled, cooldown: left }, value) => {
      const isLower = value < (best === null ? Infinity : best - threshold * Math.abs(best));
      const isResting = left > 0;
      const waited = isLower || isResting ? 0 : stalled + 1;
      const falls = waited > patience;
      const lowered = Math.max(learningRate * factor, least);
      return {
        learningRate: falls && learningRate - lowered > smallestFall ? lowered : learningRate,
        best: isLower ? value : best,
        stalled: falls ? 0 : waited,
        cooldown: falls ? cooldown : Math.max(0, left - 1),
      };
    },
  };
}
