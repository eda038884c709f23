import { div, type Mat, log, mapTree, matrix, mean, mul, named, type Scalar, sub, sum, where, sqrt } from '@adjoint/core';
import { adam, type Batches, batches, fit, gradientDescent, train, type TrainOptions } from '@adjoint/nn';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bitsOf, data, loss, p0, type Parameters, statesOf, validation, x, y } from './problem.ts';

type Pair = readonly [Mat<number, 3>, Mat<number, 2>];
const options = { loss, optimizer: adam({ learningRate: 0.01 }), parameters: p0, batches: data, epochs: 4, seed: 42 };
const poisons = [NaN, Infinity, -Infinity] as const;

/** A copy in which one entry, counted through all rows, is another. */
const withEntry = <R extends number, C extends number>(m: Mat<R, C>, at: number, value: number): Mat<R, C> => {
  const values = m.toFloat64Array();
  values[at % values.length] = value;
  return matrix.of(m.rows, m.columns, values);
};
/** The batches, those of one step poisoned. */
function poisoned(step: number, poison: (batch: Pair) => Pair): Batches<Pair> {
  let taken = 0;
  return {
    ...data,
    epoch: (source) => {
      const at = data.epoch(source);
      return (position) => ((taken += 1) === step ? poison(at(position)) : at(position));
    },
  };
}

