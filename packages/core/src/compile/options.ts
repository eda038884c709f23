import { AdjointError, ArgumentError } from '../errors.ts';
import type { Engine } from '../execute/executor.ts';
import { hasWasm } from '../execute/memory/memory.ts';
import { requireOptions } from '../matrix/options.ts';

/** How a compiled function runs. The results are the same to the last bit, whatever is chosen here. */
export interface CompileOptions {
  /**
   * who computes: `'auto'`, WebAssembly SIMD where it is there and closures over typed arrays elsewhere; or the one that is named.
   * `'interpreter'` is the slowest, and what the others are tested against.
   */
  readonly engine?: Engine | 'auto';
  /** how many threads share the work, the caller among them; `'auto'`, the default: as many as there are processors, 16 at most */
  readonly threads?: number | 'auto';
}

const engines: ReadonlySet<unknown> = new Set(['auto', 'wasm', 'closures', 'interpreter']);
const mostThreads = 64;

/** @throws ArgumentError on options that are none; AdjointError for `{ engine: 'wasm' }` where there is no WebAssembly SIMD */
export function checkOptions(options: unknown): CompileOptions {
  const remedy = `Write compile(f) or compile(f, { engine: 'closures', threads: 2 })`;
  requireOptions('compile', options, remedy);
  const unknown = Object.keys(options).find((key) => key !== 'engine' && key !== 'threads');
  if (unknown !== undefined) throw new ArgumentError(`compile: there is no option ${unknown}. ${remedy}`);
  const { engine = 'auto', threads = 'auto' } = options as CompileOptions;
  if (!engines.has(engine))
    throw new ArgumentError(`compile: the engine is 'auto', 'wasm', 'closures' or 'interpreter', got ${JSON.stringify(engine)}. ${remedy}`);
  if (threads !== 'auto' && !(Number.isInteger(threads) && threads >= 1 && threads <= mostThreads))
    throw new ArgumentError(`compile: threads is a whole number from 1 to ${mostThreads}, or 'auto', got ${String(threads)}. ${remedy}`);
  if (engine === 'wasm' && !hasWasm())
    throw new AdjointError(`compile: there is no WebAssembly SIMD here. Write compile(f): the results are the same`);
  return { engine, threads };
}
