import type { Branch, Mat, Tree } from '@adjoint/core';
import { ended } from './ending.ts';
import type { Best, Measured, TrainingState, TrainingStatus } from './state.ts';
import { requireTrainOptions } from './requireTrainOptions.ts';
import type { Kept } from './kept.ts';
import { type AnyOptions, keptTraining } from './train.ts';
import type { TrainOptions } from './trainOptions.ts';

/** What `fit` takes. */
export interface FitOptions<P, B extends readonly Mat[], N = never> extends TrainOptions<P, B, N> {
  /** sees every state; 'stop' ends the training there */
  readonly onStep?: (state: TrainingState<NoInfer<P>>) => 'stop' | void;
}

export interface FitResult<P> {
  /** after the last good step */
  readonly parameters: P;
  /** at the end of the best epoch; null when none was finished */
  readonly best: Best<P> | null;
  readonly status: TrainingStatus;
  /** a sentence: why it ended */
  readonly message: string;
  /** one entry per epoch of this run, and of those before it that the checkpoint has kept */
  readonly history: readonly Measured[];
  /** the last state: give it as `from` to go on */
  readonly state: TrainingState<P>;
}

/**
 * Trains parameters and answers when it is done. See `train` for the states one by one.
 * @throws ArgumentError on options that cannot be
 */
export function fit<P extends Tree | Branch<P>, B extends readonly Mat[], N = never>(options: FitOptions<P, B, N>): Promise<FitResult<P>> {
  requireTrainOptions('fit', options, ['onStep']);
  const { onStep, ...others } = options;
  return lastOf<P>(keptTraining<P>('fit', others as unknown as AnyOptions<P>), onStep);
}

async function lastOf<P>(
  training: AsyncIterable<Kept<P>>,
  onStep: ((state: TrainingState<P>) => 'stop' | void) | undefined,
): Promise<FitResult<P>> {
  let history: readonly Measured[] = [];
  let last: TrainingState<P> | undefined;
  for await (const { state, history: entries } of training) {
    last = state;
    history = entries;
    if (onStep?.(state) !== 'stop' || state.status !== 'running') continue;
    last = ended(state, 'stopped', `onStep stopped the training after step ${state.step}.`);
    break;
  }
  const { parameters, best, status, message } = last!;
  return { parameters, best, status, message, history: [...history], state: last! };
}
