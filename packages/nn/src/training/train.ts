import type { Branch, Mat, Tree } from '@adjoint/core';
import type { Pause } from './measure.ts';
import { aborted, ended } from './ending.ts';
import { epochEndOf } from './epochEnd.ts';
import { epochsOf } from './epochs.ts';
import { type Kept, keptStates } from './kept.ts';
import { changed, initialState, type TrainingState } from './state.ts';
import { steppingOf } from './stepping.ts';
import { requireTrainOptions } from './requireTrainOptions.ts';
import type { Signal, TrainOptions } from './trainOptions.ts';
import { turns } from './turns.ts';

/**
 * Trains parameters: an async iterable that gives the state after each step, and a last one whose `status` says why it ended. Any of them, given
 * as `from`, goes on to the same bits as if it had never stopped. The event loop gets a turn at least every 50 ms, and between
 * steps that take longer. Two trainings know nothing of each other.
 *
 * NaN or Infinity in the loss, the parameters or the memory ends it within the step: the state is the last good one, with `status: 'nonFinite'` and
 * a message that names the entry. `loss` and `optimizer` are compiled as one function, once per shape of the batches.
 * @throws ArgumentError on options that cannot be
 */
export function train<P extends Tree | Branch<P>, B extends readonly Mat[], N = never>(
  options: TrainOptions<P, B, N>,
): AsyncGenerator<TrainingState<P>, void, void> {
  requireTrainOptions('train', options);
  const any = options as unknown as AnyOptions<P>;
  return options.checkpoint === undefined ? statesOf<P>(any) : statesIn(keptTraining<P>('train', any));
}

async function* statesIn<P>(kept: AsyncIterable<Kept<P>>): AsyncGenerator<TrainingState<P>, void, void> {
  for await (const { state } of kept) yield state;
}

export type AnyOptions<P> = TrainOptions<P, readonly Mat[], unknown>;

/** The same with the history, of options that were looked at; what was kept is looked at too. */
export const keptTraining = <P extends Tree | Branch<P>>(asker: string, options: AnyOptions<P>): AsyncIterable<Kept<P>> =>
  keptStates<P>((from) => {
    const begun = { ...options, from };
    requireTrainOptions(asker, begun);
    return statesOf<P>(begun);
  }, options);

async function* statesOf<P extends Tree | Branch<P>>(options: AnyOptions<P>): AsyncGenerator<TrainingState<P>, void, void> {
  const next = nextOf<P>(options);
  const pause = pauseOf(options.signal);
  let state = endedIfDone<P>(beginningOf<P>(options), options);
  if (state.status !== 'running') yield state;
  while (state.status === 'running') {
    state = (await pause()) ? endedIfDone<P>(await next(state, pause), options) : aborted(state);
    yield state;
  }
}

/** From a state to the one after the next step, and after its epoch when that was the last of one. Compiles what the options ask for. */
function nextOf<P extends Tree | Branch<P>>(options: AnyOptions<P>): (state: TrainingState<P>, pause: Pause) => Promise<TrainingState<P>> {
  const { batches } = options;
  const epochAt = epochsOf(batches);
  const step = steppingOf<P>(options);
  const endEpoch = epochEndOf<P>(options);
  return async (state, pause) => {
    const epoch = epochAt(state.random.shuffle);
    const moved = state.position < batches.count ? step(state, epoch) : state;
    return moved.status === 'running' && moved.position >= batches.count ? endEpoch(moved, epoch, pause) : moved;
  };
}

/** Gives the event loop a turn when it is due; false when the training is to end. */
function pauseOf(signal: Signal | undefined): Pause {
  const { isDue, give } = turns();
  return async () => {
    if (isDue()) await give();
    return signal?.aborted !== true;
  };
}

function beginningOf<P extends Tree | Branch<P>>({ from, parameters, optimizer, seed = 0 }: AnyOptions<P>): TrainingState<P> {
  if (from === undefined) return initialState<P>(parameters, optimizer.initialize<P>(parameters), seed);
  return changed<P>(from, (draft) => {
    draft.status = 'running';
    draft.message = '';
  });
}

function endedIfDone<P>(state: TrainingState<P>, { epochs = 1, earlyStopping }: AnyOptions<P>): TrainingState<P> {
  if (state.status !== 'running' || state.position > 0) return state;
  if (earlyStopping !== undefined && state.waiting.epochs >= earlyStopping.patience)
    return ended(state, 'stoppedEarly', `${state.waiting.epochs} epochs in a row brought no lower value than ${state.waiting.value}.`);
  return state.epoch >= epochs ? ended(state, 'finished', `All ${epochs} epochs are done.`) : state;
}
