import { ArgumentError } from '@adjoint/core';
import { atLeastZero, required, type Settings, settle, wholeFrom } from '../optimizers/settings.ts';
import type { Schedule } from './schedule.ts';

export interface WarmUpOptions {
  /** steps on the way up */
  readonly steps: number;
  /** what part of the schedule's first rate it begins with, 1/3 */
  readonly startFactor?: number;
}
const settings: Settings<WarmUpOptions> = { steps: required(wholeFrom(1, 1)), startFactor: atLeastZero(1 / 3) };

/**
 * A straight way up to the first rate of a schedule, then the schedule from its beginning: PyTorch's LinearLR, then the schedule, in a SequentialLR.
 * @throws ArgumentError on an option that is missing or out of range
 */
export function warmUp(schedule: Schedule, options: WarmUpOptions): Schedule {
  if (typeof schedule !== 'function')
    throw new ArgumentError(
      `warmUp: the schedule must be a function of the step, got ${typeof schedule}. Write warmUp(constantRate(0.1), { steps: 100 })`,
    );
  const { steps, startFactor } = settle('warmUp', settings, options);
  return (step) => (step < steps ? schedule(0) * (startFactor + (1 - startFactor) * (step / steps)) : schedule(step - steps));
}
