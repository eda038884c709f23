import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atan } from '../../packages/core/src/scalars/atan.ts';
import { cos } from '../../packages/core/src/scalars/cos.ts';
import { cosh } from '../../packages/core/src/scalars/cosh.ts';
import { erf } from '../../packages/core/src/scalars/erf.ts';
import { exp } from '../../packages/core/src/scalars/exp.ts';
import { expm1 } from '../../packages/core/src/scalars/expm1.ts';
import { log } from '../../packages/core/src/scalars/log.ts';
import { log1p } from '../../packages/core/src/scalars/log1p.ts';
import { logSigmoid } from '../../packages/core/src/scalars/logSigmoid.ts';
import { pow } from '../../packages/core/src/scalars/pow.ts';
import { sigmoid } from '../../packages/core/src/scalars/sigmoid.ts';
import { sin } from '../../packages/core/src/scalars/sin.ts';
import { sinh } from '../../packages/core/src/scalars/sinh.ts';
import { softplus } from '../../packages/core/src/scalars/softplus.ts';
import { tan } from '../../packages/core/src/scalars/tan.ts';
import { tanh } from '../../packages/core/src/scalars/tanh.ts';

type Coded = number | string; // 'NaN' and '±Infinity' are strings in JSON

const table = JSON.parse(readFileSync(join(import.meta.dirname, 'references/scalars.json'), 'utf8')) as Record<string, Coded[][]>;
const rowsOf = (name: string): number[][] => table[name]!.map((row) => row.map(Number));

interface Unary {
  readonly name: string;
  readonly apply: (x: number) => number;
  readonly bound: number;
}

/** Every function of one argument, with the largest error it may show in ulp of the correctly rounded result. */
const unary: readonly Unary[] = [
  { name: 'exp',        apply: exp,        bound: 0.8 },
  { name: 'expm1',      apply: expm1,      bound: 0.95 },
  { name: 'log',        apply: log,        bound: 0.87 },
  { name: 'log1p',      apply: log1p,      bound: 0.87 },
  { name: 'tanh',       apply: tanh,       bound: 1.4 },
  { name: 'sigmoid',    apply: sigmoid,    bound: 2.5 },
  { name: 'softplus',   apply: softplus,   bound: 0.9 },
  { name: 'logSigmoid', apply: logSigmoid, bound: 0.9 },
  { name: 'sin',        apply: sin,        bound: 0.85 },
  { name: 'cos',        apply: cos,        bound: 0.85 },
  { name: 'tan',        apply: tan,        bound: 0.66 },
  { name: 'atan',       apply: atan,       bound: 0.77 },
  { name: 'sinh',       apply: sinh,       bound: 0.7 },
  { name: 'cosh',       apply: cosh,       bound: 0.7 },
  { name: 'erf',        apply: erf,        bound: 0.95 },
]; // prettier-ignore

const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);
const fromWords = (high: number, low: number): number => {
  [words[0], words[1]] = [low, high];
  return bits[0]!;
};
const ulp = (x: number): number => {
  bits[0] = Math.abs(x);
  return 2 ** (Math.max((words[1]! >>> 20) - 1023, -1022) - 52);
};

/** |actual - (rounded + rest ulp)| in ulp; 0 for the same special value or zero, Infinity for another one. */
const errorOf = (actual: number, rounded: number, rest: number): number =>
  Object.is(actual, rounded) && !(Math.abs(rounded) < Infinity && rounded !== 0)
    ? 0
    : Number.isFinite(actual) && Number.isFinite(rounded) && !(actual === 0 && rounded === 0)
      ? Math.abs((actual - rounded) / ulp(rounded) - rest)
      : Infinity;

// bit patterns over every exponent, and a stream of everyday values
const anyDouble = fc
  .tuple(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 0, max: 0xffffffff }))
  .map(([high, low]) => fromWords(high, low));
const everyday = fc.integer({ min: -40 * 1024, max: 40 * 1024 }).map((n) => n / 1024);
const double = fc.oneof(anyDouble, everyday, fc.constantFrom(0, -0, 1, -1, NaN, Infinity, -Infinity, 5e-324, Number.MAX_VALUE));

describe.each(unary)('$name', ({ name, apply, bound }) => {
  test('is within its bound of the true value at every reference point, and right at every edge', () => {
    const failures = rowsOf(name).filter(([x, rounded, rest]) => !(errorOf(apply(x!), rounded!, rest!) <= bound));
    expect(failures.map(([x, rounded]) => ({ x, rounded, actual: apply(x!) }))).toEqual([]);
  });
});

