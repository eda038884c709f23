import { engineMemory } from './memory/memory.ts';
import { workersNow } from './threads/pool.ts';
import { processors } from './threads/workers.ts';

/** How the engine stands in this process. */
export interface EngineStatus {
  /** who computes unless `compile` is told otherwise */
  readonly engine: 'wasm' | 'closures';
  /** threads that `'auto'` means, the caller among them: 1 where memory cannot be shared */
  readonly threads: number;
  /** worker threads that have started */
  readonly workers: number;
  /** how often worker threads ended or did not answer; what they had begun was computed again */
  readonly lostWorkers: number;
  /** bytes in use by compiled functions and by matrices that they keep at hand */
  readonly memory: number;
}

/** How the engine stands: for logs, and to see why something is slow. Starts nothing but the engine's memory. */
export function engineStatus(): EngineStatus {
  const memory = engineMemory();
  const { ready, lost } = workersNow();
  return {
    engine: memory === undefined ? 'closures' : 'wasm',
    threads: memory?.shared === true ? processors() : 1,
    workers: ready,
    lostWorkers: lost,
    memory: memory?.used() ?? 0,
  };
}
