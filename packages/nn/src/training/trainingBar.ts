import { ArgumentError } from '@adjoint/core';
import { progressBar, requireOutput, type TextOutput } from './progressBar.ts';
import type { TrainingState } from './state.ts';

export interface TrainingBarOptions {
  readonly epochs: number;
  readonly batches: { readonly count: number };
  /** milliseconds, to tell the time that is left */
  readonly now?: () => number;
}

/**
 * What `onStep` of `fit` takes to show a training on a terminal: `onStep: trainingBar(process.stdout, { epochs, batches })`. To be called with each
 * state; the last one ends the bar.
 */
export function trainingBar(output: TextOutput, options: TrainingBarOptions): (state: TrainingState<unknown>) => void {
  const example = 'trainingBar(process.stdout, { epochs, batches })';
  requireOutput('trainingBar', output, options, example);
  const { epochs, batches, ...others } = options;
  if (typeof epochs !== 'number' || typeof batches?.count !== 'number')
    throw new ArgumentError(`trainingBar: the options must be the epochs and batches of the training. Write ${example}`);
  const bar = progressBar(output, { total: epochs * batches.count, ...others });
  return (state) => {
    bar.show(state.step, textOf(state));
    if (state.status !== 'running') bar.end();
  };
}

function textOf({ epoch, position, loss, measured }: TrainingState<unknown>): string {
  const parts = [`epoch ${position === 0 ? epoch : epoch + 1}`, `loss ${figure(loss)}`];
  if (measured !== null && measured.validationLoss !== null) parts.push(`validation ${figure(measured.validationLoss)}`);
  for (const [name, value] of Object.entries(measured?.metrics ?? {})) parts.push(`${name} ${figure(value)}`);
  return parts.join('   ');
}

const figure = (x: number | null): string => (x === null ? '-' : x.toPrecision(4));
