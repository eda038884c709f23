import { DecodeError } from '@adjoint/core';
import { type Command, flag, helpFor, readOptions, wholeNumber } from './commandLine.ts';
import { catalogue } from './exercises/catalogue.ts';
import type { Exercise } from './exercises/exercise.ts';
import { isGood, jsonLines, type Run, timed } from './exercises/timed.ts';
import { figureTable } from './figures/figureTable.ts';
import { lossCurve } from './figures/lossCurve.ts';
import { print } from './figures/print.ts';
import { progress, quietProgress } from './figures/progress.ts';
import { title } from './figures/title.ts';

interface ExerciseOptions {
  readonly seed: number;
  readonly quick: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

const commandFor = ({ name, summary, seeds }: Exercise): Command<ExerciseOptions> => ({
  name: `exercise ${name}`,
  summary: `${summary}.`,
  options: {
    seed: wholeNumber(seeds[0], [0, 2 ** 32 - 1], `seed of NumPy's generator; known: ${seeds.join(', ')}`),
    quick: flag('a short form'),
    json: flag('nothing but one line of JSON per figure'),
    help: flag('this text'),
  },
});

/** `pnpm exercise NAME`: one exercise, its figures beside the original's and its loss curve. Exit status 1 when a figure differs. */
export function main([name, ...args]: readonly string[]): void {
  if (name === '--help') return print(list());
  const exercise = catalogue.find((each) => each.name === name);
  if (exercise === undefined) {
    const found = name === undefined ? 'none' : JSON.stringify(name);
    throw new DecodeError({ source: 'exercise', place: 'name', expected: catalogue.map((each) => each.name).join(', '), found });
  }
  const command = commandFor(exercise);
  const { seed, quick, json, help } = readOptions(command, args[0] === '--' ? args.slice(1) : args);
  if (help) return print(helpFor(command));
  if (!json) print(title(exercise.summary), `  seed ${seed}${quick ? ', the short form' : ''}`, '');
  const run = timed(exercise, { seed, quick, progress: json ? quietProgress : progress });
  if (json) print(...jsonLines(run));
  else report(run);
  if (!isGood(run)) process.exitCode = 1;
}

function report(run: Run): void {
  const { figures, curve, remarks, seconds } = run;
  print(figureTable(figures), '', ...remarks.map((line) => `  ${line}`), `  ${seconds.toFixed(1)} s`, '');
  print(title('The cost while it learned'), lossCurve(curve.points, curve.along));
}

const list = (): string =>
  [
    'One exercise beside the original.',
    '',
    'Usage: pnpm exercise NAME [options]',
    '',
    ...catalogue.map(({ name, summary }) => `  ${name.padEnd(11)}   ${summary}`),
  ].join('\n');
