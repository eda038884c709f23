import type { SharedPiece } from '../emit/emit.ts';
import type { Instance } from '../instance.ts';
import type { EngineMemory } from '../memory/memory.ts';
import { kernelModule } from '../webAssembly.ts';
import { words } from './workerText.ts';
import { type EngineWorker, startWorker, warn } from './workers.ts';

/** A worker did not finish what it had begun. */
export class LostWorker extends Error {}

/** Workers that help the caller, and the words through which they agree. */
interface Pool {
  readonly control: Int32Array;
  readonly at: number;
  readonly workers: (EngineWorker | undefined)[];
}

let pool: Pool | undefined;
let lost = 0;
let failures = 0; // times in a row that workers ended before one of them was ready
const mostFailures = 3; // then there are none here

/** How many workers have started, and how many were lost since the process began. */
export const workersNow = (): { readonly ready: number; readonly lost: number } => ({
  ready: pool === undefined ? 0 : Atomics.load(pool.control, words.ready),
  lost,
});

/** Whether `count` workers, or as many of them as have started, can help. Starts them if they are not there. */
export function helpersReady(engine: EngineMemory, count: number): boolean {
  if (!engine.shared || count < 1 || failures >= mostFailures) return false;
  const { workers, control, at } = (pool ??= createPool(engine));
  while (workers.length < count) {
    const index = workers.length;
    const start = { memory: engine.memory, kernels: kernelModule(true)!, control: at, index };
    workers.push(startWorker(start, () => ended(workers, index)));
  }
  return Atomics.load(control, words.ready) > 0;
}

function createPool(engine: EngineMemory): Pool {
  const at = engine.take(4 * words.count);
  const control = new Int32Array(engine.memory.buffer, at, words.count);
  control.fill(0);
  return { control, at, workers: [] };
}

function ended(workers: Pool['workers'], index: number): void {
  if (pool?.workers === workers && workers[index] !== undefined) abandon();
}

/** Lets go of all workers; the next call starts others. What they have been given is never used again. */
function abandon(): void {
  lost += 1;
  failures = pool !== undefined && Atomics.load(pool.control, words.ready) > 0 ? 0 : failures + 1;
  const gone = pool;
  pool = undefined;
  for (const worker of gone?.workers ?? []) worker?.stop();
  warn('Adjoint: a worker thread ended or did not answer. What it had begun was computed again; new workers are started when needed.');
}

const patience = 2000; // milliseconds that a worker may take, unless the caller's own share took long
declare const performance: { now(): number };
const now = performance.now.bind(performance); // the real one, whatever becomes of the global

/**
 * Runs a program with the help of workers: the pieces in order, the units of a shared piece by whoever claims them. Which thread computes
 * what changes nothing in the result.
 * @throws LostWorker when a worker does not come back
 */
export function runShared(instance: Instance, helpers: number): void {
  const { control } = pool!;
  instance.pieces.forEach((piece, number) => {
    const run = instance.exports[piece.name]!;
    if (piece.kind === 'serial') return run();
    const grain = grainOf(piece, helpers);
    publish(control, instance, number, { helpers, units: piece.units, grain });
    let longest = 0;
    try {
      longest = work(control, run, instance.scratch, piece.units, grain);
      waitFor(control, words.done, piece.units, longest);
    } finally {
      Atomics.store(control, words.open, 0); // also when the caller's own share throws: workers must be gone before the words change
      if (pool?.control === control) waitFor(control, words.inside, 0, longest);
    }
  });
}

/** How many units are claimed at once: chunks one by one, rows in a few large parts for each thread. */
const grainOf = ({ units, tile }: SharedPiece, helpers: number): number =>
  tile === 1 ? 1 : tile * Math.ceil(units / (partsEach * (helpers + 1)) / tile);
const partsEach = 2;

interface Sharing {
  readonly helpers: number;
  readonly units: number;
  readonly grain: number;
}

function publish(
  control: Int32Array,
  { id, bytesAt, bytes, helperScratch }: Instance,
  number: number,
  { helpers, units, grain }: Sharing,
): void {
  const [from, step] = helperScratch;
  control[words.next] = 0;
  control[words.units] = units;
  control[words.grain] = grain;
  control[words.done] = 0;
  control[words.helpers] = helpers;
  control[words.program] = id;
  control[words.bytesAt] = bytesAt;
  control[words.bytes] = bytes.length;
  control[words.piece] = number;
  control[words.scratchAt] = from;
  control[words.scratchStep] = step;
  Atomics.store(control, words.open, 1);
  Atomics.add(control, words.job, 1);
  if (Atomics.load(control, words.asleep) > 0) Atomics.notify(control, words.job);
}

/** Claims units as the workers do; the answer is how long the longest claim took, in milliseconds. */
function work(control: Int32Array, run: (...args: readonly number[]) => void, scratch: number, units: number, grain: number): number {
  let longest = 0;
  for (;;) {
    const from = Atomics.add(control, words.next, grain);
    if (from >= units) return longest;
    const to = Math.min(units, from + grain);
    const begun = now();
    run(scratch, from, to);
    longest = Math.max(longest, now() - begun);
    Atomics.add(control, words.done, to - from);
  }
}

const looks = 2000; // before the caller sleeps instead
const nap = 5; // milliseconds

/** Waits for a word to be what it should be. @throws LostWorker when it does not become it in time */
function waitFor(control: Int32Array, word: number, wanted: number, longest: number): void {
  for (let look = 0; look < looks; look += 1) if (Atomics.load(control, word) === wanted) return;
  const limit = now() + Math.max(patience, 20 * longest);
  Atomics.store(control, words.awaited, 1);
  for (let found = Atomics.load(control, word); found !== wanted; found = Atomics.load(control, word)) {
    if (now() > limit) {
      abandon();
      throw new LostWorker();
    }
    if (mayWait) Atomics.wait(control, word, found, nap);
  }
  Atomics.store(control, words.awaited, 0);
}

/** Whether this thread may sleep: not the one that draws a page. */
const mayWait = ((): boolean => {
  try {
    return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1) === 'not-equal';
  } catch {
    return false;
  }
})();
