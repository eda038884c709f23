import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Job } from './jobs/job.ts';
import type { Machine } from './machine.ts';
import type { Result } from './result.ts';
import { rooflineText } from './roofline.ts';
import { goalsText, jobText } from './table.ts';

const path = resolve(import.meta.dirname, '../../docs/performance.md');

const machineText = ({ date, processor, cores, memory, system, node, load, rounds, batch }: Machine): string =>
  `Measured ${date} on ${processor}, ${cores} cores, ${memory} GB, ${system}, Node ${node}; load ${load} before the start; ` +
  `${rounds} rounds, timings of at least ${batch} ms.`;

/** Puts what was measured between the markers of docs/performance.md, and returns its path. @throws Error when a marker is missing */
export function writePage(jobs: readonly Job[], machine: Machine, results: readonly Result[]): string {
  const parts: Readonly<Record<string, string>> = {
    machine: machineText(machine),
    goals: goalsText(jobs, results),
    roofline: rooflineText(results),
    tables: jobs.map((job) => jobText(job, results)).join('\n\n'),
  };
  writeFileSync(
    path,
    Object.entries(parts).reduce((page, [name, text]) => replaced(page, name, text), readFileSync(path, 'utf8')),
  );
  return path;
}

function replaced(page: string, name: string, text: string): string {
  const [from, to] = [`<!-- bench:${name} -->`, `<!-- end of bench:${name} -->`];
  const [start, end] = [page.indexOf(from), page.indexOf(to)];
  if (start < 0 || end < start) throw new Error(`${path}: expected ${from} and then ${to}`);
  return `${page.slice(0, start)}${from}\n\n${text}\n\n${page.slice(end)}`;
}
