import { type Mat, matrix, type Scalar, square, sub, sum } from '@adjoint/core';
import { adam, batches, fit, gradientDescent, type Measured, train } from '@adjoint/nn';
import { describe, expect, test } from 'vitest';
import { bitsOf, data, loss, p0, statesOf, validation } from './problem.ts';

const options = { loss, optimizer: adam({ learningRate: 0.05 }), parameters: p0, batches: data, epochs: 5, seed: 42 };

/** Parameters that go 1, 2, 3, ... whatever the loss, so that epochs are known beforehand: the monitor decides. */
const counting = {
  loss: (p: Mat, given: Mat): Scalar => sum(sub(given, p)),
  optimizer: gradientDescent({ learningRate: 1 }),
  parameters: matrix([[0]]) as Mat,
  batches: batches(matrix([[0]]) as Mat),
};
const values = [5, 3, 4, 2.5, 2.6, 2.4, 9, 9, 9, 9];
const monitor = ({ epoch }: Measured): number => values[epoch - 1]!;

describe('fit', () => {
  test('ends where train ends, with one entry of history per epoch', async () => {
    const states = await statesOf(train({ ...options, validation }));
    const result = await fit({ ...options, validation });
    expect(bitsOf(result.state)).toBe(bitsOf(states.at(-1)));
    expect(bitsOf(result.parameters)).toBe(bitsOf(states.at(-1)!.parameters));
    expect(result).toMatchObject({ status: 'finished', message: 'All 5 epochs are done.' });
    expect(result.history).toEqual([2, 5, 8, 11, 14].map((i) => states[i]!.measured));
  });

  test('measures the mean loss of the epoch, weighing each batch by its rows', async () => {
    const states = await statesOf(train({ ...options, epochs: 1 }));
    const [a, b, c] = states.map((state) => state.loss!);
    expect(states.at(-1)!.measured).toMatchObject({ epoch: 1, step: 3, validationLoss: null, metrics: {} });
    expect(states.at(-1)!.measured!.loss).toBeCloseTo((8 * a! + 8 * b! + 7 * c!) / 23, 14);
  });

  test('measures metrics on validation, else on the training batches, numbers or 1x1 matrices alike', async () => {
    const rows = (_p: typeof p0, batch: Mat) => batch.rows;
    const first = (p: typeof p0) => sum(square(p[2].b));
    const validated = await fit({ ...options, epochs: 1, validation, metrics: { rows, first } });
    expect(validated.history[0]!.metrics['rows']).toBeCloseTo((4 * 4 + 3 * 3) / 7, 14);
    expect(validated.history[0]!.metrics['first']).toBeCloseTo(sum(square(validated.parameters[2].b)).at(0, 0), 14);
    const trained = await fit({ ...options, epochs: 1, metrics: { rows } });
    expect(trained.history[0]!.metrics['rows']).toBeCloseTo((8 * 8 + 8 * 8 + 7 * 7) / 23, 14);
    expect(trained.history[0]!.validationLoss).toBe(null);
  });

  test('keeps the parameters of the best epoch', async () => {
    const { best, parameters } = await fit({ ...counting, monitor, epochs: 8 });
    expect(best).toMatchObject({ value: 2.4, epoch: 6, step: 6 });
    expect(best!.parameters.at(0, 0)).toBe(6);
    expect(parameters.at(0, 0)).toBe(8);
    expect((await fit({ ...counting, epochs: 0 })).best).toBe(null);
  });

  test('looks at the validation loss unless it has a monitor, else at the mean loss', async () => {
    const validated = await fit({ ...options, validation });
    expect(validated.best!.value).toBe(Math.min(...validated.history.map(({ validationLoss }) => validationLoss!)));
    const trained = await fit(options);
    expect(trained.best!.value).toBe(Math.min(...trained.history.map((each) => each.loss)));
  });

  test('stops early after so many epochs without a lower value', async () => {
    const stopped = async (patience: number, minimumDecrease?: number) => {
      const earlyStopping = { patience, ...(minimumDecrease === undefined ? {} : { minimumDecrease }) };
      const { status, message, state } = await fit({ ...counting, monitor, epochs: 10, earlyStopping });
      return [status, state.epoch, message];
    };
    expect(await stopped(1)).toEqual(['stoppedEarly', 3, '1 epochs in a row brought no lower value than 3.']);
    expect(await stopped(2)).toEqual(['stoppedEarly', 8, '2 epochs in a row brought no lower value than 2.4.']);
    expect(await stopped(2, 1)).toEqual(['stoppedEarly', 4, '2 epochs in a row brought no lower value than 3.']);
    expect((await stopped(5))[0]).toBe('finished');
  });

  test('goes on after it stopped early, with more patience', async () => {
    const early = await fit({ ...counting, monitor, epochs: 10, earlyStopping: { patience: 1 } });
    const again = await fit({ ...counting, monitor, epochs: 10, earlyStopping: { patience: 1 }, from: early.state });
    expect(bitsOf(again.state)).toBe(bitsOf(early.state));
    expect(again.history).toEqual([]);
    const further = await fit({ ...counting, monitor, epochs: 10, earlyStopping: { patience: 2 }, from: early.state });
    expect(further.state.epoch).toBe(8);
    expect(further.history.map(({ epoch }) => epoch)).toEqual([4, 5, 6, 7, 8]);
  });

  test('shows every state to onStep, which may stop it', async () => {
    const seen: number[] = [];
    const result = await fit({
      ...options,
      onStep: ({ step }) => {
        seen.push(step);
        return step === 4 ? 'stop' : undefined;
      },
    });
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(result).toMatchObject({ status: 'stopped', message: 'onStep stopped the training after step 4.', state: { step: 4 } });
    const whole = await fit(options);
    expect(bitsOf((await fit({ ...options, from: result.state })).state)).toBe(bitsOf(whole.state));
  });
});
