import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkpoints } from '@adjoint/nn/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rightOf } from '../nn/data/outcomes.ts';
import { belowFrom } from './mutate.ts';
import { runTrainee } from './runTrainee.ts';

const folders: string[] = [];
const newFolder = (): string => {
  folders.push(mkdtempSync(join(tmpdir(), 'adjoint-')));
  return folders.at(-1)!;
};
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

let unbroken = '';
let milliseconds = 0;
beforeAll(async () => {
  const started = performance.now();
  const ended = await runTrainee([newFolder()]);
  milliseconds = performance.now() - started;
  unbroken = ended.line;
  if (ended.code !== 0 || !/^[0-9a-f]{64} 180 30$/.test(unbroken))
    throw new Error(`the unbroken run ended with ${ended.code}: ${unbroken}`);
});

const points = ['opened', 'half written', 'before sync', 'before rename', 'after rename', 'after sync of the folder'];
const named = points.flatMap((point, i) => [1, 2, 9, 17, 25].map((occurrence) => ({ point, count: occurrence + (i % 2) })));
const below = belowFrom(9);

describe('kill -9', () => {
  test.each(named)('$point, save $count: the newest checkpoint loads, and the resumed run is bit-identical', async ({ point, count }) => {
    await killedAndResumed([point, String(point === 'after sync of the folder' ? Math.max(1, count - 2) : count)]);
  });
  test.each(Array.from({ length: 20 }, (_, i) => i))(
    'at random (%i): the newest checkpoint loads, and the resumed run is bit-identical',
    async () => {
      await killedAndResumed(['wait', String(below(Math.ceil(milliseconds * 0.8)))], false);
    },
  );
});

async function killedAndResumed(args: readonly string[], mustDie = true): Promise<void> {
  const folder = newFolder();
  const killed = await runTrainee([folder, ...args]);
  if (mustDie) expect(killed.signal).toBe('SIGKILL');
  const found = rightOf(await checkpoints<{ readonly state: { readonly step: number } }>(folder).newest());
  expect(found?.skipped ?? []).toEqual([]); // a file under its own name is whole
  const resumed = await runTrainee([folder]);
  expect(resumed.line).toBe(unbroken);
  expect(readdirSync(folder).length).toBe(2);
}
