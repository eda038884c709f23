import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Mat, matrix } from '@adjoint/core';
import { type Checkpoints, checkpoints, type FileSystem, fileSystem, loadModel, SaveError, saveModel, writeBytes } from '@adjoint/nn/node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Call, interceptedFiles, systemError } from '../../faults/interceptedFiles.ts';
import { refusalOf, rightOf } from '../data/outcomes.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'adjoint-'))));
afterEach(() => rmSync(folder, { recursive: true }));

interface State {
  readonly step: number;
  readonly parameters: Mat;
}
const stateAt = (step: number): State => ({ step, parameters: matrix([[step, 0.1, -0]]) });
const names = (): readonly string[] => readdirSync(folder).sort();
const save = async (step: number, files?: FileSystem) => checkpoints<State>(folder, {}, files).save(stateAt(step))();
const newest = async () => rightOf(await checkpoints<State>(folder).newest());
const stepOfNewest = async (): Promise<number | undefined> => {
  const found = await newest();
  if (found !== undefined) expect(found.state.parameters.toArray()).toEqual(stateAt(found.state.step).parameters.toArray());
  return found?.state.step;
};

describe('checkpoints in a folder', () => {
  test('are the last two, and the newest is found', async () => {
    expect(await newest()).toBeUndefined();
    for (let step = 1; step <= 5; step += 1) {
      const path = rightOf(await save(step));
      expect(await newest()).toMatchObject({ path, skipped: [], state: { step } });
    }
    expect(names()).toEqual(['checkpoint-00000004.safetensors', 'checkpoint-00000005.safetensors']);
  });

  test('are counted on by another training that starts from 0 in the same folder', async () => {
    for (const step of [1000, 2000, 3, 6]) await save(step);
    expect(await stepOfNewest()).toBe(6);
  });

  test('are made with their folder', async () => {
    const store: Checkpoints<State> = checkpoints(join(folder, 'a', 'b'));
    rightOf(await store.save(stateAt(1))());
    expect(rightOf(await store.newest())?.state.step).toBe(1);
  });

  test('are passed over when they are damaged, and the older one is found with the reason', async () => {
    for (const step of [1, 2]) await save(step);
    const path = join(folder, 'checkpoint-00000002.safetensors');
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.with(bytes.length - 1, 1));
    const found = (await newest())!;
    expect(found.state.step).toBe(1);
    expect(found.skipped.map(({ message }) => message)).toEqual([
      expect.stringMatching(/checkpoint-00000002\.safetensors: byte 37: expected the checksum/),
    ]);
    writeFileSync(join(folder, 'checkpoint-00000001.safetensors'), '');
    expect(refusalOf(await checkpoints(folder).newest())).toContain('checkpoint-00000002');
  });

  test('do not count among the last two when they cannot be read, and go when they are older than those', async () => {
    for (const step of [1, 2]) await save(step);
    writeFileSync(join(folder, 'checkpoint-00000003.safetensors'), 'damaged');
    const store = checkpoints<State>(folder);
    expect(rightOf(await store.newest())?.state.step).toBe(2);
    rightOf(await store.save(stateAt(3))());
    expect(names()).toEqual([2, 3, 4].map((n) => `checkpoint-0000000${n}.safetensors`));
    rightOf(await store.save(stateAt(4))());
    expect(names()).toEqual([4, 5].map((n) => `checkpoint-0000000${n}.safetensors`));
  });

  test('of another architecture are left where they are', async () => {
    const of = (architecture: string): Checkpoints<State> => checkpoints<State>(folder, { architecture });
    for (const step of [1, 2]) rightOf(await of('B').save(stateAt(step))());
    const store = of('A');
    expect(refusalOf(await store.newest())).toContain('architecture');
    rightOf(await store.save(stateAt(3))());
    expect(rightOf(await of('B').newest())?.state.step).toBe(2);
  });

  test('that can be read again count again', async () => {
    for (const step of [1, 2]) await save(step);
    let isBusy = true;
    const read: FileSystem['read'] = (path) =>
      isBusy ? Promise.reject(systemError('EMFILE', 'too many open files')) : fileSystem.read(path);
    const store = checkpoints<State>(folder, {}, { ...fileSystem, read });
    refusalOf(await store.newest());
    isBusy = false;
    expect(rightOf(await store.newest())?.state.step).toBe(2);
    rightOf(await store.save(stateAt(3))());
    expect(names()).toEqual([2, 3].map((n) => `checkpoint-0000000${n}.safetensors`));
  });

  test('leave files of others alone', async () => {
    for (const name of ['notes.txt', 'checkpoint-1.safetensors', '.notes.1-00000000-0000-0000-0000-000000000000.tmp'])
      writeFileSync(join(folder, name), '');
    for (const step of [1, 2, 3]) await save(step);
    expect(names().length).toBe(5);
  });
});

