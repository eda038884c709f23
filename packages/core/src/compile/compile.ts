import { createExecutor, type Engine, engineFor, type Executor } from '../execute/executor.ts';
import { type DenseMatrix, isDense } from '../matrix/denseMatrix.ts';
import { isMat, type Mat } from '../matrix/mat.ts';
import { flatten, isBranch } from '../matrix/tree.ts';
import { recordCall, refuseCaptured, requireFunction } from '../record.ts';
import { simplify } from '../simplify/simplify.ts';
import { youngestRecorder } from '../tape/recorder.ts';
import { fits, type Form, formOf } from './form.ts';
import { checkOptions, type CompileOptions } from './options.ts';
import { requireRest, requireSequence, requireStateLike, requireTimes } from './state.ts';

const kept = 64; // programs per compiled function: the ones used last
const atOnce = 100; // steps of `scan` between two copies of the state: so many elements of the sequence are kept meanwhile

interface Compiled {
  readonly form: Form;
  readonly executor: Executor;
  /** what the function returned while it was recorded */
  readonly result: unknown;
  readonly resultOf: (values: readonly Mat[]) => unknown;
}
type Call = (...args: readonly unknown[]) => unknown;

/** The arguments of `repeat`: the state, how often, and the rest of f's arguments. */
type Repeated<F> = F extends (state: infer S, ...rest: infer R) => infer Y
  ? (
      state: S,
      times: Y extends S ? number : 'repeat: the function must return a tree like its first argument, which is its next one',
      ...rest: R
    ) => Y
  : never;

/** The arguments of `scan`: the state, and the rest of f's arguments for each step. */
type Scanned<F> = F extends (state: infer S, ...rest: infer R) => infer Y
  ? (
      state: S,
      sequence: Iterable<
        Y extends S ? Readonly<R> : 'scan: the function must return a tree like its first argument, which is its next one'
      >,
    ) => S
  : never;

/** A compiled function, with f's own signature. */
export type CompiledFunction<F> = F & {
  /**
   * f(... f(f(state, ...rest), ...rest) ..., ...rest), `times` times, without leaving the engine: for steps of a training, whose state
   * is what f takes first and returns.
   * @throws ArgumentError, ShapeError when f does not return a tree like `state`, or `times` is no whole number of at least 1
   */
  readonly repeat: Repeated<F>;
  /**
   * f(... f(f(state, ...first), ...second) ..., ...last) over a sequence of what f takes beside its state, such as batches, one after
   * the other (JAX's scan, of which only the state is kept): as `repeat` without leaving the engine while the shapes stay. The state itself
   * for an empty sequence. The sequence is read lazily, up to 100 elements ahead of the state.
   * @throws ArgumentError, ShapeError when f does not return a tree like `state`, or the sequence does not hold lists of arguments
   */
  readonly scan: Scanned<F>;
  /** who computed the last call; before the first one, who would */
  readonly engine: Engine;
};

/**
 * f with its own signature, recorded once per shape of its arguments and run from the plan of its tape. Matrices in the arguments are
 * inputs; everything else in them is static: other values make another program, so pass what varies as scalar(v). Matrices that f closes
 * over are constants. On recorded values compile(f) is f.
 * @throws RecordingError when f reads numbers, which are not there yet; AdjointError for `{ engine: 'wasm' }` where there is no WebAssembly SIMD
 */
export function compile<F extends (...args: never) => unknown>(f: F, options: CompileOptions = {}): CompiledFunction<F> {
  requireFunction('compile', f);
  const call = f as unknown as Call;
  const find = finder(call, checkOptions(options));
  const compiled: Call = (...args) => {
    const found = find(args);
    return found === undefined ? call(...args) : found.program.resultOf(found.program.executor.run(found.leaves));
  };
  const repeat: Call = (state, times, ...rest) => {
    requireTimes(times);
    const found = find([state, ...rest]);
    if (found === undefined) {
      let result = state;
      for (let done = 0; done < times; done += 1) result = call(result, ...rest);
      return result;
    }
    const { program, leaves } = found;
    requireStateLike('repeat', state, program.result);
    return program.resultOf(program.executor.scan(() => leaves, times));
  };
  const scan = (state: unknown, sequence: Iterable<readonly unknown[]>): unknown => {
    requireSequence(sequence);
    let now = state;
    let program: Compiled | undefined;
    let first: readonly unknown[] = [];
    let steps: (readonly DenseMatrix[])[] = [];
    const run = (): void => {
      const inputs = steps;
      steps = [];
      if (inputs.length === 0) return;
      const { executor, resultOf } = find([now, ...first])!.program; // found anew: the sequence may have had others made, and this one released
      now = resultOf(executor.scan((i) => inputs[i]!, inputs.length));
    };
    for (const rest of sequence) {
      requireRest(rest);
      let found = find([now, ...rest]);
      if (found?.program !== program) {
        run();
        found = find([now, ...rest]);
        program = found?.program;
        if (program !== undefined) requireStateLike('scan', now, program.result);
      }
      if (found === undefined) now = call(now, ...rest);
      else {
        if (steps.length === 0) first = rest;
        steps.push(found.leaves);
        if (steps.length === atOnce) run();
      }
    }
    run();
    return now;
  };
  const made = Object.assign(compiled, { repeat, scan });
  Object.defineProperty(made, 'engine', { get: () => find.engine() });
  return made as unknown as CompiledFunction<F>;
}

interface Found {
  readonly program: Compiled;
  /** the matrices among the arguments */
  readonly leaves: readonly DenseMatrix[];
}

/** Finds the program for arguments, or makes it; undefined for recorded arguments. */
type Find = ((args: readonly unknown[]) => Found | undefined) & { readonly engine: () => Engine };

function finder(f: Call, options: CompileOptions): Find {
  const programs: Compiled[] = []; // used last, first in the list
  const find = (args: readonly unknown[]): Found | undefined => {
    for (let place = 0; place < programs.length; place += 1) {
      const program = programs[place]!;
      const leaves: Mat[] = [];
      if (!fits(program.form, args, leaves)) continue;
      if (!areDense(leaves)) return undefined;
      if (place > 0) programs.unshift(...programs.splice(place, 1));
      return { program, leaves };
    }
    const { leaves, rebuild } = takeApart(args);
    if (!areDense(leaves)) return undefined;
    const { recording, result, resultOf } = recordCall('compile', (recorder) => f(...rebuild(leaves.map((leaf) => recorder.input(leaf)))));
    refuseCaptured('compile', recording);
    const program = { form: formOf(args), executor: createExecutor(simplify(recording.tape), options), result, resultOf };
    programs.unshift(program);
    if (programs.length > kept) programs.pop()!.executor.release();
    return { program, leaves };
  };
  return Object.assign(find, { engine: () => programs[0]?.executor.engine ?? engineFor(options) });
}

/** Whether none is recorded. @throws RecordingError when one is that has outlived its recording */
const areDense = (leaves: readonly Mat[]): leaves is readonly DenseMatrix[] =>
  leaves.every(isDense) || youngestRecorder('compile', leaves) === undefined;

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
