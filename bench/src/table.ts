import { contenders } from './contender.ts';
import { verdictOf, verdictText } from './goals.ts';
import type { Job } from './jobs/job.ts';
import { isMeasured, type Measured, type Result } from './result.ts';

export const nameOf = (key: string): string => contenders(key)[0]!.name;

/** Three figures, and no exponent. */
export const figure = (value: number): string =>
  value >= 1000
    ? value.toFixed(0).replaceAll(/\B(?=(\d{3})+$)/g, ',')
    : value >= 100
      ? value.toFixed(0)
      : value >= 0.1
        ? value.toPrecision(3)
        : value.toFixed(4);

/** The rows of a table with a head, in Markdown, columns as wide as their widest cell. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(3, title.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]): string => `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** One job as a heading and a table. */
export function jobText(job: Job, results: readonly Result[]): string {
  const own = results.filter((result) => result.job === job.name);
  const base = own.find((result) => result.contender === job.base);
  const verdicts = job.goals.map((goal) => verdictOf(goal, job, results, nameOf));
  const rows = own.map((result) => {
    const goals = verdicts
      .filter(({ line }) => line === result.contender)
      .map((verdict) => `${verdict.asked}: ${verdict.found}, ${verdictText(verdict)}`);
    return isMeasured(result)
      ? measuredRow(result, isMeasured(base) ? base : undefined, goals)
      : [nameOf(result.contender), 'skipped', '', '', '', result.skipped.replaceAll('|', '/'), goals.join('; ')];
  });
  const head = ['', job.unit, 'range', `time / ${nameOf(job.base)}`, 'difference', 'version, settings', 'goal'];
  return `### ${job.title}\n\n${markdownTable(head, rows)}`;
}

const measuredRow = (result: Measured, base: Measured | undefined, goals: readonly string[]): readonly string[] => [
  nameOf(result.contender),
  figure(result.median),
  `${figure(result.low)} to ${figure(result.high)}`,
  base === undefined ? '' : figure(result.seconds / base.seconds),
  result.difference === 0 ? '0' : result.difference.toExponential(0),
  `${result.version}, ${result.settings}`,
  goals.join('; '),
];

/** Every goal of the jobs, and whether it is met. */
export function goalsText(jobs: readonly Job[], results: readonly Result[]): string {
  const rows = jobs.flatMap((job) =>
    job.goals.map((goal) => {
      const verdict = verdictOf(goal, job, results, nameOf);
      return [job.name, verdict.asked, verdict.found, verdictText(verdict)];
    }),
  );
  return markdownTable(['job', 'goal', 'measured', ''], rows);
}
