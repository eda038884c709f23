import { globSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import {
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  type TestRunnerCapabilities,
  TestStatus,
} from '@stryker-mutator/api/test-runner';
import type { Answer, Observation, Ran, Task } from './worker.ts';

// tests of what is not mutated (the engine, scalar functions), and of what takes minutes
const leftOut = [
  'laws/mutants',
  'laws/longChains',
  'laws/compiled',
  'core/chains',
  'core/scalars',
  'core/serializeHostile',
  'core/engine',
  'core/compile',
  'core/kernels',
];
const testFiles = globSync(['test/laws/**/*.test.ts', 'test/core/**/*.test.ts'])
  .filter((file) => !leftOut.some((name) => file.startsWith(`test/${name}`)))
  .toSorted();

const longest = 60; // seconds of processor time for one test: none takes ten
const isOver = Symbol('over');

/**
 * Runs tests in worker threads, without a process or a reload per mutant: a mutant is switched on in a worker that has loaded everything, and
 * a test that fails is run again without it, so that a worker that mutants have spoiled is noticed and replaced. A mutant that is reached while
 * modules load has a fresh worker. The files that killed most mutants of the same source file come first, among equals the fastest.
 */
export class MutationRunner implements TestRunner {
  static readonly inject = [] as const;
  private worker: Worker | undefined;
  private readonly kills = new Map<string, Map<string, number>>(); // by source file, by test file
  private readonly spent = new Map<string, number>(); // milliseconds, by test file

  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: true };
  }

  async dryRun(): Promise<DryRunResult> {
    const worker = open('static');
    const { ran, ...mutantCoverage } = (await ask(worker, { kind: 'observe', files: testFiles }, Infinity)) as Observation;
    await worker.terminate();
    return { status: DryRunStatus.Complete, tests: ran.map(resultOf), mutantCoverage };
  }

  async mutantRun({ activeMutant: { id, fileName }, testFilter, hitLimit }: MutantRunOptions): Promise<MutantRunResult> {
    const tests = testFilter === undefined ? undefined : new Set(testFilter);
    const files = this.ordered(fileName, tests);
    const question = { mutant: id, hitLimit, files, tests };
    const answer = await (tests === undefined
      ? this.inFreshWorker({ kind: 'static', ...question })
      : this.inWorker({ kind: 'hot', ...question }));
    if (answer === isOver) return { status: MutantRunStatus.Timeout, reason: `a test took more than ${longest} s, or all memory` };
    const { ran, hits } = answer;
    const killer = ran.find(({ failure }) => failure !== undefined);
    this.learn(fileName, ran, killer?.file);
    if (hitLimit !== undefined && hits > hitLimit)
      return { status: MutantRunStatus.Timeout, reason: `reached ${hits} times: a loop that does not end` };
    const nrOfTests = ran.length;
    if (killer === undefined) return { status: MutantRunStatus.Survived, nrOfTests };
    return { status: MutantRunStatus.Killed, killedBy: [killer.id], failureMessage: killer.failure!, nrOfTests };
  }

  async dispose(): Promise<void> {
    await this.worker?.terminate();
  }

  private async inFreshWorker(task: Task): Promise<Answer | typeof isOver> {
    const worker = open('static');
    const answer = await ask(worker, task, longest);
    await worker.terminate();
    return answer as Answer | typeof isOver;
  }

  private async inWorker(task: Task): Promise<Answer | typeof isOver> {
    if (this.worker === undefined) {
      this.worker = open('hot');
      await ask(this.worker, { kind: 'load', files: testFiles }, Infinity);
    }
    const answer = (await ask(this.worker, task, longest)) as Answer | typeof isOver;
    if (answer !== isOver && answer.isSpoiled !== true) return answer;
    await this.worker.terminate();
    this.worker = undefined;
    return answer === isOver ? answer : this.inWorker(task);
  }

  private ordered(source: string, tests: ReadonlySet<string> | undefined): readonly string[] {
    const kills = this.kills.get(source);
    const wanted = tests === undefined ? undefined : new Set(Array.from(tests, (id) => id.slice(0, id.indexOf('#'))));
    const killsBy = (file: string): number => kills?.get(file) ?? 0;
    return testFiles
      .filter((file) => wanted?.has(file) ?? true)
      .toSorted((a, b) => killsBy(b) - killsBy(a) || (this.spent.get(a) ?? 0) - (this.spent.get(b) ?? 0));
  }

  private learn(source: string, ran: readonly Ran[], killer: string | undefined): void {
    const times = new Map<string, number>();
    for (const { file, milliseconds } of ran) times.set(file, (times.get(file) ?? 0) + milliseconds);
    for (const [file, time] of times) this.spent.set(file, Math.max(time, this.spent.get(file) ?? 0));
    if (killer === undefined) return;
    const kills = this.kills.get(source) ?? new Map<string, number>();
    this.kills.set(source, kills.set(killer, (kills.get(killer) ?? 0) + 1));
  }
}

function resultOf({ id, name, file, milliseconds, failure }: Ran): TestResult {
  const common = { id, name, fileName: file, timeSpentMs: milliseconds };
  if (failure === undefined) return { ...common, status: TestStatus.Success };
  return { ...common, status: TestStatus.Failed, failureMessage: failure };
}

const open = (kind: 'static' | 'hot'): Worker =>
  new Worker(new URL('worker.ts', import.meta.url), { workerData: kind, resourceLimits: { maxOldGenerationSizeMb: 2048 } });

/** The answer of a worker, `isOver` when a test takes more processor time (in seconds) than it may, or all memory. */
function ask(worker: Worker, task: Task, seconds: number): Promise<unknown> {
  let start = process.cpuUsage();
  return new Promise((resolve, reject) => {
    const answered = (answer: unknown): void => {
      if (answer === 'next test') start = process.cpuUsage();
      else settle(() => resolve(answer));
    };
    const failed = (error: { readonly code?: string }): void =>
      settle(() => (error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? resolve(isOver) : reject(error)));
    const watch = setInterval(() => {
      const { user, system } = process.cpuUsage(start);
      if (user + system > seconds * 1e6) settle(() => resolve(isOver));
    }, 500);
    const settle = (how: () => void): void => {
      clearInterval(watch);
      worker.off('message', answered).off('error', failed);
      how();
    };
    worker.on('message', answered).on('error', failed);
    worker.postMessage(task, []);
  });
}
