import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ArgumentError, type Mat, ShapeError } from '@adjoint/core';
import { fromState, numpyRandom, random, type Random, split } from '@adjoint/nn';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';

type Rows = readonly (readonly (number | string)[])[];
interface Run {
  readonly seed: number;
  readonly rand: Rows;
  readonly uniform: Rows;
  readonly permutation: readonly number[];
  readonly randn: Rows;
  readonly randBetween: Rows;
  readonly randnFromSpare: Rows;
  readonly normal: Rows;
  readonly last: Rows;
}
const numpy = JSON.parse(readFileSync(new URL('fixtures/random.json', import.meta.url), 'utf8')) as {
  readonly runs: readonly Run[];
  readonly long: { readonly seed: number; readonly rand: string; readonly permutation: string; readonly randn: Rows };
};

const ordered = (x: number): bigint => {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, x);
  const integer = bits.getBigInt64(0);
  return integer < 0n ? -(2n ** 63n) - integer : integer;
};
function within2ulp(found: Mat, rows: Rows): void {
  const distances = rows.flatMap((row, i) => row.map((value, j) => Math.abs(Number(ordered(found.at(i, j)) - ordered(Number(value))))));
  expect(Math.max(...distances)).toBeLessThanOrEqual(2);
  expect([found.rows, found.columns]).toEqual([rows.length, rows[0]?.length]);
}
const sha256 = (values: Float64Array | Int32Array): string => createHash('sha256').update(values).digest('hex');

describe.each(numpy.runs)("NumPy's legacy generator, seed $seed", (run) => {
  test('gives rand, uniform and permutation to the bit and randn to 2 ulp, one draw after the other', () => {
    const rand = numpyRandom(run.seed).rand(2, 3);
    expect(rand.value.toArray()).toEqual(run.rand);
    const uniform = rand.random.uniform(3, 2, -0.12, 0.12);
    expect(uniform.value.toArray()).toEqual(run.uniform);
    const permutation = uniform.random.permutation(10);
    expect(permutation.value).toEqual(run.permutation);
    const randn = permutation.random.randn(1, 3);
    within2ulp(randn.value, run.randn);
    const between = randn.random.rand(1, 2);
    expect(between.value.toArray()).toEqual(run.randBetween);
    const spare = between.random.randn(2, 1);
    within2ulp(spare.value, run.randnFromSpare);
    const normal = spare.random.normal(2, 2, 1, 2);
    normal.value.toArray().forEach((row, i) => row.forEach((value, j) => expect(value).toBeCloseTo(Number(run.normal[i]?.[j]), 14)));
    expect(normal.random.rand(1, 1).value.toArray()).toEqual(run.last);
  });
});

test("NumPy's legacy generator agrees over long draws", () => {
  const rand = numpyRandom(numpy.long.seed).rand(500, 100);
  expect(sha256(rand.value.toFloat64Array())).toBe(numpy.long.rand);
  const permutation = rand.random.permutation(60000);
  expect(sha256(Int32Array.from(permutation.value))).toBe(numpy.long.permutation);
  within2ulp(permutation.random.randn(100, 5).value, numpy.long.randn);
});

