import { ArgumentError, type Mat, scalar } from '@adjoint/core';
import * as nn from '@adjoint/nn';
import { adam, gradientDescent, nesterov } from '@adjoint/nn';
import { describe, expect, test } from 'vitest';
import { firstFrame, type Mistake, thrownBy } from '../../core/mistakes/mistake.ts';
import { data, loss, p0 } from './problem.ts';

const { train, fit } = nn as any;
const options = { loss, optimizer: adam(), parameters: p0, batches: data, seed: 1 };
const without = (name: keyof typeof options) => ({ ...options, [name]: undefined });
const example = 'Write train({ loss, optimizer: adam(), parameters, batches: batches(x, y, { size: 64 }) })';

const mistakes: readonly Mistake[] = [
  ['no options', ArgumentError, `train: the options are missing. ${example}`, () => train()],
  ['no loss', ArgumentError, `train: the loss is missing. ${example}`, () => train(without('loss'))],
  ['no parameters', ArgumentError, `train: the parameters are missing. ${example}`, () => train(without('parameters'))],
  [
    'matrices for batches',
    ArgumentError,
    'train: batches must be batches of matrices. Write batches: batches(x, y, { size: 64 })',
    () => train({ ...options, batches: [[1]] }),
  ],
  [
    'an optimizer that was not called',
    ArgumentError,
    'train: the optimizer must have initialize and update, got function. Call it: adam({ learningRate: 0.001 })',
    () => train({ ...options, optimizer: adam }),
  ],
  [
    'an optimizer by name',
    ArgumentError,
    'train: the optimizer must have initialize and update, got string. Write adam({ learningRate: 0.001 })',
    () => train({ ...options, optimizer: 'adam' }),
  ],
  [
    'shuffled batches without a seed',
    ArgumentError,
    'train: the batches are shuffled, so it needs a seed. Write seed: 42',
    () => train(without('seed')),
  ],
  [
    'noise without a seed',
    ArgumentError,
    'train: the layers draw noise, so it needs a seed. Write seed: 42',
    () => train({ ...without('seed'), draw: () => [] }),
  ],
  [
    'a seed that is none',
    ArgumentError,
    'train: seed is 0.5: it must be a whole number from -(2^53 - 1) to 2^53 - 1',
    () => train({ ...options, seed: 0.5 }),
  ],
  [
    'half an epoch',
    ArgumentError,
    'train: epochs is 0.5: it must be a whole number of at least 0',
    () => train({ ...options, epochs: 0.5 }),
  ],
  [
    'no patience',
    ArgumentError,
    'train: earlyStopping: patience is 0: it must be a whole number of at least 1',
    () => train({ ...options, earlyStopping: { patience: 0 } }),
  ],
  [
    'patience alone',
    ArgumentError,
    'train: earlyStopping must be an object, got number. Write earlyStopping: { patience: 5 }',
    () => train({ ...options, earlyStopping: 5 }),
  ],
  [
    'a controller for its signal',
    ArgumentError,
    'train: the signal must be an AbortSignal. Write signal: controller.signal',
    () => train({ ...options, signal: new AbortController() }),
  ],
  [
    'a metric that is no function',
    ArgumentError,
    'train: the metric accuracy must be a function, got number. Write metrics: { accuracy: (p, x, y) => accuracy(net.apply(p, x), y) }',
    () => train({ ...options, metrics: { accuracy: 1 } }),
  ],
  [
    'a schedule that is none',
    ArgumentError,
    'train: the schedule must be a function of the step or onPlateau(), got number. Write constantRate(0.1)',
    () => train({ ...options, schedule: 0.1 }),
  ],
  [
    'a state of another network',
    ArgumentError,
    'train: the state to go on from has parameters { 0.w: 1x1 }, the ones given are { 0.w: 3x5, 0.b: 1x5, 2.w: 5x2, 2.b: 1x2 }',
    () => train({ ...options, from: { parameters: [{ w: scalar(1) }] } }),
  ],
  [
    'a state of another optimizer',
    ArgumentError,
    'train: the state to go on from has the memory { learningRate: 1x1 }, this optimizer needs { learningRate: 1x1, velocity: 1x1 }. ' +
      'Give it the optimizer that it was trained with',
    () => {
      const parameters = scalar(1);
      const from = { parameters, memory: gradientDescent().initialize(parameters) };
      return train({ ...options, parameters, from, optimizer: nesterov() });
    },
  ],
  [
    'a mistake in fit',
    ArgumentError,
    'fit: there is no option epoch. It takes loss, optimizer, parameters, from, batches, epochs, seed, draw, schedule, validation, metrics, monitor, earlyStopping, signal, checkpoint, onStep',
    () => fit({ ...options, epoch: 3 }),
  ],
];

describe('mistakes with training', () => {
  test.each(mistakes)('%s', (_title, error, message, make) => {
    const thrown = thrownBy(make);
    expect(thrown.message).toBe(message);
    expect(thrown.constructor).toBe(error);
    expect(firstFrame(thrown)).toContain('mistakes.test.ts');
  });

  test.each([
    ['an async loss', async () => p0[0].w, 'valueAndGrad: got a Promise, because the function is async.'],
    ['a loss that reads numbers', (p: typeof p0) => p[0].w.at(0, 0), 'there are no numbers yet'],
    ['a loss that is no number', (p: typeof p0) => p[0].w, 'must return a 1x1 matrix, it returned 3x5. Reduce it with sum or mean'],
    ['a metric of a matrix', undefined, 'train: the metric weights must return a number or a 1x1 matrix, it returned a 3x5 matrix'],
  ])('%s', async (_title, broken, message) => {
    const metrics = { weights: (p: typeof p0): Mat => p[0].w };
    await expect(fit({ ...options, ...(broken === undefined ? { metrics } : { loss: broken }) })).rejects.toThrow(message);
  });
});
