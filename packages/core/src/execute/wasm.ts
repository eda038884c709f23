import { kernels } from './kernels.generated.ts';

// The little of the WebAssembly interface that is used here; `lib` has it with the DOM only.
interface Memory {
  readonly buffer: ArrayBuffer;
}
declare const WebAssembly:
  | {
      validate(bytes: Uint8Array): boolean;
      readonly Module: new (bytes: Uint8Array) => object;
      readonly Memory: new (how: { readonly initial: number }) => Memory;
      readonly Instance: new (module: object, imports: { readonly env: { readonly memory: Memory } }) => { readonly exports: unknown };
    }
  | undefined;
declare const atob: (base64: string) => string;

/** Matrices at byte offsets, row-major; `chunk` terms are added to one sum, see ops/chunks.ts. */
type Product = (out: number, left: number, right: number, rows: number, inner: number, columns: number, chunk: number) => void;

/** What packages/core/kernels exports for us. */
export interface Kernels {
  readonly product: Product;
  readonly productTransposedLeft: Product;
}

/** The kernels over a memory of their own. */
export interface Engine {
  readonly buffer: ArrayBuffer;
  readonly kernels: Kernels;
}

let compiled: object | null | undefined; // null: there is no WebAssembly, no SIMD, or a policy forbids it

/** The compiled module: compiled when first asked for, null where that is impossible. */
function compiledModule(): object | null {
  if (compiled === undefined) compiled = compileModule();
  return compiled;
}

function compileModule(): object | null {
  if (typeof WebAssembly === 'undefined') return null;
  try {
    const bytes = Uint8Array.from(atob(kernels), (letter) => letter.charCodeAt(0));
    return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
  } catch {
    return null; // a content security policy without 'wasm-unsafe-eval'
  }
}

/** Whether the kernels run here. */
export const hasWasm = (): boolean => compiledModule() !== null;

const page = 65536;

/** Kernels over `bytes` of zeros; undefined where there is no WebAssembly, or no memory of that size. */
export function createEngine(bytes: number): Engine | undefined {
  const module = compiledModule();
  if (module === null) return undefined;
  try {
    const memory = new WebAssembly!.Memory({ initial: Math.ceil(bytes / page) });
    const { exports } = new WebAssembly!.Instance(module, { env: { memory } });
    return { buffer: memory.buffer, kernels: exports as Kernels };
  } catch {
    return undefined;
  }
}
