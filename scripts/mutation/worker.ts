import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import fc from 'fast-check';
import type { Test } from './collected.ts';
import { type Hits, switches } from './switches.ts';

/** What a worker is asked: to run tests with a mutant active, in this order, until one fails. */
export interface Question {
  readonly mutant: string;
  readonly hitLimit: number | undefined;
  readonly files: readonly string[];
  /** all tests of the files unless given */
  readonly tests: ReadonlySet<string> | undefined;
}
export interface Ran {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly milliseconds: number;
  /** why it failed */
  readonly failure?: string;
}
export interface Answer {
  readonly ran: readonly Ran[];
  readonly hits: number;
  /** a failing test fails without the mutant too: what mutants did before has spoiled this worker */
  readonly isSpoiled?: boolean;
}
export interface Observation {
  readonly ran: readonly Ran[];
  readonly static: Hits;
  readonly perTest: Readonly<Record<string, Hits>>;
}
export type Task =
  | { readonly kind: 'observe'; readonly files: readonly string[] }
  | { readonly kind: 'load'; readonly files: readonly string[] }
  | ({ readonly kind: 'static' | 'hot' } & Question);

process.env['LAWS_RUNS'] ??= '20';
fc.configureGlobal({ seed: 20, endOnFailure: true }); // the same draws for every mutant, and no search for a smaller counterexample
await import('./hooks.ts');
const { collect } = await import('./collected.ts');
const collected = new Map<string, readonly Test[]>();

const load = (path: string): Promise<unknown> => import(pathToFileURL(resolve(path)).href);

async function testsOf(file: string): Promise<readonly Test[]> {
  await load('test/equality.ts'); // not before the mutant is active
  const known = collected.get(file) ?? (await collect(file, () => load(file)));
  collected.set(file, known);
  return known;
}

async function run({ id, name, file, body }: Test): Promise<Ran> {
  const start = performance.now();
  const ran = (failure?: unknown): Ran => ({
    id,
    name,
    file,
    milliseconds: performance.now() - start,
    ...(failure === undefined ? {} : { failure: messageOf(failure) }),
  });
  try {
    const result = body();
    if (result instanceof Promise) await result;
    return ran();
  } catch (error) {
    return ran(error);
  }
}
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 1000);

/** Every test once, and what it reaches; what is reached while its file is collected, each of its tests reaches. */
async function observe(files: readonly string[]): Promise<Observation> {
  const ran: Ran[] = [];
  await load('packages/core/src/index.ts');
  for (const file of files) {
    switches.currentTestId = `collecting ${file}`;
    for (const test of await testsOf(file)) {
      switches.currentTestId = test.id;
      ran.push(await run(test));
    }
  }
  const { static: loading = {}, perTest = {} } = switches.mutantCoverage ?? {};
  for (const { id, file } of ran)
    perTest[id] = { ...Object.fromEntries(Object.keys(perTest[`collecting ${file}`] ?? {}).map((mutant) => [mutant, 1])), ...perTest[id] };
  return { ran, static: loading, perTest: Object.fromEntries(ran.map(({ id }) => [id, perTest[id]!])) };
}

async function answer({ mutant, hitLimit, files, tests }: Question): Promise<Answer> {
  const ran: Ran[] = [];
  activate(mutant, hitLimit);
  const done = (): Answer => ({ ran, hits: switches.hitCount! });
  for (const file of files) {
    let found: readonly Test[];
    try {
      found = await testsOf(file);
    } catch (error) {
      ran.push({ id: `${file}#loads`, name: 'loads', file, milliseconds: 0, failure: messageOf(error) });
      return done();
    }
    for (const test of found) {
      if (tests !== undefined && !tests.has(test.id)) continue;
      parentPort!.postMessage('next test', []);
      const result = await run(test);
      ran.push(result);
      if (result.failure === undefined) continue;
      const failed = done();
      if (workerData === 'static') return failed;
      activate(undefined, undefined);
      return { ...failed, isSpoiled: (await run(test)).failure !== undefined };
    }
  }
  return done();
}

function activate(mutant: string | undefined, hitLimit: number | undefined): void {
  switches.activeMutant = mutant;
  switches.hitCount = 0;
  switches.hitLimit = hitLimit ?? Infinity;
}

parentPort!.on('message', async (task: Task) => {
  if (task.kind === 'observe') return parentPort!.postMessage(await observe(task.files), []);
  if (task.kind === 'load') for (const file of task.files) await testsOf(file);
  parentPort!.postMessage(task.kind === 'load' ? 'loaded' : await answer(task), []);
});
