import { mostPages } from './emit/binary.ts';
import { kernels } from './kernels.generated.ts';

// The little of the WebAssembly interface that is used here; `lib` has it with the DOM only.
export interface Memory {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}
export type Exports = Readonly<Record<string, (...args: readonly number[]) => void>>;
interface Interface {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (how: { readonly initial: number; readonly maximum: number; readonly shared: boolean }) => Memory;
  readonly Instance: new (module: object, imports: { readonly env: object }) => { readonly exports: unknown };
}
declare const WebAssembly: Interface | undefined;

export const page = 65536;

/** The module of the kernels, for a memory that is shared or not. */
function kernelBytes(shared: boolean): Uint8Array {
  const bytes = Uint8Array.from({ length: kernels.length / 2 }, (_, i) => Number.parseInt(kernels.slice(2 * i, 2 * i + 2), 16));
  if (shared) return bytes;
  const name = Array.from('memory', (letter) => letter.charCodeAt(0));
  const at = bytes.findIndex(
    (_, from) => name.every((letter, i) => bytes[from + i] === letter) && bytes[from + 6] === 2 && bytes[from + 7] === 3,
  );
  bytes[at + 7] = 1; // the limits of the imported memory: no longer shared
  return bytes;
}

const compiled = new Map<boolean, object | null>(); // null: there is no WebAssembly, no SIMD, or a policy forbids it

/** The module of the kernels: compiled when first asked for; null where that is impossible. */
export function kernelModule(shared: boolean): object | null {
  const known = compiled.get(shared);
  if (known !== undefined) return known;
  const module = compileModule(kernelBytes(shared));
  compiled.set(shared, module);
  return module;
}

function compileModule(bytes: Uint8Array): object | null {
  if (typeof WebAssembly === 'undefined') return null;
  try {
    return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
  } catch {
    return null; // a content security policy without 'wasm-unsafe-eval'
  }
}

/** A module over a memory, with what else it imports. */
export function instantiate(module: object, memory: Memory, imports: object = {}): Exports {
  return new WebAssembly!.Instance(module, { env: { ...imports, memory } }).exports as Exports;
}
export const moduleFrom = (bytes: Uint8Array): object => new WebAssembly!.Module(bytes);

/** A memory that can grow to the most that there is; undefined where none can be had. */
export function createMemory(shared: boolean): Memory | undefined {
  for (const maximum of [mostPages, mostPages / 4, mostPages / 16]) {
    try {
      return new WebAssembly!.Memory({ initial: 2, maximum, shared });
    } catch {
      // so much address space cannot be reserved: try less
    }
  }
  return undefined;
}

/** Whether memory can be shared with workers: everywhere in Node, in browsers on pages that are isolated from other origins. */
export const canShare = (): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && (globalThis as { readonly crossOriginIsolated?: boolean }).crossOriginIsolated !== false;