describe('NaN or Infinity', () => {
  const cases = fc.record({
    step: fc.integer({ min: 1, max: 12 }),
    at: fc.nat(100),
    poison: fc.constantFrom(...poisons),
    side: fc.constantFrom(0, 1),
  });

  test('in the data of any step stops the training within it, names the batch and leaves the last good state', async () => {
    const clean = await statesOf(train(options));
    await fc.assert(
      fc.asyncProperty(cases, async ({ step, at, poison, side }) => {
        const poisonedBatches = poisoned(step, ([a, b]) => (side === 0 ? [withEntry(a, at, poison), b] : [a, withEntry(b, at, poison)]));
        const states = await statesOf(train({ ...options, batches: poisonedBatches }));
        // an infinite input saturates tanh: then the loss stays finite and only the gradient turns
        const last = states.at(-1)!;
        expect(last).toMatchObject({ status: 'nonFinite', step: step - 1 });
        expect(states.length).toBe(step);
        expect(last.message).toMatch(new RegExp(`^Step ${step} is not finite: its loss is .*\\. detectAnomaly: `));
        if (Number.isNaN(poison)) expect(last.message).toContain(`batch[${side}] = constant`);
        expect(bitsOf({ ...last, status: 'running', message: '' })).toBe(
          bitsOf(step === 1 ? { ...last, status: 'running', message: '' } : clean[step - 2]),
        );
      }),
      { numRuns: 20 },
    );
  });

  test('in the parameters stops it at once and names which', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(3), fc.nat(20), fc.constantFrom(...poisons), async (leaf, at, poison) => {
        let index = 0;
        const broken = mapTree((m) => (index++ === leaf ? withEntry(m, at, poison) : m), p0);
        const states = await statesOf(train({ ...options, parameters: broken }));
        expect(states.map(({ status, step }) => [status, step])).toEqual([['nonFinite', 0]]);
        if (Number.isNaN(poison)) expect(states[0]!.message).toContain(`detectAnomaly: ${['0.w', '0.b', '2.w', '2.b'][leaf]} = input`);
      }),
      { numRuns: 20 },
    );
  });

  test('in a state that is gone on from stops it in the next step', async () => {
    const states = await statesOf(train(options));
    const from = { ...states[4]!, parameters: mapTree((m) => withEntry(m, 0, NaN), states[4]!.parameters) };
    const resumed = await statesOf(train({ ...options, from }));
    expect(resumed.map(({ status, step }) => [status, step])).toEqual([['nonFinite', 5]]);
  });

  test('in the loss is named by label and line', async () => {
    // w falls by 0.25 a step: after 8 steps the logarithm has nothing left
    const falling = (p: Mat, ones: Mat): Scalar => mean(sub(mul(p, ones), mul(0, named('barrier', log(p)))));
    const one = batches(matrix([[1]]) as Mat);
    const start = {
      loss: falling,
      optimizer: gradientDescent({ learningRate: 0.25 }),
      parameters: matrix([[2.1]]) as Mat,
      batches: one,
      epochs: 20,
    };
    const states = await statesOf(train(start));
    const last = states.at(-1)!;
    expect(last).toMatchObject({ status: 'nonFinite', step: 9 });
    expect(last.parameters.at(0, 0)).toBeCloseTo(2.1 - 9 * 0.25, 12);
    expect(last.message).toMatch(
      /^Step 10 is not finite: its loss is NaN\. detectAnomaly: barrier = log \(1x1\): row 0, column 0 is NaN, from finite numbers\n.*nonFinite\.test\.ts/,
    );
  });

  test('in the gradient alone stops it too', async () => {
    const kinked = (p: Mat, zero: Mat): Scalar => sum(mul(1, sqrt(mul(p, zero))));
    const result = await fit({ loss: kinked, optimizer: adam(), parameters: matrix([[1]]) as Mat, batches: batches(matrix([[0]]) as Mat) });
    expect(result).toMatchObject({ status: 'nonFinite', state: { step: 0 } });
    expect(result.message).toMatch(/^Step 1 is not finite: its loss is 0\. detectAnomaly: the gradient through sqrt/);
  });

  test('in the memory of the optimizer stops it, where the parameters alone would stand still for ever', async () => {
    const steep = (p: Mat, factor: Mat): Scalar => sum(mul(p, factor));
    const result = await fit({
      loss: steep,
      optimizer: adam(),
      parameters: matrix([[1]]) as Mat,
      batches: batches(matrix([[1e200]]) as Mat),
      epochs: 3,
    });
    expect(result).toMatchObject({ status: 'nonFinite', state: { step: 0 } });
    expect(result.message).toMatch(
      /^Step 1 is not finite: its loss is 1e\+200\. detectAnomaly: square \(1x1\): row 0, column 0 is Infinity, from finite numbers/,
    );
  });

  test('chosen by no one is none', async () => {
    const masked = (p: Mat, given: Mat): Scalar => sum(where(given, sqrt(p), 0));
    const result = await fit({
      loss: masked,
      optimizer: adam(),
      parameters: matrix([[4, 0]]) as Mat,
      batches: batches(matrix([[1, 0]]) as Mat),
      epochs: 3,
    });
    expect(result).toMatchObject({ status: 'finished', state: { step: 3 } });
  });

  test('in sums that overflow, of parameters that are finite, is none', async () => {
    const flat = (p: Mat, given: Mat): Scalar => mean(mul(0, div(mul(p, given), 1e300)));
    const huge = matrix([[1.5e308, 1.5e308]]) as Mat;
    const result = await fit({
      loss: flat,
      optimizer: gradientDescent(),
      parameters: huge,
      batches: batches(matrix([[0, 0]]) as Mat),
      epochs: 2,
    });
    expect(result).toMatchObject({ status: 'finished', state: { step: 2 } });
  });

  test('in the validation loss stops the training after its epoch, with the parameters that it has', async () => {
    const broken = batches(withEntry(x, 30, NaN), y, { size: 10 });
    const states = await statesOf(train({ ...options, validation: broken as typeof validation }));
    const last = states.at(-1)!;
    expect(last).toMatchObject({ status: 'nonFinite', step: 3, epoch: 0, position: 3 });
    expect(last.message).toMatch(/^The validation loss after step 3 is NaN\. detectAnomaly: batch\[0\] = constant/);
    const mended = await statesOf(train({ ...options, validation, from: last }));
    expect(mended.at(-1)).toMatchObject({ status: 'finished', step: 12 });
  });

  test('from a monitor is refused with its epoch', async () => {
    const run = fit({ ...options, monitor: () => NaN } as TrainOptions<Parameters, Pair>);
    await expect(run).rejects.toThrow('train: monitor gave NaN after epoch 1: it must be a number, the lower the better');
  });

  test('from a schedule is refused with its step', async () => {
    const run = fit({ ...options, schedule: (step) => 0.1 / (5 - step) });
    await expect(run).rejects.toThrow('train: the schedule gives Infinity for step 5: a learning rate is finite and at least 0');
  });
});

test('a training that stopped goes on from its last state once the cause is gone', async () => {
  const clean = await statesOf(train(options));
  const stopped = (await statesOf(train({ ...options, batches: poisoned(6, ([a, b]) => [withEntry(a, 1, NaN), b]) }))).at(-1)!;
  const resumed = await statesOf(train({ ...options, from: stopped }));
  expect(resumed.map(bitsOf)).toEqual(clean.slice(5).map(bitsOf));
});