describe.each([
  { name: 'random', source: random },
  { name: 'numpyRandom', source: numpyRandom },
])('$name', ({ source }) => {
  test('draws the same again from the same source, and something else from the next', () => {
    const r = source(5);
    const first = r.uniform(2, 2, 0, 1);
    r.permutation(9);
    r.normal(1, 3, 0, 1);
    expect(r.uniform(2, 2, 0, 1).value.toArray()).toEqual(first.value.toArray());
    expect(first.random.uniform(2, 2, 0, 1).value.toArray()).not.toEqual(first.value.toArray());
    const normal = r.normal(1, 3, 0, 1);
    normal.random.normal(1, 1, 0, 1);
    expect(normal.random.normal(1, 1, 0, 1).value.toArray()).toEqual(normal.random.normal(1, 1, 0, 1).value.toArray());
  });
  test('gives all 53 bits, below high and not below low', () => {
    const values = source(1).uniform(100, 100, 0, 1).value.toFloat64Array();
    expect(values.every((value) => value >= 0 && value < 1 && Number.isInteger(value * 2 ** 53))).toBe(true);
    for (let bit = 1; bit <= 53; bit += 1) {
      const share = values.filter((value) => Math.floor(value * 2 ** bit) % 2 === 1).length / values.length;
      expect(Math.abs(share - 0.5)).toBeLessThan(0.03);
    }
  });
  test('has the moments of its distributions', () => {
    const uniform = source(2).uniform(300, 300, -1, 3);
    const normal = uniform.random.normal(300, 300, 5, 2).value.toFloat64Array();
    const moment = (values: Float64Array, center: number, power: number) =>
      values.reduce((sum, value) => sum + (value - center) ** power, 0) / values.length;
    const flat = uniform.value.toFloat64Array();
    expect(moment(flat, 0, 1)).toBeCloseTo(1, 1);
    expect(moment(flat, 1, 2)).toBeCloseTo(16 / 12, 1);
    expect(moment(normal, 0, 1)).toBeCloseTo(5, 1);
    expect(Math.abs(moment(normal, 5, 2) - 4)).toBeLessThan(0.1);
    expect(Math.abs(moment(normal, 5, 4) - 48)).toBeLessThan(2);
  });
  test('puts every number at every place of a permutation equally often', () => {
    const counts = Array.from({ length: 5 }, () => [0, 0, 0, 0, 0]);
    let r: Pick<ReturnType<typeof random>, 'permutation'> | Pick<ReturnType<typeof numpyRandom>, 'permutation'> = source(3);
    for (let i = 0; i < 5000; i += 1) {
      const drawn: ReturnType<typeof r.permutation> = r.permutation(5);
      expect(drawn.value.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4]);
      drawn.value.forEach((value, place) => (counts[place]![value]! += 1));
      r = drawn.random;
    }
    for (const count of counts.flat()) expect(Math.abs(count - 1000)).toBeLessThan(140);
  });
  test('permutes nothing and one', () => {
    expect(source(0).permutation(0).value).toEqual([]);
    expect(source(0).permutation(1).value).toEqual([0]);
  });
  test('refuses sizes, bounds and seeds that make no sense, in a sentence', () => {
    expect(() => source(1).uniform(0, 2, 0, 1)).toThrow(ShapeError);
    expect(() => source(1).normal(-2, -2, 0, 1)).toThrow(ShapeError);
    expect(() => source(1).uniform(1.5, 2, 0, 1)).toThrow(ShapeError);
    expect(() => source(1).uniform(1, 1, 0, Number.NaN)).toThrow(
      new ArgumentError('uniform(low: 0, high: NaN): low, high and high - low must be finite numbers. Write uniform(rows, columns, 0, 1)'),
    );
    expect(() => source(1).uniform(1, 1, -1e308, 1e308)).toThrow(ArgumentError);
    expect(() => source(1).normal(1, 1, 0, -1)).toThrow(
      new ArgumentError(
        'normal(mean: 0, deviation: -1): both must be finite numbers, the deviation at least 0. Write normal(rows, columns, 0, 1)',
      ),
    );
    expect(() => source(1).normal(1, 1, Number.POSITIVE_INFINITY, 1)).toThrow(ArgumentError);
    for (const n of [-1, 1.5, 2 ** 33]) expect(() => source(1).permutation(n)).toThrow(ArgumentError);
    for (const seed of [1.5, Number.NaN, 2 ** 53]) expect(() => source(seed)).toThrow(ArgumentError);
  });
});

test("numpyRandom takes NumPy's seeds and no others", () => {
  expect(() => numpyRandom(-1)).toThrow(
    "numpyRandom(-1): the seed must be a whole number from 0 to 2^32 - 1, as NumPy's legacy generator wants it",
  );
  expect(() => numpyRandom(2 ** 32)).toThrow(ArgumentError);
});

test('a layer can be initialized from either generator, and knows the sizes', () => {
  const initialize = (r: Random) => r.uniform(3, 2, -1, 1).random.normal(2, 1, 0, 1);
  expect([random(1), numpyRandom(1)].map((r) => initialize(r).value.rows)).toEqual([2, 2]);
  expectTypeOf(random(1).uniform(3, 2, 0, 1).value).toEqualTypeOf<Mat<3, 2>>();
  expectTypeOf(initialize(random(1)).value).toEqualTypeOf<Mat<2, 1>>();
});

