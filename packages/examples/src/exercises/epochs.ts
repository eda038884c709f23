import { item, type Mat, type Scalar } from '@adjoint/core';
import { accuracy } from '@adjoint/nn';
import type { Labelled } from '../data/labelled.ts';
import type { StartProgress } from '../figures/progress.ts';

type Batch = [x: Mat<number, 784>, y: Mat<number, 10>];

export interface Training<S> {
  /** a compiled step on a batch; `cost` is what the batch had before it */
  readonly step: { readonly scan: (state: S, batches: Iterable<Batch>) => S };
  readonly output: (state: S, x: Mat<number, 784>) => Mat<number, 10>;
  readonly epochs: number;
  /** those of an epoch, counted from 1 */
  readonly batchesOf: (epoch: number) => Iterable<Labelled<784>>;
  readonly test: Labelled<784>;
  readonly progress: StartProgress;
}
export interface Trained<S> {
  readonly state: S;
  /** after each epoch: the cost of its last batch, and the share of the test images read right */
  readonly costs: readonly number[];
  readonly accuracies: readonly number[];
}

/** All batches of an epoch, one after the other, again and again. */
export function trainByEpochs<S extends { readonly cost: Scalar }>(
  { step, output, epochs, batchesOf, test, progress }: Training<S>,
  start: S,
): Trained<S> {
  const meter = progress(epochs, 'epochs', ['cost', 'accuracy']);
  const costs: number[] = [];
  const accuracies: number[] = [];
  let state = start;
  for (let done = 1; done <= epochs; done += 1) {
    state = step.scan(state, argumentsOf(batchesOf(done)));
    costs.push(item(state.cost));
    accuracies.push(accuracy(output(state, test.x), test.y));
    meter.show({ done, cells: [costs.at(-1)!.toPrecision(6), accuracies.at(-1)!.toFixed(4)] });
  }
  meter.end();
  return { state, costs, accuracies };
}

function* argumentsOf(batches: Iterable<Labelled<784>>): Generator<Batch, void, void> {
  for (const { x, y } of batches) yield [x, y];
}
