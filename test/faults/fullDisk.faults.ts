import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Mat, zeros } from '@adjoint/core';
import { checkpoints, SaveError } from '@adjoint/nn/node';
import { expect, test } from 'vitest';
import { rightOf } from '../nn/data/outcomes.ts';

interface State {
  readonly step: number;
  readonly parameters: Mat;
}
const stateAt = (step: number, rows: number): State => ({ step, parameters: zeros(rows, 128) });

test('a disk that is full leaves the old checkpoint whole and says so', async ({ skip }) => {
  const disk = mkdtempSync(join(tmpdir(), 'adjoint-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk], { stdio: 'pipe' });
  } catch (error) {
    rmSync(disk, { recursive: true });
    skip(`a small disk cannot be mounted here: ${String(error)}`);
  }
  try {
    const store = checkpoints<State>(disk);
    rightOf(await store.save(stateAt(1, 10))());
    rightOf(await store.save(stateAt(2, 20))());
    const result = await store.save(stateAt(3, 400))(); // 400 KiB
    expect(result).toMatchObject({ _tag: 'Left', left: { step: 'write', code: 'ENOSPC' } });
    expect(result._tag === 'Left' && result.left).toBeInstanceOf(SaveError);
    expect(result._tag === 'Left' && result.left.message).toMatch(
      /checkpoint-00000003\.safetensors: could not write it: ENOSPC.*What was kept before is whole$/,
    );
    expect(rightOf(await store.newest())?.state.step).toBe(2);
    expect(readdirSync(disk).sort()).toEqual(['checkpoint-00000001.safetensors', 'checkpoint-00000002.safetensors']);
    writeFileSync(join(disk, 'filler'), new Uint8Array(190 * 1024));
    expect(await store.save(stateAt(4, 30))()).toMatchObject({ left: { code: 'ENOSPC' } });
    rmSync(join(disk, 'filler'));
    rightOf(await store.save(stateAt(5, 30))());
    expect(rightOf(await store.newest())?.state.step).toBe(5);
  } finally {
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true });
  }
});
