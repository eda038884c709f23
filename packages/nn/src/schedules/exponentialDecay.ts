import { item, pow, scalar } from '@adjoint/core';
import { atLeastZero, required, type Settings, settle } from '../optimizers/settings.ts';
import type { Schedule } from './schedule.ts';

export interface ExponentialDecayOptions {
  readonly learningRate: number;
  /** γ: what is left of the rate after a step */
  readonly factor: number;
}
const settings: Settings<ExponentialDecayOptions> = { learningRate: required(atLeastZero(0)), factor: required(atLeastZero(1)) };

/** η γᵗ: PyTorch's ExponentialLR. @throws ArgumentError on an option that is missing or out of range */
export function exponentialDecay(options: ExponentialDecayOptions): Schedule {
  const { learningRate, factor } = settle('exponentialDecay', settings, options);
  return (step) => learningRate * item(pow(scalar(factor), step));
}
