import { add, type Mat, matmul, mean, mul, type Scalar, square, sub, sum } from '@adjoint/core';
import {
  accuracy,
  adam,
  type Batches,
  batches,
  type Best,
  dense,
  dropout,
  fit,
  type FitResult,
  meanSquaredError,
  onPlateau,
  type Optimizer,
  type OptimizerMemory,
  random,
  sequential,
  sigmoid,
  splitRows,
  train,
  type TrainingState,
} from '@adjoint/nn';
import { expectTypeOf } from 'vitest';

// Checked by tsc, never run: optimizers, batches, and what a training makes of them.

interface Net {
  readonly w: Mat<400, 10>;
  readonly b: Mat<1, 10>;
}
declare const p0: Net;
declare const x: Mat<5000, 400>;
declare const y: Mat<5000, 10>;
declare const u: Mat;
const loss = (p: Net, input: Mat<number, 400>, target: Mat<number, 10>): Scalar => mean(square(sub(add(matmul(input, p.w), p.b), target)));
const optimizer: Optimizer = adam({ learningRate: 0.1 });

// optimizers keep the type of the parameters, also of an interface
expectTypeOf(optimizer.initialize(p0)).toEqualTypeOf<OptimizerMemory>();
expectTypeOf(optimizer.update(p0, optimizer.initialize(p0), p0).parameters).toEqualTypeOf<Net>();
// @ts-expect-error an option of PyTorch
adam({ lr: 0.1 });
// @ts-expect-error gradients of another form
optimizer.update({ w: p0.w }, optimizer.initialize(p0), p0);

// batches lose the rows and keep the columns
const data = batches(x, y, { size: 64, shuffle: true });
expectTypeOf(data).toEqualTypeOf<Batches<readonly [Mat<number, 400>, Mat<number, 10>]>>();
expectTypeOf(batches(x, y)).toEqualTypeOf<Batches<readonly [Mat<number, 400>, Mat<number, 10>]>>();
expectTypeOf(batches(x, u)).toEqualTypeOf<Batches<readonly [Mat<number, 400>, Mat]>>();
expectTypeOf(splitRows(x, y, { validation: 0.2, random: random(1) }).training).toEqualTypeOf<
  readonly [Mat<number, 400>, Mat<number, 10>]
>();
expectTypeOf(batches(...splitRows(x, y, { validation: 0.2 }).validation, { size: 10 })).toEqualTypeOf<typeof data>();
// @ts-expect-error no matrix at all
batches({ size: 3 });
// @ts-expect-error an option that there is not
batches(x, y, { batchSize: 64 });
// @ts-expect-error what to set aside is missing
splitRows(x, y, { random: random(1) });

// the parameters give their type to states and results
expectTypeOf(train({ loss, optimizer, parameters: p0, batches: data })).toEqualTypeOf<AsyncGenerator<TrainingState<Net>, void, void>>();
expectTypeOf(fit({ loss, optimizer, parameters: p0, batches: data })).resolves.toEqualTypeOf<FitResult<Net>>();
expectTypeOf<FitResult<Net>['best']>().toEqualTypeOf<Best<Net> | null>();

// and to a loss, a metric and a callback written in place
void fit({
  loss: (p, input, target) => {
    expectTypeOf(p).toEqualTypeOf<Net>();
    expectTypeOf(input).toEqualTypeOf<Mat<number, 400>>();
    expectTypeOf(target).toEqualTypeOf<Mat<number, 10>>();
    return loss(p, input, target);
  },
  optimizer,
  parameters: p0,
  batches: data,
  validation: batches(x, y),
  metrics: { accuracy: (p, input, target) => accuracy(matmul(input, p.w), target) },
  onStep: (state) => {
    expectTypeOf(state).toEqualTypeOf<TrainingState<Net>>();
    return state.step > 10 ? 'stop' : undefined;
  },
});

// options can be put together, and a state goes on
declare const state: TrainingState<Net>;
const options = { loss, optimizer, parameters: p0, batches: data, seed: 1, schedule: onPlateau() };
expectTypeOf(train({ ...options, from: state })).toEqualTypeOf<AsyncGenerator<TrainingState<Net>, void, void>>();

// @ts-expect-error a state of other parameters
train({ ...options, from: state as unknown as TrainingState<{ readonly w: Mat<3, 3> }> });
// @ts-expect-error batches of other columns
train({ ...options, batches: batches(y, x) });
// @ts-expect-error validation of other columns
train({ ...options, validation: batches(y, x) });
// @ts-expect-error parameters of another form
train({ ...options, parameters: { w: p0.w } });
// @ts-expect-error a loss of one matrix more than a batch has
train({ ...options, loss: (p: Net, a: Mat<number, 400>, b: Mat<number, 10>, c: Mat) => add(loss(p, a, b), sum(c)) });
// @ts-expect-error a loss that is no scalar
train({ ...options, loss: (p: Net) => p.w });
// @ts-expect-error a metric of another batch
train({ ...options, metrics: { rows: (_p: Net, a: Mat<number, 10>) => a.rows } });
// @ts-expect-error an option that there is not
train({ ...options, epoch: 3 });

// noise: optional, because validation has none
const noisy = sequential(dense(400, 25, sigmoid), dropout(0.5), dense(25, 10));
const n0 = noisy.initialize(random(1));
type Noise = ReturnType<typeof noisy.draw>;
const ofNoisy = (p: typeof n0, input: Mat<number, 400>, target: Mat<number, 10>, noise?: Noise): Scalar =>
  meanSquaredError(noisy.apply(p, input, noise), target);
const noisyOptions = { loss: ofNoisy, optimizer, parameters: n0, batches: data, seed: 1 };
expectTypeOf(train({ ...noisyOptions, draw: noisy.draw })).toEqualTypeOf<AsyncGenerator<TrainingState<typeof n0>, void, void>>();
expectTypeOf(train(noisyOptions)).toEqualTypeOf<AsyncGenerator<TrainingState<typeof n0>, void, void>>();
// @ts-expect-error noise of another net
train({ ...noisyOptions, draw: () => [u] });
declare const needy: (p: typeof n0, a: Mat<number, 400>, b: Mat<number, 10>, noise: Noise) => Scalar;
// @ts-expect-error a loss that cannot do without noise
train({ ...noisyOptions, draw: noisy.draw, loss: needy });

// callers that are generic over the parameters
export const trained = async <P extends { readonly w: Mat<3, 3> }>(parameters: P): Promise<P> => {
  const squares = (p: P): Scalar => mul(1, sum(square(p.w)));
  const result = await fit<P & { readonly w: Mat<3, 3> }, readonly [Mat]>({ loss: squares, optimizer, parameters, batches: batches(u) });
  return result.parameters;
};