describe('temporary files', () => {
  const id = '00000000-0000-0000-0000-000000000000';
  const gone = 2 ** 22 + 1; // above the largest process number of Linux
  const at = (processId: number): string => `.checkpoint-00000009.safetensors.${processId}-${id}.tmp`;
  test('of a process that is gone are swept away', async () => {
    writeFileSync(join(folder, at(gone)), 'half');
    await save(1);
    expect(names()).toEqual(['checkpoint-00000001.safetensors']);
  });
  test('of a process that runs are left', async () => {
    writeFileSync(join(folder, at(process.ppid)), 'half');
    await save(1);
    expect(names()).toContain(at(process.ppid));
  });
  test('of an earlier process of the same number are swept away', async () => {
    writeFileSync(join(folder, at(process.pid)), 'half');
    await save(1);
    expect(names()).toContain(at(process.pid));
    utimesSync(join(folder, at(process.pid)), 1, 1);
    await save(2);
    expect(names()).not.toContain(at(process.pid));
  });
});

const order: readonly Call[] = ['makeFolder', 'list', 'create', 'write', 'sync', 'close', 'rename', 'syncFolder', 'remove'];
const failingAt = (position: number, code: string, made: Call[] = []): FileSystem =>
  interceptedFiles(fileSystem, (call) => {
    made.push(call);
    if (made.length === position + 1) throw systemError(code, 'it failed');
  });

describe('when a call fails', () => {
  test.each(order.map((call, position) => ({ call, position })))(
    '($call) the old checkpoint is whole, and the error says so',
    async ({ call, position }) => {
      for (const step of [1, 2]) await save(step);
      const made: Call[] = [];
      const result = await save(3, failingAt(position, call === 'write' ? 'ENOSPC' : 'EIO', made));
      expect(made[position]).toBe(call);
      const isNewThere = position > order.indexOf('rename');
      const error = result._tag === 'Left' ? result.left : undefined;
      expect(error).toBeInstanceOf(SaveError);
      expect(error!.code).toBe(call === 'write' ? 'ENOSPC' : 'EIO');
      expect(error!.message).toContain(isNewThere ? 'It is there; what failed came after it' : 'What was kept before is whole');
      expect(await stepOfNewest()).toBe(isNewThere ? 3 : 2);
      expect(names().filter((name) => name.endsWith('.tmp'))).toEqual([]);
      if (made.includes('create') && call !== 'create') expect(made.filter((each) => each === 'close').length).toBe(1);
      rightOf(await save(4));
      expect(await stepOfNewest()).toBe(4);
      expect(names().length).toBe(2);
    },
  );

  test('and its temporary file cannot be removed either, the first failure is told, and the next process sweeps', async () => {
    await save(1);
    const result = await save(
      2,
      interceptedFiles(fileSystem, (call) => {
        if (call === 'write') throw systemError('ENOSPC', 'no space left on device');
        if (call === 'remove' || call === 'close') throw systemError('EIO', 'it failed');
      }),
    );
    expect(result).toMatchObject({ left: { step: 'write', code: 'ENOSPC' } });
    expect(await stepOfNewest()).toBe(1);
  });

  test('and a disk takes only a part of each write, the rest is written after it', async () => {
    const files = interceptedFiles(fileSystem, (call, bytes) => (call === 'write' ? Math.ceil(bytes!.length / 2) : undefined));
    rightOf(await save(7, files));
    expect(await stepOfNewest()).toBe(7);
  });

  test('and a disk takes nothing at all without an error, that is one', async () => {
    const result = await save(
      7,
      interceptedFiles(fileSystem, (call) => (call === 'write' ? 0 : undefined)),
    );
    expect(result).toMatchObject({ left: { step: 'write' } });
  });
});

describe('a model in a file', () => {
  const parameters = [{ w: matrix([[1, 2]]) }];
  test('is read as it was saved, and saved over whole', async () => {
    const path = join(folder, 'net.safetensors');
    rightOf(await saveModel(path, [{ w: matrix([[0, 0]]) }])());
    rightOf(await saveModel(path, parameters)());
    expect(rightOf(await loadModel(path, parameters)())[0]!.w.toArray()).toEqual([[1, 2]]);
    expect(names()).toEqual(['net.safetensors']);
  });
  test('that is not there is refused in words', async () => {
    expect(refusalOf(await loadModel(join(folder, 'none'), parameters)())).toBe(
      `${join(folder, 'none')}: file: expected a file that can be read, found nothing of that name`,
    );
  });
  test('in a folder that is not there is an error that says what was tried', async () => {
    const path = join(folder, 'none', 'net.safetensors');
    const result = await writeBytes(path, new Uint8Array(1))();
    expect(result).toMatchObject({ left: { step: 'open', code: 'ENOENT', path } });
  });
});
