import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { type Held, soaked } from './soaked.ts';

// A short form of `pnpm test:soak`.
test('a training with checkpoints holds no more after 12,000 steps than after 4,000', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const folder = mkdtempSync(join(tmpdir(), 'adjoint-'));
  const seen: Held[] = [];
  try {
    for await (const held of soaked(folder, 12_000, 2000, collect)) seen.push(held);
  } finally {
    rmSync(folder, { recursive: true });
  }
  const [, early, ...later] = seen;
  for (const { heap, arrayBuffers, handles, files } of later) {
    expect(heap - early!.heap).toBeLessThan(2 ** 21); // vitest itself allocates
    expect(arrayBuffers - early!.arrayBuffers).toBeLessThan(2 ** 18);
    expect(handles).toBe(early!.handles);
    expect(files.length).toBe(2);
  }
});
