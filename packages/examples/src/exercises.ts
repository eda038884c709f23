import { type Command, flag, helpFor, readOptions } from './commandLine.ts';
import { catalogue } from './exercises/catalogue.ts';
import { isGood, jsonLines, type Run, timed } from './exercises/timed.ts';
import { groupedTable } from './figures/figureTable.ts';
import { print } from './figures/print.ts';
import { noProgress, quietProgress } from './figures/progress.ts';
import { title } from './figures/title.ts';

interface ExercisesOptions {
  readonly quick: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

const command: Command<ExercisesOptions> = {
  name: 'exercises',
  summary: 'Every exercise with every seed whose original figures are known.',
  options: {
    quick: flag('short forms, the first seed only'),
    json: flag('nothing but one line of JSON per figure'),
    help: flag('this text'),
  },
};

/** `pnpm exercises`: all of them, in one table. Exit status 1 when a figure differs. */
export function main(args: readonly string[]): void {
  const { quick, json, help } = readOptions(command, args);
  if (help) return print(helpFor(command));
  const started = performance.now();
  const runs: Run[] = [];
  for (const exercise of catalogue) {
    for (const seed of quick ? exercise.seeds.slice(0, 1) : exercise.seeds) {
      const run = timed(exercise, { seed, quick, progress: json ? noProgress : quietProgress });
      if (json) print(...jsonLines(run));
      else
        print(
          `  ${isGood(run) ? 'agrees ' : 'DIFFERS'}   ${exercise.name.padEnd(11)}   seed ${seed}   ${run.seconds.toFixed(1).padStart(6)} s`,
        );
      runs.push(run);
    }
  }
  if (!json) report(runs, (performance.now() - started) / 1000);
  if (!runs.every(isGood)) process.exitCode = 1;
}

function report(runs: readonly Run[], seconds: number): void {
  const compared = runs.flatMap(({ figures }) => figures).filter(({ ok }) => ok !== undefined);
  const good = compared.filter(({ ok }) => ok === true);
  print('', title('Every figure beside the original'), groupedTable(runs), '');
  for (const { exercise, remarks } of runs.filter((run, i) => run.remarks.length > 0 && runs[i - 1]?.exercise !== run.exercise))
    print(title(exercise), ...remarks.map((line) => `  ${line}`), '');
  print(`  ${good.length} of ${compared.length} figures agree, ${seconds.toFixed(0)} s`);
}
