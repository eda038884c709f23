import { atLeastZero, settle } from '../optimizers/settings.ts';
import type { Schedule } from './schedule.ts';

/** Always the same. @throws ArgumentError unless it is finite and at least 0 */
export function constantRate(learningRate: number): Schedule {
  settle('constantRate', { learningRate: atLeastZero(0) }, { learningRate });
  return () => learningRate;
}
