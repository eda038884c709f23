import { ended } from './ending.ts';
import type { Keeper } from './keeper.ts';
import type { Measured, TrainingState } from './state.ts';

/** What is kept of a training: all that it needs to go on, and what it has told. */
export interface Kept<P> {
  readonly state: TrainingState<P>;
  /** One entry per epoch. It grows while the training runs: one list for all states, since a copy in each would be quadratic. */
  readonly history: readonly Measured[];
}

interface Beginning<P> {
  readonly from?: TrainingState<P> | undefined;
  readonly checkpoint?: Keeper | undefined;
}

/** The states of a training with its history, from what the keeper has, or else from `from`, or from the beginning. */
export function keptStates<P>(
  start: (from: TrainingState<P> | undefined) => AsyncIterable<TrainingState<P>>,
  { from, checkpoint }: Beginning<P>,
): AsyncIterable<Kept<P>> {
  const begin = (kept: Kept<P> | undefined): AsyncIterable<Kept<P>> => {
    const first = kept?.state ?? from;
    return withHistory(start(first), first?.measured ?? null, [...(kept?.history ?? [])]);
  };
  return checkpoint === undefined ? begin(undefined) : toTheEnd(checkpoint.through(begin));
}

/** The same, and a last one that says so where the keeper has ended the training. */
async function* toTheEnd<P>(kept: AsyncIterable<Kept<P>>): AsyncGenerator<Kept<P>> {
  let last: Kept<P> | undefined;
  for await (last of kept) yield last;
  if (last?.state.status !== 'running') return;
  const message = `The keeper ended the training after step ${last.state.step}. Started again, it goes on from what the keeper has.`;
  yield { ...last, state: ended(last.state, 'aborted', message) };
}

async function* withHistory<P>(
  states: AsyncIterable<TrainingState<P>>,
  before: Measured | null,
  history: Measured[],
): AsyncGenerator<Kept<P>> {
  let measured = before;
  for await (const state of states) {
    if (state.measured !== null && state.measured !== measured) history.push(state.measured);
    ({ measured } = state);
    yield { state, history };
  }
}
