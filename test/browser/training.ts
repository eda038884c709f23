import { less, type Mat, mul, sum } from '@adjoint/core';
import {
  accuracy,
  adam,
  batches,
  cosineDecay,
  crossEntropyWithLogits,
  dense,
  dropout,
  encodeModel,
  encodeState,
  fit,
  random,
  sequential,
  tanh,
  train,
  type TrainingState,
} from '@adjoint/nn';

export const network = sequential(dense(4, 16, tanh), dropout(0.25), dense(16, 2));

const inputs: Mat<300, 4> = random(1).uniform(300, 4, -1, 1).value;
/** 1 where a point lies within the ball of radius 1, else 0 */
const labels = less(sum(mul(inputs, inputs), { axis: 1 }), 1);
const data = batches(inputs, labels as Mat<300, 1>, { size: 40, shuffle: true });

const options = {
  loss: (p: ReturnType<typeof network.initialize>, x: Mat<number, 4>, y: Mat<number, 1>, noise?: ReturnType<typeof network.draw>) =>
    crossEntropyWithLogits(network.apply(p, x, noise), y as never),
  optimizer: adam({ learningRate: 0.01 }),
  parameters: network.initialize(random(2)),
  batches: data,
  draw: network.draw,
  seed: 3,
  schedule: cosineDecay({ learningRate: 0.01, steps: 60 }),
  validation: batches(inputs, labels as Mat<300, 1>, {}),
  metrics: {
    accuracy: (p: ReturnType<typeof network.initialize>, x: Mat<number, 4>, y: Mat<number, 1>) => accuracy(network.apply(p, x), y),
  },
};

/** A network trained with `fit` and on with `train`, as files. */
export interface Trained {
  readonly model: Uint8Array<ArrayBuffer>;
  readonly state: Uint8Array<ArrayBuffer>;
  readonly message: string;
  readonly steps: number;
  /** the loss of each epoch of `fit` */
  readonly losses: readonly number[];
}

export async function trained(): Promise<Trained> {
  const { state, history } = await fit({ ...options, epochs: 4 });
  let last: TrainingState<typeof options.parameters> = state;
  for await (const next of train({ ...options, from: state, epochs: 6 })) last = next;
  return {
    model: encodeModel(last.parameters, { architecture: { activation: 'tanh' } }) as Uint8Array<ArrayBuffer>,
    state: encodeState(last) as Uint8Array<ArrayBuffer>,
    message: last.message,
    steps: last.step,
    losses: history.map(({ loss }) => loss),
  };
}
