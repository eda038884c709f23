import type { Mat } from '@adjoint/core';
import { fromState, type RandomState, split } from '../random/random.ts';
import type { Batches } from './batches.ts';

/** The batches of one epoch. */
export interface Epoch {
  readonly at: (position: number) => readonly Mat[];
  /** what the order of the next epoch is drawn from */
  readonly next: RandomState;
}

/** The epoch whose order is drawn from a state. The last one is remembered: its order is drawn once; and for ever where nothing is drawn. */
export function epochsOf(batches: Batches<readonly Mat[]>): (shuffle: RandomState) => Epoch {
  return batches.isShuffled ? shuffledEpochs(batches) : equalEpochs(batches);
}

function equalEpochs(batches: Batches<readonly Mat[]>): (shuffle: RandomState) => Epoch {
  let at: Epoch['at'] | undefined;
  return (shuffle) => ({ at: (at ??= batches.epoch(fromState(shuffle))), next: shuffle });
}

function shuffledEpochs(batches: Batches<readonly Mat[]>): (shuffle: RandomState) => Epoch {
  let last: { readonly shuffle: RandomState; readonly epoch: Epoch } | undefined;
  return (shuffle) => {
    if (last?.shuffle !== shuffle) {
      const [now, next] = split(fromState(shuffle), 2);
      last = { shuffle, epoch: { at: batches.epoch(now!), next: next!.state } };
    }
    return last.epoch;
  };
}
