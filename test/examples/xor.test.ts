import { describe, expect, test } from 'vitest';
import { originalCost } from '../../packages/examples/src/data/xorOriginal.ts';
import { descendFrom } from '../../packages/examples/src/xor.ts';
import { lastLine, type Run, runExample } from './runExample.ts';

/** [iteration, ours, the original's] of every row of the table that has both */
const costs = ({ stdout }: Run): readonly (readonly [number, string, string])[] =>
  [...stdout.matchAll(/^ +(\d+) +(\d\.\d{6}) +(\d\.\d{6}|-)$/gm)].map((match) => [Number(match[1]), match[2]!, match[3]!]);

const golden = [3.001476, 1.502022, 1.430675, 1.412572, 1.404649, 1.400268, 1.397507, 1.395613, 1.394236, 1.393188, 1.392364];

describe.concurrent('pnpm xor', () => {
  test('with seed 1 agrees with the tutorial in every printed digit, and says that it does not learn', async () => {
    const run = await runExample('xor', '--json');
    expect(run.stderr).toBe('');
    const wanted = golden.map((cost, i) => [i === 10 ? 9999 : i * 1000, cost.toFixed(6), cost.toFixed(6)]);
    expect(costs(run)).toEqual(wanted);
    expect(run.stdout).toContain('Seed 1 does not learn XOR');
    const { exercise, seed, cost, predictions, seconds } = lastLine(run);
    expect([exercise, seed, typeof seconds]).toEqual(['xor', 1, 'number']);
    expect((cost as number).toFixed(6)).toBe('1.392364');
    expect((predictions as number[]).map((p) => p.toFixed(4))).toEqual(['0.0014', '0.9981', '0.4995', '0.5009']);
  });

  test('with seed 0 learns, and ends as the tutorial does', async () => {
    const run = await runExample('xor', '--seed', '0', '--json');
    expect(costs(run).at(-1)).toEqual([9999, '0.009849', '0.009849']);
    expect(run.stdout).toContain('Seed 0 learns XOR: all four rows are right.');
    expect((lastLine(run)['predictions'] as number[]).map(Math.round)).toEqual([0, 1, 1, 0]);
  });

  test('stops after --iterations', async () => {
    const run = await runExample('xor', '--iterations', '7', '--seed', '9');
    expect(costs(run).map(([iteration]) => iteration)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(costs(run).every(([, , original]) => original === '-')).toBe(true);
  });
});

test.each([
  [2, '0.006969'],
  [3, '0.009897'],
  [4, '0.008163'],
  [5, '0.008616'],
  [6, '0.008703'],
  [7, '0.008275'],
])('seed %i learns XOR and ends at %s, as the tutorial does', (seed, cost) => {
  const { costs: all, predictions } = descendFrom(seed, 10_000);
  expect([all.at(-1)![1].toFixed(6), originalCost(seed, 9999)?.toFixed(6)]).toEqual([cost, cost]);
  expect(predictions.map(Math.round)).toEqual([0, 1, 1, 0]);
});
