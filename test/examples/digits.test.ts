import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { item, matrix } from '@adjoint/core';
import { describe, expect, test } from 'vitest';
import { readCourseData } from '../../packages/examples/src/data/courseData.ts';
import { readCourseWeights } from '../../packages/examples/src/data/courseWeights.ts';
import { cost, readDigits } from '../../packages/examples/src/digits.ts';
import { matlabFile } from './matlabFile.ts';
import { lastLine, runExample, runExampleIn } from './runExample.ts';

const root = resolve(import.meta.dirname, '../..');
const shared = (name: string): string => resolve(root, '..', 'shared/data/ex4', name);
const courseWeights = shared('ex4weights.mat');
const courseData = shared('ex4data1-rebuilt.mat');
const absent = (path: string): string => `${path} is not here: it has no licence, so it is no part of the repository`;

const { decode } = createRequire(join(root, 'packages/examples/package.json'))('fast-png') as {
  decode: (png: Uint8Array) => { width: number; height: number; channels: number; depth: number; data: Uint8Array };
};

describe.concurrent('pnpm digits', () => {
  test('trains on the images made from MNIST and ends with a line of JSON', async () => {
    const run = await runExample('digits', '--evaluations', '5', '--json');
    expect([run.status, run.stderr]).toEqual([0, '']);
    const { cost: reached, accuracy, seconds, ...rest } = lastLine(run);
    expect(rest).toEqual({ exercise: 'ex4', samples: 5000, lambda: 10, seed: 0, method: 'tnc', evaluations: 5, status: 'evaluationLimit' });
    expect(reached).toBeGreaterThan(1);
    expect(reached).toBeLessThan(6.9); // it starts at 6.94
    expect([Number(accuracy) >= 0.1, Number(accuracy) <= 1, Number(seconds) > 0]).toEqual([true, true, true]);
    const lines = run.stdout.trimEnd().split('\n').slice(0, -1);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(80);
    expect(run.stdout).not.toContain('\u001b');
    expect(decode(readFileSync(join(run.folder, 'out/digits/hidden-units.png'))).width).toBe(636);
  });

  test('gives the same bits twice for one seed, others for another', async () => {
    const costOf = async (...options: string[]) => lastLine(await runExample('digits', '--evaluations', '3', '--json', ...options))['cost'];
    const [first, again, other] = await Promise.all([costOf('--seed', '4'), costOf('--seed', '4'), costOf('--seed', '5')]);
    expect(Object.is(first, again)).toBe(true);
    expect(other).not.toBe(first);
  });

  test('puts no published figure beside a run of other settings', async () => {
    const run = await runExample('digits', '--data', saved(trivialData()), '--evaluations', '1');
    expect(run.stdout).toContain('The published figures are for lambda 10, 300 evaluations');
    expect(run.stdout).not.toContain('0.9418');
  });

  test('evaluates given weights', async ({ skip }) => {
    skip(!existsSync(courseWeights), absent(courseWeights));
    const run = await runExample('digits', '--weights', courseWeights, '--lambda', '1', '--json');
    const { plainCost, cost: regularized, accuracy } = lastLine(run);
    expect(plainCost).toBeCloseTo(0.28762916516132, 12);
    expect(regularized).toBeCloseTo(0.38376985909092, 12);
    expect(accuracy).toBe(0.9752);
    expect(run.stdout).toMatch(/accuracy +97\.52 %/);
  });

  test("reads the course's own file", async ({ skip }) => {
    skip(!existsSync(courseWeights) || !existsSync(courseData), absent(courseData));
    const run = await runExample('digits', '--weights', courseWeights, '--data', courseData, '--lambda', '10', '--json');
    const { plainCost, cost: regularized, accuracy } = lastLine(run);
    expect(plainCost).toBeCloseTo(0.28762916516132, 12);
    expect(regularized).toBeCloseTo(1.249036, 6);
    expect(accuracy).toBe(0.9752);
  });

  test('refuses to train when the picture cannot be saved', async () => {
    const blocked = mkdtempSync(join(tmpdir(), 'adjoint-'));
    writeFileSync(join(blocked, 'out'), 'a file, not a folder');
    const { status, stdout, stderr } = await runExampleIn(blocked, 'digits', '--data', saved(trivialData()), '--evaluations', '2');
    expect(stderr).toMatch(/^out\/digits\/hidden-units\.png: picture: expected a place to write, found .*\n$/);
    expect([status, stdout]).toEqual([2, '']);
  });
});

