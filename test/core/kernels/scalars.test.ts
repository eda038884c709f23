import { describe, expect, test } from 'vitest';
import { atan } from '../../../packages/core/src/scalars/atan.ts';
import { erf } from '../../../packages/core/src/scalars/erf.ts';
import { exp } from '../../../packages/core/src/scalars/exp.ts';
import { expm1 } from '../../../packages/core/src/scalars/expm1.ts';
import { log } from '../../../packages/core/src/scalars/log.ts';
import { log1p } from '../../../packages/core/src/scalars/log1p.ts';
import { logSigmoid } from '../../../packages/core/src/scalars/logSigmoid.ts';
import { sigmoid } from '../../../packages/core/src/scalars/sigmoid.ts';
import { softplus } from '../../../packages/core/src/scalars/softplus.ts';
import { tanh } from '../../../packages/core/src/scalars/tanh.ts';
import { drawArguments } from './drawArguments.ts';
import { edges, kernels, mapped, requireSame, run } from './kernelMemory.ts';

const count = 1000 * Number(process.env['LAWS_RUNS'] ?? 100);
const block = 20_000;

// each with the points where it changes its formula
const functions = [
  { name: 'exp', of: exp, points: [710, 709.782712893384, -708.3964185322641, -745.1332191019411, -746] },
  { name: 'expm1', of: expm1, points: [0, 710, 709.782712893384, -40, 0.4055, -0.2876] },
  { name: 'log', of: log, points: [0, 1, Math.SQRT1_2, Math.SQRT2, 2 ** -1022, 2 ** -1074] },
  { name: 'log1p', of: log1p, points: [0, -1, Math.SQRT1_2 - 1, Math.SQRT2 - 1, 2 ** -53, 2 ** 53] },
  { name: 'tanh', of: tanh, points: [0, 0.65, -0.65, 22, -22] },
  { name: 'sigmoid', of: sigmoid, points: [0, 36.7, -36.7, -708.3964185322641, -745.1332191019411, -746, 746] },
  { name: 'softplus', of: softplus, points: [0, -0.8814, 0.8814, 746, -746, -745.1332191019411, -708.3964185322641] },
  { name: 'logSigmoid', of: logSigmoid, points: [0, -0.8814, 0.8814, 746, -746, 745.1332191019411, 708.3964185322641] },
  { name: 'atan', of: atan, points: [0, 0.4375, 0.6875, 1.1875, 2.4375, -0.4375, -2.4375] },
  { name: 'erf', of: erf, points: [0, 0.8, -0.8, 1.25, -1.25, 6, -6] },
];

describe.each(functions)('$name', ({ name, of, points }) => {
  test(`gives the bits of the scalar function for ${count} numbers, two at a time`, () => {
    for (let done = 0; done < count; done += block) {
      const x = drawArguments(block, done + 1, points);
      requireSame(mapped(name, x), x.map(of), [x]);
    }
  });
  test('does not let one lane change the other', () => {
    for (const beside of [...edges, 0.3, 1, 30]) {
      const x = drawArguments(500, 7, points).map((value, i) => (i % 2 === 0 ? value : beside));
      const swapped = x.map((_, i) => x[i ^ 1]!);
      const found = mapped(name, swapped);
      requireSame(mapped(name, x), found.map((_, i) => found[i ^ 1]!), [x]); // prettier-ignore
    }
  });
});

describe.each(functions.filter(({ name }) => `${name}Loop` in kernels))('$nameLoop', ({ name, of, points }) => {
  test.each([0, 1, 2, 3, 1000, 1001])('does the same along %i numbers', (n) => {
    const x = drawArguments(n, n + 3, points);
    const [apart, over] = [
      run(`${name}Loop`, { out: new Float64Array(n), inputs: [x] }, (out, [at]) => [out, at!, n]),
      run(`${name}Loop`, { out: x, inputs: [] }, (out) => [out, out, n]),
    ];
    requireSame(apart, x.map(of), [x]);
    requireSame(over, apart, [x]);
    expect(apart.length).toBe(n);
  });
});
