import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArgumentError, type Mat, matrix, mean, square, sub } from '@adjoint/core';
import { adam, batches, encodeState, fit, type Keeper, random, train } from '@adjoint/nn';
import { checkpointFolder, checkpoints, type FileSystem, fileSystem, SaveError } from '@adjoint/nn/node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { interceptedFiles, systemError } from '../../faults/interceptedFiles.ts';
import { runTrainee } from '../../faults/runTrainee.ts';
import { rightOf } from '../data/outcomes.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'adjoint-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const x = random(1).normal(20, 2, 0, 1).value;
const options = {
  loss: (p: Mat, batch: Mat) => mean(square(sub(batch, p))),
  optimizer: adam({ learningRate: 0.1 }),
  parameters: matrix([[1, -1]]) as Mat,
  batches: batches(x, { size: 6, shuffle: true }),
  seed: 3,
  epochs: 5,
};
const bytesOf = ({ state, history }: { readonly state: unknown; readonly history: unknown }): Uint8Array => encodeState({ state, history });
const newestStep = async (): Promise<number | undefined> =>
  rightOf(await checkpoints<{ readonly state: { readonly step: number } }>(folder).newest())?.state.state.step;

describe('a training with a folder for checkpoints', () => {
  test('gives the same bits as without', async () => {
    const kept = await fit({ ...options, checkpoint: checkpointFolder(folder, { every: 3 }) });
    expect(bytesOf(kept)).toEqual(bytesOf(await fit(options)));
    expect(kept.history.length).toBe(5);
    expect(await newestStep()).toBe(20);
    expect(readdirSync(folder).length).toBe(2);
  });

  test('stopped at any step goes on to the same bits and the same history as if it had never stopped', async () => {
    const whole = bytesOf(await fit(options));
    for (let last = 1; last <= 19; last += 1) {
      rmSync(folder, { recursive: true });
      const stopped = await fit({
        ...options,
        checkpoint: checkpointFolder(folder, { every: 4 }),
        onStep: ({ step }) => (step === last ? 'stop' : undefined),
      });
      expect(stopped.status).toBe('stopped');
      expect(await newestStep()).toBe(last);
      expect(bytesOf(await fit({ ...options, checkpoint: checkpointFolder(folder, { every: 4 }) })), `stopped after ${last}`).toEqual(
        whole,
      );
    }
  });

  test('as an iterable goes on where its consumer left', async () => {
    const checkpoint = checkpointFolder(folder, { every: 100 });
    for await (const { step } of train({ ...options, checkpoint })) if (step === 7) break;
    const steps: number[] = [];
    for await (const { step } of train({ ...options, checkpoint })) steps.push(step);
    expect(steps[0]).toBe(8);
    expect(steps.at(-1)).toBe(20);
  });

  test('that is done gives its last state again, and with more epochs goes on', async () => {
    const checkpoint = checkpointFolder(folder, { every: 100 });
    const first = await fit({ ...options, checkpoint });
    expect(bytesOf(await fit({ ...options, checkpoint }))).toEqual(bytesOf(first));
    const more = await fit({ ...options, epochs: 8, checkpoint });
    expect(bytesOf(more)).toEqual(bytesOf(await fit({ ...options, epochs: 8 })));
  });

  test('refuses a folder with a training of other parameters', async () => {
    const checkpoint = checkpointFolder(folder, { every: 100 });
    await fit({ ...options, checkpoint });
    const other = { ...options, loss: (p: Mat) => mean(square(p)), parameters: matrix([[1, 2, 3]]) as Mat, checkpoint };
    await expect(fit(other)).rejects.toThrow(ArgumentError);
  });

  test('refuses an interval that is none', () => {
    expect(() => checkpointFolder(folder, { every: 0 })).toThrow(
      new ArgumentError(
        "checkpointFolder: every must be a whole number of at least 1, got 0. Write checkpointFolder('run', { every: 100 })",
      ),
    );
  });
});

describe('when a state cannot be kept', () => {
  const failing = (): FileSystem => {
    let made = 0;
    return interceptedFiles(fileSystem, (call) => {
      if (call === 'write' && (made += 1) === 2) throw systemError('ENOSPC', 'no space left on device');
    });
  };
  test('the training ends with the error, and the one before is whole', async () => {
    await expect(fit({ ...options, checkpoint: checkpointFolder(folder, { every: 3 }, failing()) })).rejects.toBeInstanceOf(SaveError);
    expect(await newestStep()).toBe(3);
  });
  test('it goes on when someone takes the error', async () => {
    const errors: SaveError[] = [];
    const checkpoint = checkpointFolder(folder, { every: 3, onSaveError: (error) => errors.push(error) }, failing());
    expect(bytesOf(await fit({ ...options, checkpoint }))).toEqual(bytesOf(await fit(options)));
    expect(errors.map(({ code }) => code)).toEqual(['ENOSPC']);
    expect(await newestStep()).toBe(20);
  });
});

test('listeners of signals are gone when a training has ended, however it ended', async () => {
  const before = process.listenerCount('SIGINT') + process.listenerCount('SIGTERM');
  await fit({ ...options, checkpoint: checkpointFolder(folder, { every: 3 }) });
  const broken = {
    ...options,
    epochs: 9,
    metrics: {
      broken: () => {
        throw new Error('broken');
      },
    },
    checkpoint: checkpointFolder(folder, { every: 3 }),
  };
  await expect(fit(broken)).rejects.toThrow('broken');
  expect(process.listenerCount('SIGINT') + process.listenerCount('SIGTERM')).toBe(before);
});

test('a signal ends the training with a state that says so, from which it goes on', async () => {
  const checkpoint = (): Keeper => checkpointFolder(folder, { every: 3 });
  const { exitCode } = process;
  const result = await fit({
    ...options,
    checkpoint: checkpoint(),
    onStep: ({ step }) => {
      if (step === 8) process.emit('SIGTERM', 'SIGTERM');
    },
  });
  process.exitCode = exitCode;
  expect([result.status, result.message]).toEqual([
    'aborted',
    `The keeper ended the training after step ${result.state.step}. Started again, it goes on from what the keeper has.`,
  ]);
  expect(await newestStep()).toBe(result.state.step);
  expect(bytesOf(await fit({ ...options, checkpoint: checkpoint() }))).toEqual(bytesOf(await fit(options)));
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s finishes the step, keeps its state and leaves with code %i', async (signal, code) => {
  const ended = await runTrainee([folder, 'epochs', '1000000'], (child) => child.kill(signal));
  expect(ended).toMatchObject({ code, signal: null });
  const [, step] = ended.line.split(' ').map(Number);
  expect(step).toBeGreaterThanOrEqual(20);
  expect(await newestStep()).toBe(step);
});
