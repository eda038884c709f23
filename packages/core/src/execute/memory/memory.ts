import { AdjointError } from '../../errors.ts';
import { createSpace } from '../../plan/space.ts';
import { canShare, createMemory, type Exports, instantiate, kernelModule, type Memory, page } from '../webAssembly.ts';

/** The one memory of the engine, and the kernels over it. */
export interface EngineMemory {
  readonly memory: Memory;
  readonly shared: boolean;
  readonly kernels: Exports;
  /** all of it, in doubles; made anew when the memory grows */
  doubles(): Float64Array;
  words(): Int32Array;
  /** bytes in use, all programs and resident matrices together */
  used(): number;
  /** @throws NoMemory when there is not so much */
  take(bytes: number): number;
  give(at: number): void;
}

/** There is not so much memory. */
export class NoMemory extends AdjointError {}

let engine: EngineMemory | null | undefined; // null: there is no WebAssembly SIMD here

/** The engine's memory: made when first asked for; undefined where there is none. */
export function engineMemory(): EngineMemory | undefined {
  if (engine === undefined) engine = createEngine() ?? null;
  return engine ?? undefined;
}

/** Whether programs can run on WebAssembly here. */
export const hasWasm = (): boolean => engineMemory() !== undefined;

function createEngine(): EngineMemory | undefined {
  const shared = canShare();
  const module = kernelModule(shared);
  const memory = module === null ? undefined : createMemory(shared);
  if (module === null || memory === undefined) return undefined;
  const space = createSpace(page); // the first page belongs to the kernels
  const sizes = new Map<number, number>();
  let used = 0;
  let doubles = new Float64Array(memory.buffer);
  let words = new Int32Array(memory.buffer);
  const reach = (end: number): void => {
    const missing = Math.ceil(end / page) - memory.buffer.byteLength / page;
    if (missing <= 0) return;
    memory.grow(missing);
    doubles = new Float64Array(memory.buffer);
    words = new Int32Array(memory.buffer);
  };
  return {
    memory,
    shared,
    kernels: instantiate(module, memory),
    doubles: () => doubles,
    words: () => words,
    used: () => used,
    take(bytes) {
      const at = space.take(bytes);
      try {
        reach(at + bytes);
      } catch {
        space.give(at);
        throw new NoMemory(
          `the engine has no memory for another ${bytes} bytes; ${used} are in use. Write compile(f, { engine: 'closures' })`,
        );
      }
      sizes.set(at, bytes);
      used += bytes;
      return at;
    },
    give(at) {
      space.give(at);
      used -= sizes.get(at)!;
      sizes.delete(at);
    },
  };
}
