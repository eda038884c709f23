import { adam, type AdamOptions, adamSettings } from './adam.ts';
import { decoupledWeightDecay } from './decoupledWeightDecay.ts';
import type { Optimizer } from './optimizer.ts';
import { atLeastZero, type Settings, settle } from './settings.ts';

export interface AdamWOptions extends AdamOptions {
  /** c, 0.01 */
  readonly weightDecay: number;
}
const settings: Settings<AdamWOptions> = { ...adamSettings, weightDecay: atLeastZero(1e-2) };

/**
 * p = (1 - η c) p, then a step of `adam`: PyTorch's AdamW (Loshchilov & Hutter 2019).
 * @throws ArgumentError on a beta outside [0, 1), or another option that is negative or not finite
 */
export function adamW(options: Partial<AdamWOptions> = {}): Optimizer {
  const { weightDecay, ...others } = settle('adamW', settings, options);
  return decoupledWeightDecay(adam(others), weightDecay);
}
