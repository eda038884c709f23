import type { Mat, Scalar } from '@adjoint/core';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { SeededRandom } from '../random/random.ts';
import type { ReducingSchedule, Schedule } from '../schedules/schedule.ts';
import type { Batches } from './batches.ts';
import type { Keeper } from './keeper.ts';
import type { Measured, TrainingState } from './state.ts';

export interface EarlyStoppingOptions {
  /** epochs in a row without a lower value after which a training ends */
  readonly patience: number;
  /** how much lower a value must be to count, 0 */
  readonly minimumDecrease?: number;
}

/** What ends a training from outside: an `AbortSignal`. */
export interface Signal {
  readonly aborted: boolean;
}

/** What a loss or a metric is given of a batch; a conditional, so that a batch is what the batches hold and nothing else. */
export type BatchOf<B extends readonly Mat[]> = B extends readonly [...infer Matrices] ? Matrices : never;
/** The same, and the noise of layers that draw. */
export type BatchAndNoise<B extends readonly Mat[], N> = B extends readonly [...infer Matrices] ? [...Matrices, noise?: N] : never;

/** What `train` takes. P: the parameters; B: a batch, a tuple of matrices; N: the noise of layers that draw. */
export interface TrainOptions<P, B extends readonly Mat[], N = never> {
  /** 1x1, of the parameters, the matrices of a batch, and with `draw` the noise: an ordinary function of ops. Validation gives it no noise. */
  readonly loss: (parameters: NoInfer<P>, ...batchAndNoise: BatchAndNoise<B, NoInfer<N>>) => Scalar;
  readonly optimizer: Optimizer;
  /** where to begin */
  readonly parameters: P;
  /** any state of a training of such parameters, to go on from as if it had never stopped */
  readonly from?: TrainingState<NoInfer<P>> | undefined;
  readonly batches: Batches<B>;
  /** passes over the batches; 1 unless given, Infinity for as long as someone asks */
  readonly epochs?: number;
  /** starts everything that is drawn: needed where batches are shuffled or layers draw */
  readonly seed?: number;
  /** fresh noise for a batch of so many rows, as `net.draw` */
  readonly draw?: (random: SeededRandom, rows: number) => N;
  /** the learning rate of each step; the optimizer's own unless given */
  readonly schedule?: Schedule | ReducingSchedule;
  /** on which the loss and the metrics are measured after each epoch */
  readonly validation?: Batches<NoInfer<B>>;
  /** Measured after each epoch on the validation batches, else on the training batches; called on numbers, and averaged by rows. */
  readonly metrics?: Readonly<Record<string, (parameters: NoInfer<P>, ...batch: BatchOf<B>) => number | Scalar>>;
  /** The lower the better: what `best`, `earlyStopping` and a plateau look at. The validation loss unless given, else the mean loss of the epoch. */
  readonly monitor?: (measured: Measured) => number;
  readonly earlyStopping?: EarlyStoppingOptions;
  /** aborting it ends the training between two steps, with the state that it has */
  readonly signal?: Signal;
  /** Keeps states as they come, and goes on from what it has kept: `checkpointFolder('run', { every: 100 })` of '@adjoint/nn/node'. */
  readonly checkpoint?: Keeper;
}
