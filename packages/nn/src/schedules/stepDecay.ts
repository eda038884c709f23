import { item, pow, scalar } from '@adjoint/core';
import { atLeastZero, required, type Settings, settle, wholeFrom } from '../optimizers/settings.ts';
import type { Schedule } from './schedule.ts';

export interface StepDecayOptions {
  readonly learningRate: number;
  /** steps from one fall to the next */
  readonly every: number;
  /** γ, 0.1 */
  readonly factor?: number;
}
const settings: Settings<StepDecayOptions> = {
  learningRate: required(atLeastZero(0)),
  every: required(wholeFrom(1, 1)),
  factor: atLeastZero(0.1),
};

/** η γ^⌊t / every⌋: PyTorch's StepLR. @throws ArgumentError on an option that is missing or out of range */
export function stepDecay(options: StepDecayOptions): Schedule {
  const { learningRate, every, factor } = settle('stepDecay', settings, options);
  return (step) => learningRate * item(pow(scalar(factor), Math.floor(step / every)));
}