const folder = mkdtempSync(join(tmpdir(), 'adjoint-'));
let files = 0;
function saved(bytes: Uint8Array): string {
  const path = join(folder, `${(files += 1)}.mat`);
  writeFileSync(path, bytes);
  return path;
}
const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);
/** three blank images, labelled 1, 4 and 10 */
const trivialData = (): Uint8Array => matlabFile({ X: Array.from({ length: 3 }, () => zeros(400)), y: [[1], [4], [10]] });

describe('the course weights', () => {
  test('read 18.7 % of images that are unrolled row by row, so the order of unrolling matters', ({ skip }) => {
    skip(!existsSync(courseWeights), absent(courseWeights));
    const weights = readCourseWeights(courseWeights);
    const data = readCourseData(undefined);
    expect(item(cost(weights, data, 0))).toBeCloseTo(0.28762916516132, 12);
    const values = data.x.toFloat64Array();
    const byRows = values.map((_, at) => {
      const pixel = at % 400;
      return values[at - pixel + (pixel % 20) * 20 + Math.floor(pixel / 20)]!;
    });
    const wrong = { ...data, x: matrix.of(5000, 400, byRows) };
    const right = readDigits(weights, wrong).filter((digit, i) => digit === data.digits[i]).length;
    expect(right / 5000).toBeCloseTo(0.187, 3);
  });
});

describe('the picture of the hidden units', () => {
  /** an L, 12 high and 7 wide, in the top left corner: white on black */
  const inL = (row: number, column: number): boolean => (column === 0 && row < 12) || (row === 11 && column < 7);
  /** unit 0 an L, unit 1 its negative, unit 5 (second row) an L of other numbers, the rest constant; a bias of 1000 everywhere */
  const theta1 = Array.from({ length: 25 }, (_, unit) => [
    1000,
    ...Array.from({ length: 400 }, (_pixel, pixel) => {
      const lit = inL(pixel % 20, Math.floor(pixel / 20)); // the images are unrolled column by column
      return unit === 0 ? Number(lit) : unit === 1 ? -Number(lit) : unit === 5 ? 7 + 1e-3 * Number(lit) : 0.25;
    }),
  ]);
  const theta2 = Array.from({ length: 10 }, () => zeros(26));

  test('is a grid of 5x5 images the right way up, each scaled to its own range, the biases left out', async () => {
    const run = await runExample(
      'digits',
      '--weights',
      saved(matlabFile({ Theta1: theta1, Theta2: theta2 })),
      '--data',
      saved(trivialData()),
    );
    expect([run.status, run.stderr]).toEqual([0, '']);
    const { width, height, channels, depth, data } = decode(readFileSync(join(run.folder, 'out/digits/hidden-units.png')));
    expect([width, height, channels, depth]).toEqual([636, 636, 1, 8]);
    const at = (unit: number, row: number, column: number): number => {
      const [top, start] = [6 + 126 * Math.floor(unit / 5), 6 + 126 * (unit % 5)];
      return data[(top + row * 6 + 3) * width + start + column * 6 + 3]!;
    };
    const image = (unit: number): number[][] =>
      Array.from({ length: 20 }, (_, row) => Array.from({ length: 20 }, (_column, column) => at(unit, row, column)));
    const drawn = (lit: number, dark: number): number[][] =>
      Array.from({ length: 20 }, (_, row) => Array.from({ length: 20 }, (_column, column) => (inL(row, column) ? lit : dark)));
    expect(image(0)).toEqual(drawn(255, 0));
    expect(image(1)).toEqual(drawn(0, 255));
    expect(image(5)).toEqual(drawn(255, 0));
    expect(image(24)).toEqual(drawn(128, 128));
    const border = data[0]!;
    for (let i = 0; i < 636; i += 1)
      for (const line of [0, 5, 126, 131, 635]) expect([data[line * 636 + i], data[i * 636 + line]]).toEqual([border, border]);
  });
});
