import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Child, startChild } from './child.ts';
import type { Contender } from './contender.ts';
import { figureOf, type Job } from './jobs/job.ts';
import type { Result } from './result.ts';
import { median } from './statistics.ts';
import { differenceOf, readTables, writeTables } from './tables.ts';

export interface MeasureOptions {
  /** each contender is timed once in each */
  readonly rounds: number;
  /** seconds that one timing takes, at least */
  readonly batch: number;
  /** is told what happens */
  readonly note: (line: string) => void;
}

const rest = 80; // ms between timings, for threads of the last one that still spin
const tolerances = { f64: 1e-9, f32: 1e-4, 'f64 and f32': 1e-4 } as const;

interface Ready {
  readonly contender: Contender;
  readonly child: Child;
  readonly checked: { readonly version: string; readonly settings: string };
  readonly seconds: number[];
  times: number;
}

/** Runs a job: all contenders are started and checked, then timed in turns, round by round. */
export async function measure(job: Job, options: MeasureOptions): Promise<readonly Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'adjoint-bench-'));
  try {
    writeTables(folder, 'data', job.data());
    return await inFolder(job, folder, options);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function inFolder(job: Job, folder: string, { rounds, batch, note }: MeasureOptions): Promise<readonly Result[]> {
  const skipped = new Map<string, string>();
  const ready: Ready[] = [];
  const attempt = async <T>({ key }: Contender, act: () => Promise<T>): Promise<readonly T[]> => {
    try {
      return [await act()];
    } catch (error) {
      skipped.set(key, (error as Error).message);
      note(`${job.name}: ${key} is skipped: ${(error as Error).message}`);
      return [];
    }
  };
  try {
    for (const contender of job.contenders) {
      note(`${job.name}: ${contender.name} starts`);
      ready.push(...(await attempt(contender, () => start(contender, job, folder))));
    }
    for (const each of ready) if (job.fresh === undefined) await attempt(each.contender, () => calibrate(each, batch));
    for (let round = 0; round < rounds; round += 1) {
      note(`${job.name}: round ${round + 1} of ${rounds}`);
      for (const each of ready) {
        if (skipped.has(each.contender.key)) continue;
        await pause(rest);
        await attempt(each.contender, async () => void each.seconds.push(await time(each, job, folder)));
      }
    }
  } finally {
    for (const { child } of ready) child.stop();
  }
  return job.contenders.map((contender) => {
    const { key } = contender;
    const each = ready.find((one) => one.contender === contender);
    if (each === undefined || skipped.has(key)) return { job: job.name, contender: key, skipped: skipped.get(key)! };
    return resultOf(each, job, folder);
  });
}

async function start(contender: Contender, job: Job, folder: string): Promise<Ready> {
  const child = await startChild(contender, job.program, folder);
  try {
    const checked = await child.check();
    if (job.fresh !== undefined) child.stop();
    return { contender, child, checked, seconds: [], times: 1 };
  } catch (error) {
    child.stop();
    throw error;
  }
}

/** Finds how many runs fill a batch, which warms up as well. */
async function calibrate(each: Ready, batch: number): Promise<void> {
  for (let last = 0; last < batch;) {
    last = await each.child.run(each.times);
    if (last < batch) each.times = Math.ceil(each.times * Math.min(8, Math.max(1.3, (1.1 * batch) / Math.max(last, 1e-9))));
  }
}

/** Seconds of one run. */
async function time({ contender, child, times }: Ready, { fresh, program }: Job, folder: string): Promise<number> {
  if (fresh === undefined) return (await child.run(times)) / times;
  const anew = await startChild(contender, program, folder);
  try {
    return fresh === 'cold' ? anew.toFirst : await anew.run(1);
  } finally {
    anew.stop();
  }
}

/** Without a figure when the numbers are not those of the reference: a benchmark of something else is none. */
function resultOf({ contender, checked, seconds, times }: Ready, job: Job, folder: string): Result {
  const { key, precision } = contender;
  const reference = job.references?.[key] ?? job.reference;
  const difference = differenceOf(readTables(folder, key), readTables(folder, reference));
  if (!(difference <= tolerances[precision])) {
    const reason = {
      job: job.name,
      contender: key,
      skipped: `its numbers differ from those of ${reference} by ${difference.toExponential(0)}`,
    };
    return precision === 'f64' ? { ...reason, isWrong: true } : reason; // single precision has sums that it cannot do
  }
  const figures = seconds.map((each) => figureOf(job, each));
  return {
    job: job.name,
    contender: key,
    unit: job.unit,
    median: median(figures),
    low: Math.min(...figures),
    high: Math.max(...figures),
    seconds: median(seconds),
    rounds: seconds.length,
    runsPerRound: times,
    difference,
    ...checked,
  };
}
