import { describe, test } from 'vitest';
import { pow } from '../../../packages/core/src/scalars/pow.ts';
import { drawArguments } from './drawArguments.ts';
import { edges, generator, mapped, requireSame } from './kernelMemory.ts';

const count = 1000 * Number(process.env['LAWS_RUNS'] ?? 100);
const block = 20_000;

const bases = [0, 1, -1, Math.sqrt(0.75), Math.sqrt(1.5), Math.SQRT2, 2 ** -1022, 2 ** -1074, 2, 10, -3];
const exponents = [0, 1, -1, 0.5, 2, 3, 1024, -1074, 2 ** 53, 2 ** 53 - 1, 2 ** 80, -(2 ** 80)];

/** Exponents that often are whole numbers, and often lead to the borders of what is finite. */
function drawExponents(x: Float64Array, seed: number): Float64Array {
  const next = generator(seed);
  return drawArguments(x.length, seed, exponents).map((y, i) => {
    if (next() % 4 === 0) return Math.round(y);
    return next() % 4 === 0 ? [709.78, 710, -708.4, -745.13, -746][next() % 5]! / Math.log(Math.abs(x[i]!)) : y;
  });
}

describe('pow', () => {
  test(`gives the bits of the scalar function for ${count} pairs, two at a time`, () => {
    for (let done = 0; done < count; done += block) {
      const x = drawArguments(block, done + 1, bases);
      const y = drawExponents(x, done + 2);
      requireSame(mapped('pow', x, y), x.map((base, i) => pow(base, y[i]!)), [x, y]); // prettier-ignore
    }
  });
  test('gives the bits of the scalar function for all pairs of edges', () => {
    const all = [...edges, ...bases, ...exponents, -2, -0.5, 1 + 2 ** -52, 1 - 2 ** -53, -(1 + 2 ** -52)];
    const x = Float64Array.from(all.flatMap((base) => all.map(() => base)));
    const y = Float64Array.from(all.flatMap(() => all));
    requireSame(mapped('pow', x, y), x.map((base, i) => pow(base, y[i]!)), [x, y]); // prettier-ignore
  });
});
