/** One way to do a job: a peer and how it is set. */
export interface Contender {
  readonly key: string;
  /** as shown in tables */
  readonly name: string;
  readonly peer: 'adjoint' | 'loops' | 'microKernel' | 'mlMatrix' | 'tensorflow' | 'jaxJs' | 'brain' | 'numpy' | 'torch';
  readonly precision: Precision;
  readonly settings: Settings;
  readonly environment?: Readonly<Record<string, string>>;
}
/** `f64 and f32`: numbers and products of double precision, exp and log of single precision. */
export type Precision = 'f64' | 'f32' | 'f64 and f32';
export type Settings = Readonly<Record<string, string | number>>;

const threads = 2;
const threadLimits = { OPENBLAS_NUM_THREADS: `${threads}`, OMP_NUM_THREADS: `${threads}`, MKL_NUM_THREADS: `${threads}` };
const withAvx512 = { ...threadLimits, OPENBLAS_CORETYPE: 'SkylakeX' };

const f64 = (
  key: string,
  name: string,
  peer: Contender['peer'],
  settings: Settings = {},
  environment: Readonly<Record<string, string>> = {},
): Contender => ({ key, name, peer, precision: 'f64', settings, environment });
const f32 = (...of: Parameters<typeof f64>): Contender => ({ ...f64(...of), precision: 'f32' });

const all: readonly Contender[] = [
  f64('adjoint-2', 'Adjoint, 2 threads', 'adjoint', { engine: 'wasm', threads }),
  f64('adjoint-1', 'Adjoint, 1 thread', 'adjoint', { engine: 'wasm', threads: 1 }),
  f64('adjoint-closures', 'Adjoint, closures', 'adjoint', { engine: 'closures', threads: 1 }),
  f64('adjoint-interpreter', 'Adjoint, interpreter', 'adjoint', { engine: 'interpreter', threads: 1 }),
  f64('adjoint-direct', 'Adjoint, not compiled', 'adjoint', { engine: 'none', threads: 1 }),
  f64('adjoint-2-repeat', 'Adjoint, 2 threads, inside repeat', 'adjoint', { engine: 'wasm', threads, repeat: 1 }),
  f64('adjoint-1-repeat', 'Adjoint, 1 thread, inside repeat', 'adjoint', { engine: 'wasm', threads: 1, repeat: 1 }),
  f64('adjoint-closures-repeat', 'Adjoint, closures, inside repeat', 'adjoint', { engine: 'closures', threads: 1, repeat: 1 }),
  f64('adjoint-2-scan', 'Adjoint, 2 threads, inside scan', 'adjoint', { engine: 'wasm', threads, scan: 1 }),
  f64('loops-tiled', 'plain JS loops, tiled', 'loops', { style: 'tiled' }),
  f64('loops-simple', 'plain JS loops, simple', 'loops', { style: 'simple' }),
  f64('loops-online', 'plain JS loops, pattern by pattern, biases', 'loops', { style: 'online' }),
  f64('micro-kernel-2', 'micro-kernel, 2 threads', 'microKernel', { threads }),
  f64('micro-kernel-1', 'micro-kernel, 1 thread', 'microKernel', { threads: 1 }),
  f64('ml-matrix', 'ml-matrix', 'mlMatrix'),
  f32('tfjs-wasm', 'TF.js wasm f32', 'tensorflow', { backend: 'wasm' }),
  f32('tfjs-cpu', 'TF.js cpu f32', 'tensorflow', { backend: 'cpu' }),
  { ...f64('jax-js-f64', 'jax-js jit f64 (exp, log f32)', 'jaxJs', { precision: 'float64' }), precision: 'f64 and f32' },
  f32('jax-js-f32', 'jax-js jit f32', 'jaxJs', { precision: 'float32' }),
  f32('brain', 'brain.js f32, pattern by pattern, biases', 'brain'),
  f64('numpy', 'NumPy, idiomatic', 'numpy', { style: 'idiomatic' }, threadLimits),
  f64('numpy-avx512', 'NumPy, idiomatic, SkylakeX', 'numpy', { style: 'idiomatic' }, withAvx512),
  f64('numpy-published', 'NumPy, published (two forward passes)', 'numpy', { style: 'published' }, threadLimits),
  f64('numpy-published-avx512', 'NumPy, published, SkylakeX', 'numpy', { style: 'published' }, withAvx512),
  f64('numpy-in-place', 'NumPy, in place', 'numpy', { style: 'in place' }, threadLimits),
  f64('numpy-in-place-avx512', 'NumPy, in place, SkylakeX', 'numpy', { style: 'in place' }, withAvx512),
  f64('torch', 'PyTorch f64', 'torch', { threads }, threadLimits),
];

/** The contenders of these keys, in this order. */
export const contenders = (...keys: readonly string[]): readonly Contender[] =>
  keys.map((key) => {
    const found = all.find((each) => each.key === key);
    if (found === undefined) throw new Error(`there is no contender ${key}`);
    return found;
  });
