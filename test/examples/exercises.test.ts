import { describe, expect, test } from 'vitest';
import { catalogue } from '../../packages/examples/src/exercises/catalogue.ts';
import { between, toTheDigit, within } from '../../packages/examples/src/exercises/figure.ts';
import { isGood, jsonLines, timed } from '../../packages/examples/src/exercises/timed.ts';
import { figureTable } from '../../packages/examples/src/figures/figureTable.ts';
import { noProgress } from '../../packages/examples/src/figures/progress.ts';
import { runExample } from './runExample.ts';

const patience = 180_000; // two of them train on all of MNIST, on a machine that may be busy

describe('the exercise', () => {
  test.each(catalogue.map((exercise) => [exercise.name, exercise] as const))(
    '%s agrees with the original in its short form',
    (_, exercise) => {
      const { figures, curve, remarks } = exercise.run({ seed: exercise.seeds[0], quick: true, progress: noProgress });
      expect(figures.filter(({ ok }) => ok !== true)).toEqual([]);
      expect(figures.some(({ original }) => original !== undefined)).toBe(true);
      expect(curve.points.length).toBeGreaterThan(0);
      expect(curve.points.flat().every(Number.isFinite)).toBe(true);
      expect(Math.max(...[figureTable(figures).split('\n'), remarks].flat().map((line) => line.length))).toBeLessThan(80);
    },
    patience,
  );
});

describe('a figure', () => {
  test('that is deterministic agrees when every printed digit is the same', () => {
    expect(toTheDigit('J', 3, 1.2341, 1.2344).ok).toBe(true);
    expect(toTheDigit('J', 3, 1.2341, 1.2346).ok).toBe(false);
    expect(toTheDigit('J', 3, 1.2341, NaN).ok).toBe(false);
  });
  test('that rounding moves agrees within its tolerance', () => {
    expect([0.5, 0.51, 0.52, NaN].map((ours) => within('accuracy', 4, 0.5, ours, 0.015).ok)).toEqual([true, true, false, false]);
  });
  test('that many seeds spread over agrees within their range', () => {
    expect([0.1, 0.2, 0.3, 0.4, NaN].map((ours) => between('accuracy', 4, 0.25, ours, [0.2, 0.3]).ok)).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
  });
  test('whose original is not known neither agrees nor differs', () => {
    expect([toTheDigit('J', 3, undefined, 1).ok, within('J', 3, undefined, 1, 1).ok]).toEqual([undefined, undefined]);
  });
});

describe('a run', () => {
  const figures = [toTheDigit('cost', 3, 1.5, 1.5), toTheDigit('accuracy', 2, undefined, 0.25)];
  const run = { exercise: 'xor', seed: 3, seconds: 0.25, figures, curve: { points: [], along: '' }, remarks: [] };

  test('is a line of JSON per figure, null where nothing is known', () => {
    expect(jsonLines(run).map((line) => JSON.parse(line) as unknown)).toEqual([
      { exercise: 'xor', metric: 'cost, seed 3', original: 1.5, ours: 1.5, seconds: 0.25, ok: true },
      { exercise: 'xor', metric: 'accuracy, seed 3', original: null, ours: 0.25, seconds: 0.25, ok: null },
    ]);
  });
  test('is good unless a figure differs', () => {
    expect(isGood(run)).toBe(true);
    expect(isGood({ ...run, figures: [...figures, toTheDigit('cost', 3, 1.5, 1.6)] })).toBe(false);
  });
  test('is shown as a table that marks what differs', () => {
    const lines = figureTable([...figures, toTheDigit('loss', 3, 1.5, 1.6)]).split('\n');
    expect(lines.slice(1).map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['cost', '1.500', '1.500', 'every digit', 'yes'],
      ['accuracy', '-', '0.25', 'every digit', '-'],
      ['loss', '1.500', '1.600', 'every digit', 'NO'],
    ]);
  });
  test('takes the time that it takes', () => {
    const { seconds, exercise } = timed(catalogue[0]!, { seed: 0, quick: true, progress: noProgress });
    expect([seconds > 0, exercise]).toEqual([true, catalogue[0]!.name]);
  });
});

describe.concurrent('pnpm exercise', () => {
  test('NAME shows the figures beside the original and the loss curve', async () => {
    const { status, stdout, stderr } = await runExample('exercise', 'xor-no-bias', '--', '--seed', '0');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^ +loss in epoch 9000 +0\.012024 +0\.012024 +every digit +yes$/m);
    expect(stdout).toContain('╰──');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThan(80);
  });
  test('NAME --json prints nothing but JSON, and no original beside another seed', async () => {
    const { status, stdout } = await runExample('exercise', 'xor-no-bias', '--json', '--seed', '1');
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    expect(status).toBe(0);
    expect(lines.length).toBe(15);
    for (const line of lines) {
      expect(Object.keys(line)).toEqual(['exercise', 'metric', 'original', 'ours', 'seconds', 'ok']);
      expect([line['original'], line['ok']]).toEqual([null, null]);
    }
  });
  test('--help lists every exercise, NAME --help its options', async () => {
    const [list, options] = await Promise.all([runExample('exercise', '--help'), runExample('exercise', 'mnist', '--help')]);
    for (const { name } of catalogue) expect(list.stdout).toMatch(new RegExp(`^  ${name} +[A-Z]`, 'm'));
    expect(options.stdout).toContain('--seed N');
    for (const { stdout } of [list, options]) expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThan(80);
  });
  test.each<[readonly string[], string]>([
    [['exercise'], 'exercise: name: expected one-one-one, xor,'],
    [['exercise', 'xr'], 'exercise: name: expected one-one-one, xor,'],
    [['exercise', 'xor', '--seed', '-1'], 'exercise xor: --seed: expected a whole number from 0 to 4294967295, found'],
    [['exercises', '--seed', '1'], 'exercises: options: expected one of --quick, --json, --help, found "--seed"'],
  ])('%j is refused in one line', async (args, message) => {
    const { status, stdout, stderr } = await runExample(...args);
    expect(stderr.slice(0, message.length)).toBe(message);
    expect([status, stdout, stderr.indexOf('\n')]).toEqual([2, '', stderr.length - 1]);
  });
});
