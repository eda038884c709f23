import { isMat, type Mat, matrix } from '@adjoint/core';
import {
  adam,
  clipByNorm,
  cosineDecay,
  fit,
  momentum,
  onPlateau,
  rmsProp,
  train,
  type TrainingState,
  type TrainOptions,
} from '@adjoint/nn';
import { describe, expect, test } from 'vitest';
import { bitsOf, countedLoss, data, held, loss, net, p0, type Parameters, statesOf, validation } from './problem.ts';

type Options = TrainOptions<Parameters, readonly [Mat<number, 3>, Mat<number, 2>], ReturnType<typeof net.draw>>;
const base = { loss, parameters: p0, batches: data, epochs: 4, seed: 42 };
const meanSize = (p: Parameters): number => p[0].w.toFloat64Array().reduce((all, w) => all + Math.abs(w), 0);

/** Trainings that between them use everything that a state holds. */
const trainings: readonly (readonly [string, Options])[] = [
  ['adam on shuffled batches', { ...base, optimizer: adam({ learningRate: 0.01 }) }],
  [
    'with noise and a schedule',
    { ...base, optimizer: clipByNorm(momentum(), 0.5), draw: net.draw, schedule: cosineDecay({ learningRate: 0.1, steps: 12 }) },
  ],
  [
    'with validation, metrics, a plateau and early stopping',
    {
      ...base,
      epochs: 12,
      optimizer: rmsProp({ learningRate: 0.3, momentum: 0.5 }),
      draw: net.draw,
      validation,
      metrics: { meanSize },
      schedule: onPlateau({ patience: 1, factor: 0.5 }),
      earlyStopping: { patience: 4 },
    },
  ],
];
const untilOf = (options: Options, from: TrainingState<Parameters>): Options => ({ ...options, from });

describe.each(trainings)('%s', (_title, options) => {
  test('goes on from any state to the same bits as if it had never stopped', async () => {
    const states = await statesOf(train(options));
    // every fourth of a long one: four and the three batches of an epoch meet at every position
    const chosen = states.slice(0, -1).filter((_, i) => states.length <= 12 || i % 4 === 0);
    for (const from of chosen) {
      const resumed = await statesOf(train(untilOf(options, from)));
      expect(resumed.map(bitsOf)).toEqual(states.slice(from.step).map(bitsOf));
    }
  });

  test('goes on from a state that was text in between', async () => {
    const states = await statesOf(train(options));
    const from = revived(JSON.stringify(written(states[4])));
    expect((await statesOf(train(untilOf(options, from)))).map(bitsOf)).toEqual(states.slice(5).map(bitsOf));
  });

  test('takes turns with another training to the same bits as alone', async () => {
    const other: Options = { ...base, optimizer: adam(), seed: 7, batches: data };
    const alone = [await statesOf(train(options)), await statesOf(train(other))];
    const [left, right] = [train(options), train(other)];
    const taken: TrainingState<Parameters>[][] = [[], []];
    for (let more = true; more;) {
      const turns = [await left.next(), await right.next()];
      turns.forEach((turn, i) => turn.done !== true && taken[i]!.push(turn.value));
      more = turns.some((turn) => turn.done !== true);
    }
    expect(taken.map((states) => states.map(bitsOf))).toEqual(alone.map((states) => states.map(bitsOf)));
  });

  test('takes turns at random with itself', async () => {
    const [left, right] = await Promise.all([statesOf(train(options)), statesOf(train(options))]);
    expect(left.map(bitsOf)).toEqual(right.map(bitsOf));
  });

  test('leaves kept states as they were, frozen to the leaves, its own parameters untouched', async () => {
    const before = bitsOf(p0);
    const kept: [TrainingState<Parameters>, string][] = [];
    for await (const state of train(options)) kept.push([state, bitsOf(state)]);
    for (const [state, bits] of kept) {
      expect(bitsOf(state)).toBe(bits);
      requireFrozen(state);
    }
    expect(bitsOf(p0)).toBe(before);
    expect(Object.isFrozen(p0)).toBe(false);
  });

  test('shares between states what did not change', async () => {
    const states = await statesOf(train(options));
    const [first, second] = [states[0]!, states[1]!];
    expect(second.random.shuffle).toBe(first.random.shuffle);
    expect(second.waiting).toBe(first.waiting);
    expect(second.parameters).not.toBe(first.parameters);
    const afterEpochs = states.filter(({ measured }) => measured !== null);
    expect(new Set(afterEpochs.map(({ measured }) => measured)).size).toBe(states.at(-1)!.epoch);
  });

  test('records the loss once per shape of its batches', async () => {
    const { loss: counted, calls } = countedLoss();
    await fit({ ...options, loss: counted });
    // batches of 8 and of 7 rows; validation batches of 4 and 3
    expect(calls()).toBe(options.validation === undefined ? 2 : 4);
  });
});

describe('a training', () => {
  const options: Options = { ...base, optimizer: adam() };
  test('depends on its seed', async () => {
    const [one, same, other] = await Promise.all([1, 1, 2].map(async (seed) => bitsOf((await fit({ ...options, seed })).parameters)));
    expect(same).toBe(one);
    expect(other).not.toBe(one);
  });

  test('draws new noise for every step, and a new order for every epoch', async () => {
    const drawn: string[] = [];
    const draw: typeof net.draw = (source, rows) => {
      const noise = net.draw(source, rows);
      drawn.push(bitsOf(noise));
      return noise;
    };
    const states = await statesOf(train({ ...options, draw }));
    expect(new Set(drawn).size).toBe(states.length);
    expect(new Set(states.map(({ random }) => String(random.shuffle))).size).toBe(5);
  });

  test('gives no noise to validation', async () => {
    const { state } = await fit({ ...options, epochs: 1, draw: net.draw, validation });
    const [first, second] = [validation.epoch(undefined as never)(0), validation.epoch(undefined as never)(1)];
    const mean = (4 * loss(state.parameters, ...first).at(0, 0) + 3 * loss(state.parameters, ...second).at(0, 0)) / 7;
    expect(state.measured!.validationLoss).toBeCloseTo(mean, 14);
    expect(state.measured!.validationLoss).toBeCloseTo(loss(state.parameters, held.x, held.y).at(0, 0), 12);
  });
});

function requireFrozen(value: unknown): void {
  if (typeof value !== 'object' || value === null || isMat(value)) return;
  expect(Object.isFrozen(value)).toBe(true);
  Object.values(value).forEach(requireFrozen);
}

/** Matrices as plain numbers. What is left of a state is JSON by itself. */
function written(value: unknown): unknown {
  if (isMat(value)) return { rows: value.rows, columns: value.columns, bits: Buffer.from(value.toFloat64Array().buffer).toString('hex') };
  if (Array.isArray(value)) return value.map(written);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, written(child)]));
}
const revived = (text: string): TrainingState<Parameters> =>
  JSON.parse(text, (_key, value: { rows?: number; columns?: number; bits?: string } | null) => {
    if (value?.bits === undefined) return value;
    const bytes = Uint8Array.from(Buffer.from(value.bits, 'hex'));
    return matrix.of(value.rows!, value.columns!, new Float64Array(bytes.buffer));
  }) as TrainingState<Parameters>;
