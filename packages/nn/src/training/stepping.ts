import { type Branch, item, type Mat, scalar, type Tree, ArgumentError } from '@adjoint/core';
import type { OptimizerMemory } from '../optimizers/optimizer.ts';
import { fromState, type RandomState, split } from '../random/random.ts';
import type { Schedule } from '../schedules/schedule.ts';
import { ended } from './ending.ts';
import type { Epoch } from './epochs.ts';
import { anomalyOfLoss, anomalyOfUpdate, unexplained } from './nonFinite.ts';
import { changed, type TrainingState } from './state.ts';
import { type AnyLoss, compiledStep, isGood } from './step.ts';
import type { TrainOptions } from './trainOptions.ts';

type Options<P> = Pick<TrainOptions<P, readonly Mat[], unknown>, 'loss' | 'optimizer' | 'schedule' | 'draw'>;

/** From a state to the next. One that is not finite is not taken: the old state then says so. */
export function steppingOf<P extends Tree | Branch<P>>(options: Options<P>): (state: TrainingState<P>, epoch: Epoch) => TrainingState<P> {
  const { optimizer, schedule, draw } = options;
  const loss = options.loss as unknown as AnyLoss<P>;
  const run = compiledStep(loss, optimizer);
  const rateOf = typeof schedule === 'function' ? scheduled(schedule) : (state: TrainingState<P>) => state.schedule?.learningRate;
  return (state, epoch) => {
    const { parameters } = state;
    const batch = epoch.at(state.position);
    const { rows } = batch[0]!;
    const { noise, rest } = draw === undefined ? { noise: state.random.noise, rest: batch } : withNoise(draw, state.random.noise, batch);
    const memory = withRate(state.memory, rateOf(state));
    const next = run(parameters, memory, rest);
    if (isGood(next)) return stepped(state, { parameters: next.parameters, memory: next.memory, loss: item(next.loss), rows, noise });
    const anomaly = anomalyOfLoss(loss, parameters, rest) ?? anomalyOfUpdate(loss, optimizer, parameters, memory, rest) ?? unexplained;
    return ended(state, 'nonFinite', `Step ${state.step + 1} is not finite: its loss is ${item(next.loss)}. ${anomaly}`);
  };
}

/** A batch with noise of its own, and what the next noise is drawn from. */
function withNoise(draw: NonNullable<Options<never>['draw']>, source: RandomState, batch: readonly Mat[]) {
  const [now, next] = split(fromState(source), 2);
  return { rest: [...batch, draw(now!, batch[0]!.rows)], noise: next!.state };
}

const scheduled =
  (schedule: Schedule) =>
  ({ step }: { readonly step: number }): number => {
    const rate = schedule(step);
    if (Number.isFinite(rate) && rate >= 0) return rate;
    throw new ArgumentError(`train: the schedule gives ${String(rate)} for step ${step}: a learning rate is finite and at least 0`);
  };

const withRate = (memory: OptimizerMemory, rate: number | undefined): OptimizerMemory =>
  rate === undefined ? memory : { ...memory, learningRate: scalar(rate) };

interface Step<P> {
  readonly parameters: P;
  readonly memory: OptimizerMemory;
  readonly loss: number;
  readonly rows: number;
  /** what the next noise is drawn from */
  readonly noise: RandomState;
}
const stepped = <P>(state: TrainingState<P>, { parameters, memory, loss, rows, noise }: Step<P>): TrainingState<P> => {
  const { step, position, sums, random } = state;
  return changed(state, (draft) => {
    draft.step = step + 1;
    draft.position = position + 1;
    draft.loss = loss;
    draft.parameters = parameters;
    draft.memory = memory;
    draft.sums = { loss: sums.loss + loss * rows, rows: sums.rows + rows };
    if (noise !== random.noise) draft.random = { shuffle: random.shuffle, noise };
  });
};
