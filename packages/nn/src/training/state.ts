import { type Branch, type Mat, mapTree, type Tree } from '@adjoint/core';
import { Immer } from 'immer';
import type { OptimizerMemory } from '../optimizers/optimizer.ts';
import { random, type RandomState, split } from '../random/random.ts';
import type { ScheduleState } from '../schedules/schedule.ts';

/**
 * Why a training ended, or that it goes on.
 *
 * - `running`: there is more to come
 * - `finished`: all epochs are done
 * - `stoppedEarly`: `earlyStopping` holds
 * - `aborted`: the signal was aborted, or the keeper of checkpoints ended it, as it does on SIGINT and SIGTERM
 * - `nonFinite`: NaN or Infinity came up; the state is the last good one
 * - `stopped`: `onStep` of `fit` asked for it
 */
export type TrainingStatus = 'running' | 'finished' | 'stoppedEarly' | 'aborted' | 'nonFinite' | 'stopped';

/** What is known at the end of an epoch. */
export interface Measured {
  readonly epoch: number;
  readonly step: number;
  /** mean over the epoch, of each batch before its update */
  readonly loss: number;
  /** mean over the validation batches, after the epoch; null without any */
  readonly validationLoss: number | null;
  /** of the validation batches, else of the training batches, after the epoch */
  readonly metrics: Readonly<Record<string, number>>;
}

/** The parameters at the end of the best epoch so far. */
export interface Best<P> {
  readonly value: number;
  readonly epoch: number;
  readonly step: number;
  readonly parameters: P;
}

/**
 * Where a training stands: all that it needs to go on. Frozen; two states share what did not change between them. Matrices, numbers, text
 * and null in plain objects and arrays, so that it can be saved as it is.
 */
export interface TrainingState<P> {
  readonly status: TrainingStatus;
  /** a sentence: why it ended; empty while it runs */
  readonly message: string;
  /** updates made */
  readonly step: number;
  /** epochs finished */
  readonly epoch: number;
  /** batches of the running epoch that are done */
  readonly position: number;
  /** of the last batch, before its update; null before the first */
  readonly loss: number | null;
  readonly parameters: P;
  readonly memory: OptimizerMemory;
  /** what the order of the running epoch, and the noise of the next step, are drawn from */
  readonly random: { readonly shuffle: RandomState; readonly noise: RandomState };
  /** over the batches of the running epoch: the loss times the rows, and the rows */
  readonly sums: { readonly loss: number; readonly rows: number };
  /** at the end of the last epoch */
  readonly measured: Measured | null;
  readonly best: Best<P> | null;
  /** what early stopping compares with, and the epochs since */
  readonly waiting: { readonly value: number | null; readonly epochs: number };
  /** of a schedule that depends on how the training goes */
  readonly schedule: ScheduleState | null;
}

type Draft<P> = { -readonly [K in keyof TrainingState<P>]: TrainingState<P>[K] };

// an instance of our own: states are frozen whatever the user sets for his
const immer = new Immer({ autoFreeze: true });

/** The state after a change of its draft. A value in a draft is replaced, never written. */
export const changed = <P>(state: TrainingState<P>, change: (draft: Draft<P>) => void): TrainingState<P> =>
  immer.produce(state, change as never);

/** Where a training begins. */
export function initialState<P>(parameters: P, memory: OptimizerMemory, seed: number): TrainingState<P> {
  const [shuffle, noise] = split(random(seed), 2);
  return {
    status: 'running',
    message: '',
    step: 0,
    epoch: 0,
    position: 0,
    loss: null,
    parameters: copied(parameters), // freezing a state must not freeze what belongs to the user
    memory: copied(memory),
    random: { shuffle: shuffle!.state, noise: noise!.state },
    sums: { loss: 0, rows: 0 },
    measured: null,
    best: null,
    waiting: { value: null, epochs: 0 },
    schedule: null,
  };
}

/** The same matrices in other containers. */
const copied = <T>(tree: T): T => mapTree((x: Mat) => x, tree as Tree & Branch<T>) as T;
