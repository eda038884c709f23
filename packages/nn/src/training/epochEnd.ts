import { type Mat, ArgumentError } from '@adjoint/core';
import type { RandomState } from '../random/random.ts';
import { aborted, ended } from './ending.ts';
import type { Epoch } from './epochs.ts';
import { type Means, measureOf, type Pause } from './measure.ts';
import { anomalyOfLoss, unexplained } from './nonFinite.ts';
import { changed, type Measured, type TrainingState } from './state.ts';
import type { AnyLoss } from './step.ts';
import type { TrainOptions } from './trainOptions.ts';

type Options<P> = Omit<TrainOptions<P, readonly Mat[], unknown>, 'optimizer' | 'draw'>;

/** From the state after the last batch of an epoch to the state before the next epoch: measured, and compared with the best. */
export function epochEndOf<P>(options: Options<P>): (state: TrainingState<P>, epoch: Epoch, pause: Pause) => Promise<TrainingState<P>> {
  const { validation, batches, metrics = {} } = options;
  const loss = options.loss as unknown as AnyLoss<P>;
  const measures = validation !== undefined || Object.keys(metrics).length > 0;
  const measure = measureOf<P>({ loss: validation && loss, metrics: metrics as never, batches: validation ?? batches });
  return async (state, epoch, pause) => {
    const means = measures ? await measure(state.parameters, pause) : { loss: undefined, metrics: {} };
    if (means === undefined) return aborted(state);
    if (!('bad' in means)) return counted(state, means, epoch.next, options);
    const anomaly = anomalyOfLoss(loss, state.parameters, means.bad) ?? unexplained;
    return ended(state, 'nonFinite', `The validation loss after step ${state.step} is ${means.loss}. ${anomaly}`);
  };
}

function counted<P>(state: TrainingState<P>, means: Means, shuffle: RandomState, options: Options<P>): TrainingState<P> {
  const { step, sums, best, waiting, parameters } = state;
  const epoch = state.epoch + 1;
  const measured = { epoch, step, loss: sums.loss / sums.rows, validationLoss: means.loss ?? null, metrics: means.metrics };
  const value = monitored(measured, options);
  const isLower = value < (waiting.value ?? Infinity) - (options.earlyStopping?.minimumDecrease ?? 0);
  return changed(state, (draft) => {
    draft.epoch = epoch;
    draft.position = 0;
    draft.sums = { loss: 0, rows: 0 };
    draft.measured = measured;
    draft.random = { shuffle, noise: state.random.noise };
    draft.waiting = isLower ? { value, epochs: 0 } : { value: waiting.value, epochs: waiting.epochs + 1 };
    if (value < (best?.value ?? Infinity)) draft.best = { value, epoch, step, parameters };
    draft.schedule = scheduleAfter(state, value, options);
  });
}

function monitored<P>(measured: Measured, { monitor }: Options<P>): number {
  const value = monitor === undefined ? (measured.validationLoss ?? measured.loss) : monitor(measured);
  if (typeof value === 'number' && !Number.isNaN(value)) return value;
  throw new ArgumentError(`train: monitor gave ${String(value)} after epoch ${measured.epoch}: it must be a number, the lower the better`);
}

/** Where a schedule stands that looks at how the training goes. */
function scheduleAfter<P>(state: TrainingState<P>, value: number, { schedule }: Options<P>): TrainingState<P>['schedule'] {
  if (schedule === undefined || typeof schedule === 'function') return state.schedule;
  return schedule.reduce(state.schedule ?? schedule.initialize(state.memory.learningRate.at(0, 0)), value);
}
