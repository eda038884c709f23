import type { StartProgress } from '../figures/progress.ts';
import type { Figure } from './figure.ts';

export interface Settings {
  /** of NumPy's generator */
  readonly seed: number;
  /** a short form, whose figures are known too */
  readonly quick: boolean;
  readonly progress: StartProgress;
}

/** A cost along the steps that lowered it. */
export interface Curve {
  readonly points: readonly (readonly [number, number])[];
  readonly along: string;
}

export interface Outcome {
  readonly figures: readonly Figure[];
  readonly curve: Curve;
  /** what a reader should know, in lines */
  readonly remarks: readonly string[];
}

/** A program of the tutorials with its backpropagation replaced by `grad`, beside what the original gives. */
export interface Exercise {
  readonly name: string;
  readonly summary: string;
  /** of runs whose original figures are known; the first is the original's own */
  readonly seeds: readonly [number, ...number[]];
  run(settings: Settings): Outcome;
}
