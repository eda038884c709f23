import { atLeastZero, required, type Settings, settle, wholeFrom } from '../optimizers/settings.ts';
import { cosineWay } from './cosineWay.ts';
import type { Schedule } from './schedule.ts';

export interface CosineDecayOptions {
  /** at the start */
  readonly learningRate: number;
  /** steps on the way down */
  readonly steps: number;
  /** at the end and from there on, 0 */
  readonly least?: number;
}
const settings: Settings<CosineDecayOptions> = {
  learningRate: required(atLeastZero(0)),
  steps: required(wholeFrom(1, 1)),
  least: atLeastZero(0),
};

/**
 * From η down along half a cosine: PyTorch's CosineAnnealingLR (Loshchilov & Hutter 2017), which rises again after `steps`, where this one stays.
 * @throws ArgumentError on an option that is missing or out of range
 */
export function cosineDecay(options: CosineDecayOptions): Schedule {
  const { learningRate, steps, least } = settle('cosineDecay', settings, options);
  return (step) => cosineWay(learningRate, least, Math.min(1, step / steps));
}
