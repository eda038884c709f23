import { ArgumentError, flatten, isMat, type Mat, type Tree } from '@adjoint/core';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { requireOptimizer } from '../optimizers/requireOptimizer.ts';
import { atLeastZero, settle, wholeFrom } from '../optimizers/settings.ts';
import { textOf } from '../textOf.ts';
import type { Batches } from './batches.ts';
import type { TrainingState } from './state.ts';
import type { TrainOptions } from './trainOptions.ts';

const names =
  'loss optimizer parameters from batches epochs seed draw schedule validation metrics monitor earlyStopping signal checkpoint'.split(' ');
type Given = Partial<TrainOptions<unknown, readonly Mat[], unknown>>;

/** @throws ArgumentError on options that cannot be; `others` are names that the asker takes beside those of `train` */
export function requireTrainOptions(asker: string, options: unknown, others: readonly string[] = []): void {
  const example = `Write ${asker}({ loss, optimizer: adam(), parameters, batches: batches(x, y, { size: 64 }) })`;
  if (typeof options !== 'object' || options === null) throw new ArgumentError(`${asker}: the options are missing. ${example}`);
  requireNames(asker, options, [...names, ...others]);
  const given = options as Given;
  if (given.loss === undefined) throw new ArgumentError(`${asker}: the loss is missing. ${example}`);
  if (given.parameters === undefined) throw new ArgumentError(`${asker}: the parameters are missing. ${example}`);
  requireOptimizer(asker, given.optimizer);
  if (given.from !== undefined) {
    requireSameForms(asker, given, given.optimizer);
    requireCounted(asker, given.from);
  }
  requireFunctions(asker, given, ['loss', 'draw', 'monitor', ...others]);
  requireBatches(asker, 'batches', given.batches);
  if (given.validation !== undefined) requireBatches(asker, 'validation', given.validation);
  if (given.metrics !== undefined) requireMetrics(asker, given.metrics);
  requireSchedule(asker, given.schedule);
  requireCounts(asker, given);
  if (given.checkpoint !== undefined && typeof given.checkpoint?.through !== 'function')
    throw new ArgumentError(
      `${asker}: checkpoint must keep states. Write checkpoint: checkpointFolder('run', { every: 100 }) of @adjoint/nn/node`,
    );
  if (given.signal !== undefined && typeof given.signal?.aborted !== 'boolean')
    throw new ArgumentError(`${asker}: the signal must be an AbortSignal. Write signal: controller.signal`);
}

function requireNames(asker: string, options: object, known: readonly string[]): void {
  const stranger = Object.keys(options).find((name) => !known.includes(name));
  if (stranger !== undefined) throw new ArgumentError(`${asker}: there is no option ${stranger}. It takes ${known.join(', ')}`);
}

/** @throws ArgumentError on a state that does not say where it stands: from one without counts a training would never end */
function requireCounted(asker: string, from: TrainingState<unknown>): void {
  const { step, epoch, position, sums, waiting, random } = from as Partial<typeof from>;
  const hasCounts = [step, epoch, position].every(Number.isSafeInteger);
  if (hasCounts && [sums, waiting, random].every((part) => typeof part === 'object' && part !== null)) return;
  throw new ArgumentError(`${asker}: from must be a state that a training gave, got ${textOf(from)}. Write from: result.state`);
}

/** @throws ArgumentError unless a state that is gone on from has parameters and memory of the forms and shapes that are asked for */
function requireSameForms(asker: string, { parameters, from }: Given, optimizer: Optimizer): void {
  const [found, given] = [from?.parameters, parameters].map((tree) => formOf(asker, tree));
  if (found !== given)
    throw new ArgumentError(`${asker}: the state to go on from has parameters { ${found} }, the ones given are { ${given} }`);
  const [kept, needed] = [from?.memory, optimizer.initialize(parameters as Tree)].map((tree) => formOf(asker, tree));
  if (kept !== needed)
    throw new ArgumentError(
      `${asker}: the state to go on from has the memory { ${kept} }, this optimizer needs { ${needed} }. Give it the optimizer that it was trained with`,
    );
}

function formOf(asker: string, tree: unknown): string {
  const { leaves, paths } = flatten(tree, isMat, `${asker}: the state`);
  return leaves.map(({ rows, columns }, i) => `${paths[i]}: ${rows}x${columns}`).join(', ');
}

function requireFunctions(asker: string, given: object, those: readonly string[]): void {
  for (const [name, f] of Object.entries(given))
    if (those.includes(name) && f !== undefined && typeof f !== 'function')
      throw new ArgumentError(`${asker}: ${name} must be a function, got ${typeof f}`);
}

function requireMetrics(asker: string, metrics: unknown): void {
  const remedy = 'Write metrics: { accuracy: (p, x, y) => accuracy(net.apply(p, x), y) }';
  if (typeof metrics !== 'object' || metrics === null || isMat(metrics))
    throw new ArgumentError(`${asker}: metrics must be an object of functions, got ${typeof metrics}. ${remedy}`);
  for (const [name, f] of Object.entries(metrics))
    if (typeof f !== 'function') throw new ArgumentError(`${asker}: the metric ${name} must be a function, got ${typeof f}. ${remedy}`);
}

function requireSchedule(asker: string, schedule: Given['schedule']): void {
  if (schedule === undefined || typeof schedule === 'function') return;
  if (typeof schedule?.initialize === 'function' && typeof schedule.reduce === 'function') return;
  throw new ArgumentError(
    `${asker}: the schedule must be a function of the step or onPlateau(), got ${typeof schedule}. Write constantRate(0.1)`,
  );
}

function requireBatches(asker: string, name: string, given: unknown): void {
  const { epoch, count } = (given ?? {}) as Partial<Batches<readonly Mat[]>>;
  if (typeof epoch === 'function' && Number.isSafeInteger(count) && count! >= 1) return;
  throw new ArgumentError(`${asker}: ${name} must be batches of matrices. Write ${name}: batches(x, y, { size: 64 })`);
}

function requireCounts(asker: string, { epochs = 1, seed, from, draw, batches, earlyStopping }: Given): void {
  if (epochs !== Infinity) settle(asker, { epochs: wholeFrom(0, 1) }, { epochs });
  const draws = draw === undefined ? batches!.isShuffled && 'the batches are shuffled' : 'the layers draw noise';
  if (from === undefined && seed === undefined && draws !== false)
    throw new ArgumentError(`${asker}: ${draws}, so it needs a seed. Write seed: 42`);
  if (seed !== undefined && !Number.isSafeInteger(seed))
    throw new ArgumentError(`${asker}: seed is ${String(seed)}: it must be a whole number from -(2^53 - 1) to 2^53 - 1`);
  if (earlyStopping === undefined) return;
  if (typeof earlyStopping !== 'object' || earlyStopping === null)
    throw new ArgumentError(`${asker}: earlyStopping must be an object, got ${typeof earlyStopping}. Write earlyStopping: { patience: 5 }`);
  settle(`${asker}: earlyStopping`, { patience: wholeFrom(1, 1), minimumDecrease: atLeastZero(0) }, earlyStopping);
}