describe('pow', () => {
  test('is within its bound of the true value at every reference point, and follows every clause of C99 F.9.4.4', () => {
    const failures = rowsOf('pow').filter(([x, y, rounded, rest]) => !(errorOf(pow(x!, y!), rounded!, rest!) <= 0.82));
    expect(failures.map(([x, y, rounded]) => ({ x, y, rounded, actual: pow(x!, y!) }))).toEqual([]);
  });

  test('with exponent 1, 2 or 3 answers the exact product where there is one', () => {
    const base = fc.integer({ min: -2000, max: 2000 }).map((n) => n / 64);
    fc.assert(
      fc.property(base, (x) => {
        expect(pow(x, 1)).toBe(x);
        expect(pow(x, 2)).toBe(x * x);
        expect(pow(x, 3)).toBe(x * x * x);
      }),
    );
  });
});

test.each([
  [69.88512937348020, 0.9698448962358136, 0.12201826049462929],
  [1692.5594384639535, -0.9485533686689571, -0.08312496216123222],
  [47.90895968250492, 0.9993436459685824, 0.3508298673004609],
  [-96.60438040740587, 0.999187710956616, 0.3721574267872193],
  [38.46276021330503, 0.957419809547763, -0.37608028455396636],
])('tan is within its bound below 1, where sine and cosine are rounded most: %s', (x, rounded, rest) => {
  expect(errorOf(tan(x), rounded, rest)).toBeLessThanOrEqual(0.66);
}); // prettier-ignore

describe('laws', () => {
  const odd = unary.filter(({ name }) => ['tanh', 'sin', 'tan', 'atan', 'sinh', 'erf'].includes(name));
  const even = unary.filter(({ name }) => ['cos', 'cosh'].includes(name));

  test.each(odd)('$name(-x) is -$name(x), bit for bit', ({ apply }) => {
    fc.assert(fc.property(double, (x) => Object.is(apply(-x), -apply(x))));
  });

  test.each(even)('$name(-x) is $name(x), bit for bit', ({ apply }) => {
    fc.assert(fc.property(double, (x) => Object.is(apply(-x), apply(x))));
  });

  test.each(unary)('$name of NaN is NaN', ({ apply }) => {
    expect(apply(NaN)).toBeNaN();
  });

  test.each(unary.filter(({ name }) => name in Math))(
    '$name agrees with the platform to 4 ulp wherever that answers',
    ({ name, apply }) => {
      const platform = (Math as unknown as Record<string, (x: number) => number>)[name]!;
      const agrees = (x: number): void => {
        const expected = platform(x);
        const actual = apply(x);
        if (Number.isFinite(expected)) expect(Math.abs(actual - expected)).toBeLessThanOrEqual(4 * ulp(expected));
        else expect(actual).toBe(expected);
      };
      fc.assert(fc.property(double, agrees), { numRuns: 2000 });
    },
  );

  test('sigmoid stays in 0..1 and is positive down to -745', () => {
    fc.assert(
      fc.property(
        double.filter((x) => x === x),
        (x) => {
          const y = sigmoid(x);
          expect(y >= 0 && y <= 1).toBe(true);
          expect(y > 0).toBe(x > -745.14);
        },
      ),
    );
  });

  test('softplus(x) - softplus(-x) is x, and logSigmoid(x) is -softplus(-x)', () => {
    fc.assert(
      fc.property(everyday, (x) => {
        expect(Math.abs(softplus(x) - softplus(-x) - x)).toBeLessThanOrEqual(2 * ulp(Math.max(Math.abs(x), 1)));
        expect(logSigmoid(x)).toBe(-softplus(-x));
      }),
    );
  });

  test('sin² + cos² is 1 for every finite double, however large', () => {
    fc.assert(
      fc.property(double.filter(Number.isFinite), (x) => {
        const [s, c] = [sin(x), cos(x)];
        expect(Math.abs(s * s + c * c - 1)).toBeLessThanOrEqual(2 ** -51);
      }),
    );
  });
});

test('only the functions of Math whose every bit is specified are used', () => {
  const folder = join(import.meta.dirname, '../../packages/core/src/scalars');
  const used = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').match(/Math\.\w+/g) ?? []);
  const specified = new Set(['Math.sqrt', 'Math.abs', 'Math.floor', 'Math.ceil', 'Math.trunc', 'Math.min', 'Math.max', 'Math.SQRT2']);
  expect(used.filter((name) => !specified.has(name))).toEqual([]);
});
