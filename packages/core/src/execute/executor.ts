import { interpret } from '../interpret.ts';
import type { DenseMatrix } from '../matrix/denseMatrix.ts';
import type { Mat } from '../matrix/mat.ts';
import { plan, type PlanOptions } from '../plan/plan.ts';
import type { Tape } from '../tape/tape.ts';
import { createClosures } from './closures.ts';
import { createInstance, type Instance } from './instance.ts';
import { engineMemory, NoMemory } from './memory/memory.ts';
import { helpersReady, LostWorker, runShared } from './threads/pool.ts';
import { processors } from './threads/workers.ts';

/** Who computes. The bits are the same. */
export type Engine = 'wasm' | 'closures' | 'interpreter';

export interface ExecuteOptions extends PlanOptions {
  /** `'auto'`: WebAssembly where it is there, else closures */
  readonly engine?: Engine | 'auto';
  /** threads that share the work, the caller among them; `'auto'`: as many as there are processors */
  readonly threads?: number | 'auto';
}

/** Runs one tape many times. */
export interface Executor {
  readonly engine: Engine;
  /** on matrices of the shapes of the tape's inputs */
  readonly run: (inputs: readonly DenseMatrix[]) => Mat[];
  /** runs it `times` times, each time with its outputs as the first inputs of the next; step `i` takes the others from `inputsOf(i)` */
  readonly scan: (inputsOf: (step: number) => readonly DenseMatrix[], times: number) => Mat[];
  /** gives its memory back at once; otherwise that happens some time after nobody can reach it. It must not run again */
  readonly release: () => void;
}

/** Who computes where the options say nothing else: WebAssembly, if there is SIMD and nothing forbids it. */
export const engineFor = ({ engine = 'auto' }: ExecuteOptions): Engine =>
  engine === 'auto' ? (engineMemory() === undefined ? 'closures' : 'wasm') : engine;

/** An executor of a simplified tape. @throws AdjointError when the engine asked for is not there */
export function createExecutor(tape: Tape, options: ExecuteOptions = {}): Executor {
  const { engine = 'auto' } = options;
  if (engine === 'interpreter') return scanning('interpreter', (inputs) => interpret(tape, inputs));
  if (engine === 'closures') return scanning('closures', createClosures(tape));
  return engine === 'wasm' ? (engineExecutor(tape, options) ?? closuresOf(tape)) : withClosures(tape, () => engineExecutor(tape, options));
}

const closuresOf = (tape: Tape): Executor => scanning('closures', createClosures(tape));

/** The engine for as long as its memory suffices, then closures. */
function withClosures(tape: Tape, create: () => Executor | undefined): Executor {
  let executor: Executor | undefined;
  const orElse = <T>(use: (executor: Executor) => T): T => {
    try {
      executor ??= create() ?? closuresOf(tape);
      return use(executor);
    } catch (error) {
      if (!(error instanceof NoMemory)) throw error;
      executor?.release();
      executor = closuresOf(tape);
      return use(executor);
    }
  };
  return {
    get engine() {
      return orElse(({ engine }) => engine);
    },
    run: (inputs) => orElse(({ run }) => run(inputs)),
    scan: (inputsOf, times) => orElse(({ scan }) => scan(inputsOf, times)),
    release: () => executor?.release(),
  };
}

function scanning(engine: Engine, run: Executor['run']): Executor {
  const scan: Executor['scan'] = (inputsOf, times) => {
    let state = run(inputsOf(0));
    for (let step = 1; step < times; step += 1) state = run([...(state as DenseMatrix[]), ...inputsOf(step).slice(state.length)]);
    return state;
  };
  return { engine, run, scan, release: () => undefined };
}

function engineExecutor(tape: Tape, options: ExecuteOptions): Executor | undefined {
  const memory = engineMemory();
  if (memory === undefined) return undefined;
  const program = plan(tape, options);
  const helpers = memory.shared ? (options.threads === undefined || options.threads === 'auto' ? processors() : options.threads) - 1 : 0;
  const create = (): Instance => createInstance(memory, program, helpers);
  let instance = create();
  const isShared = instance.pieces.some(({ kind }) => kind === 'shared');
  const compute = (): void => {
    if (isShared && helpersReady(memory, helpers)) runShared(instance, helpers);
    else instance.exports['run']!();
  };
  const scan: Executor['scan'] = (inputsOf, times) => {
    let inputs = inputsOf(0);
    instance.bring(inputs);
    compute();
    for (let step = 1; step < times; step += 1) {
      instance.advance();
      const before = inputs;
      inputs = inputsOf(step);
      if (inputs !== before) instance.bringRest(inputs);
      compute();
    }
    return instance.outputs();
  };
  const careful: Executor['scan'] = (inputsOf, times) => {
    try {
      return scan(inputsOf, times);
    } catch (error) {
      if (!(error instanceof LostWorker)) throw error;
      instance.keep(); // a worker that is only late may still write to it
      instance = create();
      return careful(inputsOf, times);
    }
  };
  return { engine: 'wasm', run: (inputs) => careful(() => inputs, 1), scan: careful, release: () => instance.release() };
}
