import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as threads from 'node:worker_threads';
import { compile, engineStatus, type Mat, matmul, mul, sigmoid, sum, transpose } from '@adjoint/core';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { randomMatrix, requireSameBits } from './bits.ts';

// The engine asks Node for its workers; those that it starts are noted here, so that they can be killed.
const module = process.getBuiltinModule('node:worker_threads') as { Worker: typeof threads.Worker };
const Original = module.Worker;
const started: threads.Worker[] = [];
module.Worker = class extends Original {
  constructor(...args: ConstructorParameters<typeof threads.Worker>) {
    super(...args);
    started.push(this);
  }
};
afterAll(() => {
  module.Worker = Original;
});

const f = (x: Mat, w: Mat): readonly Mat[] => {
  const h = sigmoid(matmul(x, w));
  return [sum(h), matmul(transpose(x), mul(h, h)), matmul(transpose(w), matmul(transpose(x), x))];
};
const [x, w] = [randomMatrix(3000, 60, 1), randomMatrix(60, 40, 2)];
const expected = compile(f, { engine: 'interpreter' })(x, w);

async function whenReady(count: number): Promise<void> {
  for (let tries = 0; engineStatus().workers < count && tries < 500; tries += 1) await wait(10);
  expect(engineStatus().workers).toBeGreaterThanOrEqual(count);
}

describe('threads', () => {
  test('are started by the first call that can use them, which does not wait for them', async () => {
    expect(started.length).toBe(0);
    const step = compile(f, { threads: 3 });
    requireSameBits(step(x, w), expected);
    expect(started.length).toBe(2);
    await whenReady(2);
    for (let i = 0; i < 20; i += 1) requireSameBits(step(x, w), expected);
    requireSameBits(compile(f, { threads: 1 })(x, w), expected);
    expect(started.length).toBe(2);
  });
  test('that are killed while they wait are replaced, and reported', async () => {
    const step = compile(f, { threads: 2 });
    step(x, w);
    await whenReady(1);
    const { lostWorkers } = engineStatus();
    await Promise.all(started.splice(0).map((worker) => worker.terminate()));
    requireSameBits(step(x, w), expected);
    await whenReady(1);
    requireSameBits(step(x, w), expected);
    expect(started.length).toBe(1);
    expect(engineStatus().lostWorkers).toBe(lostWorkers + 1);
  });
  test('that are killed in the middle of a call leave their work to the caller', async () => {
    for (let round = 0; round < 3; round += 1) {
      const step = compile(f, { threads: 2 });
      step(x, w);
      await whenReady(1);
      const stopping = started.splice(0).map((worker) => worker.terminate());
      for (let i = 0; i < 30; i += 1) requireSameBits(step(x, w), expected);
      await Promise.all(stopping);
      requireSameBits(step(x, w), expected);
    }
  });
  test.each([
    ['that are forbidden', undefined],
    ['that end before they are ready', ''],
  ])('%s are done without', async (_, text) => {
    let asked = 0;
    const before = module.Worker;
    module.Worker = class extends Original {
      constructor(...[given, options]: ConstructorParameters<typeof threads.Worker>) {
        asked += 1;
        if (text === undefined) throw new Error('forbidden');
        super(text ?? given, options);
      }
    };
    vi.resetModules();
    try {
      const core = await import('@adjoint/core');
      const [a, b] = [core.matrix(x.toArray()), core.matrix(w.toArray())];
      const step = core.compile((c: Mat, d: Mat) => core.sum(core.sigmoid(core.matmul(c, d))), { threads: 3 });
      const first = step(a, b).at(0, 0);
      expect(first).toBe(core.sum(core.sigmoid(core.matmul(a, b))).at(0, 0));
      for (let i = 0; i < 20; i += 1) {
        await wait(20);
        expect(step(a, b).at(0, 0)).toBe(first);
      }
      expect(core.engineStatus().workers).toBe(0);
      expect(asked).toBeLessThanOrEqual(2 * 3); // after three times nobody asks again
    } finally {
      module.Worker = before;
      vi.resetModules();
    }
  });
  test('do not keep a process alive', () => {
    const core = resolve(import.meta.dirname, '../../../packages/core/src/index.ts');
    const program = `
      import { compile, matmul, ones, engineStatus } from ${JSON.stringify(core)};
      const step = compile((x) => matmul(x, x), { threads: 3 });
      step(ones(300, 300));
      setTimeout(() => { step(ones(300, 300)); console.log(engineStatus().workers); }, 500);
    `;
    expect(
      Number(execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8', timeout: 20_000 })),
    ).toBeGreaterThan(0);
  });
});
