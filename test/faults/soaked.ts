import { readdirSync } from 'node:fs';
import { type Mat, matrix, mean, square, sub } from '@adjoint/core';
import { adam, batches, random, train } from '@adjoint/nn';
import { checkpointFolder } from '@adjoint/nn/node';

/** What a process holds, after everything that nobody holds is collected. */
export interface Held {
  readonly step: number;
  readonly heap: number;
  readonly arrayBuffers: number;
  /** open files, sockets and the like; undefined where the system does not tell */
  readonly handles: number | undefined;
  readonly files: readonly string[];
}

/** Makes so many small steps with a checkpoint every 1,000, and tells what the process holds every `every` steps. */
export async function* soaked(folder: string, steps: number, every: number, collect: () => void): AsyncGenerator<Held, void, void> {
  const x = random(1).normal(1000, 3, 0, 1).value;
  const states = train({
    loss: (p: Mat, batch: Mat) => mean(square(sub(batch, p))),
    optimizer: adam({ learningRate: 1e-3 }),
    parameters: matrix([[1, -1, 2]]) as Mat,
    batches: batches(x, { size: 1, shuffle: true }), // 1,000 steps in an epoch
    seed: 3,
    epochs: steps / 1000,
    checkpoint: checkpointFolder(folder, { every: 1000 }),
  });
  for await (const { step } of states) if (step % every === 0) yield held(folder, step, collect);
}

function held(folder: string, step: number, collect: () => void): Held {
  for (let i = 0; i < 3; i += 1) collect();
  const { heapUsed: heap, arrayBuffers } = process.memoryUsage();
  return { step, heap, arrayBuffers, handles: openHandles(), files: readdirSync(folder) };
}

function openHandles(): number | undefined {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return undefined;
  }
}
