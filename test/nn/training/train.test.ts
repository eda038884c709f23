import { type Mat, matrix, scalar, type Scalar, square, sub, sum, valueAndGrad } from '@adjoint/core';
import {
  adam,
  batches,
  constantRate,
  fit,
  gradientDescent,
  onPlateau,
  optimizer,
  random,
  split,
  train,
  type TrainingState,
} from '@adjoint/nn';
import { describe, expect, test } from 'vitest';
import { bitsOf, data, loss, p0, statesOf, validation, x, y } from './problem.ts';

const options = { loss, optimizer: adam({ learningRate: 0.01 }), parameters: p0, batches: data, seed: 42 };
const whole = batches(x, y);

describe('train', () => {
  test('gives a state for each step, which counts steps, epochs and batches', async () => {
    const states = await statesOf(train({ ...options, epochs: 2 }));
    expect(states.map(({ step, epoch, position, status }) => [step, epoch, position, status])).toEqual([
      [1, 0, 1, 'running'],
      [2, 0, 2, 'running'],
      [3, 1, 0, 'running'],
      [4, 1, 1, 'running'],
      [5, 1, 2, 'running'],
      [6, 2, 0, 'finished'],
    ]);
    expect(states.at(-1)!.message).toBe('All 2 epochs are done.');
  });

  test('does what one does by hand', async () => {
    const each = options.optimizer;
    let [p, memory] = [p0, each.initialize(p0)];
    const losses: number[] = [];
    for (let t = 0; t < 5; t += 1) {
      const { value, gradient } = valueAndGrad(loss)(p, x, y);
      ({ parameters: p, memory } = each.update(gradient, memory, p));
      losses.push(value.at(0, 0));
    }
    const states = await statesOf(train({ ...options, batches: whole, epochs: 5 }));
    const ours = states.at(-1)!.parameters[0].w.toFloat64Array();
    p[0].w.toFloat64Array().forEach((value, i) => expect(ours[i]).toBeCloseTo(value, 13));
    states.forEach((state, t) => expect(state.loss).toBeCloseTo(losses[t]!, 13));
  });

  test('takes the loss of each batch before its update', async () => {
    let before: typeof p0 = p0;
    const at = data.epoch(sourceOfOrder(42));
    let position = 0;
    for await (const state of train({ ...options, epochs: 1 })) {
      expect(state.loss).toBeCloseTo(loss(before, ...at(position)).at(0, 0), 13);
      before = state.parameters;
      position += 1;
    }
    expect(position).toBe(3);
  });

  test('takes one epoch unless told, and none at all', async () => {
    expect((await statesOf(train(options))).at(-1)).toMatchObject({ step: 3, status: 'finished', message: 'All 1 epochs are done.' });
    const none = await statesOf(train({ ...options, epochs: 0 }));
    expect(none.map(({ step, status }) => [step, status])).toEqual([[0, 'finished']]);
  });

  test('goes on for ever when it may, and can be left at any time', async () => {
    let last: TrainingState<typeof p0> | undefined;
    for await (const state of train({ ...options, epochs: Infinity })) {
      last = state;
      if (state.step === 50) break;
    }
    expect(last).toMatchObject({ step: 50, epoch: 16, position: 2, status: 'running' });
  });

  test('sets the learning rate of the schedule before each step', async () => {
    const states = await statesOf(train({ ...options, epochs: 2, schedule: (step) => 1 / (step + 1) }));
    expect(states.map(({ memory }) => memory.learningRate.at(0, 0))).toEqual([1, 1 / 2, 1 / 3, 1 / 4, 1 / 5, 1 / 6]);
    const still = await statesOf(train({ ...options, schedule: constantRate(0) }));
    expect(bitsOf(still.at(-1)!.parameters)).toBe(bitsOf(p0));
  });

  test('lowers the learning rate where the loss stays, and begins with that of the optimizer', async () => {
    const flat = (p: Mat, given: Mat): Scalar => sum(square(sub(p, given)));
    const start = { loss: flat, parameters: matrix([[1]]) as Mat, batches: batches(matrix([[1]]) as Mat) };
    const states = await statesOf(
      train({ ...start, optimizer: gradientDescent({ learningRate: 0.5 }), epochs: 6, schedule: onPlateau({ patience: 1, factor: 0.5 }) }),
    );
    expect(states.map(({ memory }) => memory.learningRate.at(0, 0))).toEqual([0.5, 0.5, 0.5, 0.25, 0.25, 0.125]);
  });

  test('ends on an aborted signal with the state that it has, which can go on', async () => {
    const controller = new AbortController();
    const states: TrainingState<typeof p0>[] = [];
    for await (const state of train({ ...options, epochs: 4, signal: controller.signal })) {
      states.push(state);
      if (state.step === 5) controller.abort();
    }
    expect(states.length).toBe(6);
    expect(states.at(-1)).toMatchObject({ step: 5, status: 'aborted', message: 'The signal was aborted after step 5.' });
    expect(bitsOf({ ...states[5]!, status: 'running', message: '' })).toBe(bitsOf(states[4]));
    const alone = await statesOf(train({ ...options, epochs: 4 }));
    expect((await statesOf(train({ ...options, epochs: 4, from: states[5]! }))).map(bitsOf)).toEqual(alone.slice(5).map(bitsOf));
  });

  test('aborted before it began it gives the beginning; aborted while it validates it validates again when it goes on', async () => {
    expect(await statesOf(train({ ...options, signal: AbortSignal.abort() }))).toMatchObject([{ step: 0, status: 'aborted' }]);
    const controller = new AbortController();
    const metrics = { abort: () => Number(controller.abort()) };
    const states = await statesOf(train({ ...options, epochs: 2, validation, metrics, signal: controller.signal }));
    expect(states.at(-1)).toMatchObject({ step: 3, epoch: 0, position: 3, status: 'aborted', measured: null });
    const resumed = await statesOf(train({ ...options, epochs: 2, validation, from: states.at(-1)! }));
    const alone = await statesOf(train({ ...options, epochs: 2, validation }));
    expect(resumed.map(bitsOf)).toEqual(alone.slice(2).map(bitsOf));
  });

  test('passes on what the loss throws', async () => {
    const broken = (): Scalar => {
      throw new TypeError('mine');
    };
    await expect(statesOf(train({ ...options, loss: broken }))).rejects.toThrow(new TypeError('mine'));
  });

  test('takes parameters and optimizers of any form', async () => {
    const signs = optimizer({
      initialize: () => ({ learningRate: scalar(1), seen: [scalar(0)] }),
      update: (_gradients, memory, parameters) => ({ parameters, memory }),
    });
    const constant = (p: Scalar, given: Mat): Scalar => sum(sub(p, given));
    const result = await fit({ loss: constant, optimizer: signs, parameters: scalar(3), batches: batches(matrix([[1]]) as Mat) });
    expect(result.parameters.at(0, 0)).toBe(3);
  });
});

/** What the order of the first epoch is drawn from. */
const sourceOfOrder = (seed: number) => split(split(random(seed), 2)[0]!, 2)[0]!;