const someSeed = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 32, -(2 ** 32)),
);
const first = (r: ReturnType<typeof random>): string => r.uniform(1, 4, 0, 1).value.toArray().join();

describe('random', () => {
  test('gives the numbers it always gave', () => {
    const r = random(42);
    expect(r.state).toEqual([1177608425, -839933766, -392632592, 1107078899]);
    const uniform = r.uniform(1, 2, 0, 1);
    expect(uniform.value.toArray()).toEqual([[0.06219957062023773, 0.11515939219537907]]);
    expect(uniform.random.permutation(6).value).toEqual([4, 1, 0, 3, 2, 5]);
    expect(split(r, 1)[0]?.state).toEqual([1360018340, -624695652, -969450896, 362067443]);
  });
  test('differs for different seeds, however large or close', () => {
    fc.assert(fc.property(someSeed, someSeed, (a, b) => (a === b || (a === 0 && b === 0)) === (first(random(a)) === first(random(b)))));
  });
  test('starts anywhere in [0, 1) for neighbouring seeds', () => {
    const starts = Array.from({ length: 2000 }, (_, seed) => random(seed).uniform(1, 1, 0, 1).value.at(0, 0));
    const bins = Array.from({ length: 10 }, (_, bin) => starts.filter((start) => Math.floor(start * 10) === bin).length);
    for (const count of bins) expect(Math.abs(count - 200)).toBeLessThan(60);
    const rising = starts.slice(1).filter((start, i) => start > starts[i]!).length;
    expect(Math.abs(rising - 1000)).toBeLessThan(60);
  });
  test('goes through JSON and continues where it was', () => {
    fc.assert(
      fc.property(someSeed, fc.nat({ max: 5 }), (seed, draws) => {
        let r = random(seed);
        for (let i = 0; i < draws; i += 1) r = r.normal(1, 3, 0, 1).random;
        expect(first(fromState(JSON.parse(JSON.stringify(r.state)) as number[]))).toBe(first(r));
      }),
    );
  });
  test('keeps its state when the one it was made of changes', () => {
    const state = [...random(1).state];
    const r = fromState(state);
    state[0] = 0;
    expect(r.state).toEqual(random(1).state);
  });
  test('refuses what is no state, in a sentence', () => {
    for (const state of [
      [1, 2, 3],
      [1, 2, 3, 2 ** 31],
      [1, 2, 3, 0.5],
      [1, 2, 3, Number.NaN],
    ])
      expect(() => fromState(state)).toThrow(ArgumentError);
    expect(() => fromState([0, 0, 0, 0])).toThrow('fromState([0, 0, 0, 0]): a state is four signed 32-bit whole numbers, not all zero');
  });
});

describe('split', () => {
  test('gives sources that all differ, from each other, from their parent and from their own children', () => {
    const parent = random(9);
    const children = split(parent, 10);
    const all = [parent, parent.uniform(1, 1, 0, 1).random, ...children, ...children.flatMap((child) => split(child, 10))];
    expect(new Set(all.map(first)).size).toBe(112);
  });
  test('gives sources that are not correlated', () => {
    const [a, b] = split(random(4), 2).map((child) => child.uniform(1, 20000, -1, 1).value.toFloat64Array());
    const product = a!.reduce((sum, value, i) => sum + value * b![i]!, 0) / 20000;
    expect(Math.abs(product)).toBeLessThan(0.012);
  });
  test("splits NumPy's generator, and any other that draws uniformly", () => {
    const again = split(numpyRandom(1), 3).map(first);
    expect(new Set(again).size).toBe(3);
    expect(split(numpyRandom(1), 3).map(first)).toEqual(again);
    expect(split(numpyRandom(2), 3).map(first)).not.toEqual(again);
  });
  test('is the same every time', () => expect(split(random(3), 3).map(first)).toEqual(split(random(3), 3).map(first)));
  test('refuses a number of sources that is none, in a sentence', () => {
    expect(() => split(random(1), 0)).toThrow('split(random, 0): the number of sources must be a whole number of at least 1');
    expect(() => split(random(1), 1.5)).toThrow(ArgumentError);
  });
});
