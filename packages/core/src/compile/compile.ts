import { AdjointError, ArgumentError } from './errors.ts';
import { createExecutor, type Executor } from './execute/executor.ts';
import type { EngineChoice } from './execute/storage.ts';
import { hasWasm } from './execute/wasm.ts';
import { isMat, type Mat } from './matrix/mat.ts';
import { flatten, isBranch, kindOf } from './matrix/tree.ts';
import { recordCall, refuseCaptured, requireFunction } from './record.ts';
import { simplify } from './simplify/simplify.ts';
import { youngestRecorder } from './tape/recorder.ts';

const kept = 64; // programs per compiled function: the ones used last

interface Compiled {
  readonly execute: Executor;
  readonly rebuild: (values: readonly Mat[]) => unknown;
}
/** How a compiled function runs. */
export interface CompileOptions {
  /**
   * who multiplies matrices: `'auto'`, WebAssembly SIMD where it is there; `'wasm'`, nothing else; `'kernels'`, JavaScript only.
   * The results are the same to the last bit.
   */
  readonly engine?: 'auto' | 'wasm' | 'kernels';
}
type Call = (...args: readonly unknown[]) => unknown;

/**
 * f with its own signature, recorded once per shape of its arguments and run from the tape. Matrices in the arguments are
 * inputs; everything else in them is static and part of the key, so pass what varies as scalar(v). Matrices that f closes over
 * are constants. On recorded values compile(f) is f.
 * @throws RecordingError when f reads numbers, which are not there yet; AdjointError for `{ engine: 'wasm' }` where there is no WebAssembly SIMD
 */
export function compile<F extends (...args: never) => unknown>(f: F, options: CompileOptions = {}): F {
  requireFunction('compile', f);
  const engine = engineOf(options);
  const programs = new Map<string, Compiled>();
  const identify = identities();
  const call: Call = (...args) => {
    const { leaves, rebuild } = takeApart(args);
    if (youngestRecorder('compile', leaves) !== undefined) return (f as unknown as Call)(...args);
    const key = keyOf(args, identify);
    const program = programs.get(key) ?? build(f as unknown as Call, leaves, rebuild, engine);
    programs.delete(key);
    programs.set(key, program); // used last, last in the map
    if (programs.size > kept) programs.delete(programs.keys().next().value!);
    return program.rebuild(program.execute(leaves));
  };
  return call as unknown as F;
}

const choices: ReadonlySet<unknown> = new Set<EngineChoice>(['auto', 'wasm', 'kernels']);
function engineOf(options: unknown): EngineChoice {
  const remedy = `Write compile(f) or compile(f, { engine: 'kernels' })`;
  if (typeof options !== 'object' || options === null)
    throw new ArgumentError(`compile: the options must be an object, got ${kindOf(options)}. ${remedy}`);
  const unknown = Object.keys(options).find((key) => key !== 'engine');
  if (unknown !== undefined) throw new ArgumentError(`compile: there is no option ${unknown}. ${remedy}`);
  const { engine = 'auto' } = options as CompileOptions;
  if (!choices.has(engine))
    throw new ArgumentError(`compile: the engine is 'auto', 'wasm' or 'kernels', got ${JSON.stringify(engine)}. ${remedy}`);
  if (engine === 'wasm' && !hasWasm())
    throw new AdjointError(`compile: there is no WebAssembly SIMD here. Write compile(f): the results are the same`);
  return engine;
}

function build(f: Call, leaves: readonly Mat[], rebuild: (others: readonly Mat[]) => readonly unknown[], engine: EngineChoice): Compiled {
  const { recording, outputs } = recordCall('compile', (recorder) => f(...rebuild(leaves.map((leaf) => recorder.input(leaf)))));
  refuseCaptured('compile', recording);
  return { execute: createExecutor(simplify(recording.tape), engine), rebuild: (values) => outputs.rebuild(values) };
}

/** The matrices among the arguments, and how to put others in their places; what is not a matrix stays. */
function takeApart(args: readonly unknown[]): {
  readonly leaves: readonly Mat[];
  readonly rebuild: (others: readonly Mat[]) => readonly unknown[];
} {
  const flat = flatten(args, (x): x is unknown => isMat(x) || !isBranch(x), 'compile');
  return {
    leaves: flat.leaves.filter(isMat),
    rebuild: (others) => {
      let taken = 0;
      return flat.rebuild(flat.leaves.map((leaf) => (isMat(leaf) ? others[taken++]! : leaf))) as readonly unknown[];
    },
  };
}

/** Equal keys: the same form, the same shapes, the same static values. */
function keyOf(x: unknown, identify: (value: object) => number): string {
  if (isMat(x)) return `${x.rows}x${x.columns}`;
  if (Array.isArray(x)) return `[${x.map((child) => keyOf(child, identify)).join()}]`;
  if (isBranch(x))
    return `{${Object.entries(x)
      .map(([key, child]) => `${JSON.stringify(key)}:${keyOf(child, identify)}`)
      .join()}}`;
  if (typeof x === 'symbol')
    throw new ArgumentError('compile: a symbol cannot be an argument: two of one name could not be told apart. Pass a string');
  if ((typeof x === 'object' && x !== null) || typeof x === 'function') return `#${identify(x)}`;
  return Object.is(x, -0) ? '-0' : typeof x === 'string' ? JSON.stringify(x) : `${typeof x} ${String(x)}`;
}

/** Numbers objects in the order in which it meets them. */
function identities(): (value: object) => number {
  const known = new WeakMap<object, number>();
  let next = 0;
  return (value) => {
    const id = known.get(value) ?? (next += 1);
    known.set(value, id);
    return id;
  };
}
