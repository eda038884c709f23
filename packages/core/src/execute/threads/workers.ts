import type { Memory } from '../webAssembly.ts';
import { workerText } from './workerText.ts';

/** What a worker is told when it starts. */
export interface Start {
  readonly memory: Memory;
  /** the module of the kernels */
  readonly kernels: object;
  /** where the control block lies */
  readonly control: number;
  /** 0, 1, ... */
  readonly index: number;
}
export interface EngineWorker {
  readonly stop: () => void;
}

interface NodeWorker {
  unref(): void;
  on(event: 'error' | 'exit', listener: () => void): void;
  terminate(): unknown;
}
interface WorkerThreads {
  readonly Worker: new (
    text: string,
    how: { readonly eval: true; readonly workerData: Start; readonly execArgv: readonly string[] },
  ) => NodeWorker;
}
interface WebWorker {
  addEventListener(event: 'error', listener: () => void): void;
  postMessage(start: Start, transfer: readonly []): void;
  terminate(): void;
}
interface Platform {
  readonly process?: { getBuiltinModule?(name: string): unknown; emitWarning?(message: string): void };
  readonly navigator?: { readonly hardwareConcurrency?: number };
  readonly Worker?: new (url: string) => WebWorker;
  readonly Blob?: new (parts: readonly string[], how: { readonly type: string }) => object;
  readonly URL?: { createObjectURL(blob: object): string };
  readonly console: { warn(message: string): void };
}
const platform = globalThis as unknown as Platform;
const builtin = (name: string): unknown => platform.process?.getBuiltinModule?.(name);

/** Starts a worker that does not keep the process alive; undefined where that cannot be. `onEnd` is told when it is gone. */
export function startWorker(start: Start, onEnd: () => void): EngineWorker | undefined {
  try {
    return startNodeWorker(start, onEnd) ?? startWebWorker(start, onEnd);
  } catch {
    return undefined; // a permission or a policy forbids it
  }
}

function startNodeWorker(start: Start, onEnd: () => void): EngineWorker | undefined {
  const threads = builtin('node:worker_threads') as WorkerThreads | undefined;
  if (threads === undefined) return undefined;
  const worker = new threads.Worker(workerText, { eval: true, workerData: start, execArgv: [] });
  worker.unref();
  worker.on('error', onEnd);
  worker.on('exit', onEnd);
  return { stop: () => void worker.terminate() };
}

function startWebWorker(start: Start, onEnd: () => void): EngineWorker | undefined {
  const { Worker, Blob, URL } = platform;
  if (Worker === undefined || Blob === undefined || URL === undefined) return undefined;
  const worker = new Worker(URL.createObjectURL(new Blob([workerText], { type: 'text/javascript' })));
  worker.addEventListener('error', onEnd);
  worker.postMessage(start, []);
  return { stop: () => worker.terminate() };
}

const mostProcessors = 16;
/** How many threads can run at once here, the caller's among them. */
export function processors(): number {
  const os = builtin('node:os') as { availableParallelism?(): number } | undefined;
  return Math.min(mostProcessors, os?.availableParallelism?.() ?? platform.navigator?.hardwareConcurrency ?? 1);
}

/** Says on the console that something is not as it should be. */
export function warn(message: string): void {
  if (platform.process?.emitWarning !== undefined) platform.process.emitWarning(message);
  else platform.console.warn(message);
}
