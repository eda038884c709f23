import { ArgumentError, type Mat, matrix, ones, ShapeError } from '@adjoint/core';
import { batches, numpyRandom, random, splitRows } from '@adjoint/nn';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const column = (n: number): Mat<number, 1> =>
  matrix.of(
    n,
    1,
    Float64Array.from({ length: n }, (_, i) => i),
  );
const numbersOf = (m: Mat): readonly number[] => [...m.toFloat64Array()];
const isSorted = (numbers: readonly number[]): boolean => numbers.every((value, i) => i === 0 || value > numbers[i - 1]!);

describe('batches', () => {
  test('of an epoch hold every row once, the rows of all matrices together, whatever size, shuffled or not', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 50 }),
        fc.boolean(),
        fc.integer(),
        (rows, size, shuffle, seed) => {
          const x = column(rows);
          const y = matrix.of(
            rows,
            2,
            Float64Array.from({ length: 2 * rows }, (_, i) => Math.floor(i / 2)),
          );
          const cut = batches(x, y, { size, shuffle });
          const at = cut.epoch(random(seed));
          const all = Array.from({ length: cut.count }, (_, position) => at(position));
          all.forEach(([a, b], i) => {
            expect(a.rows).toBe(i < cut.count - 1 ? Math.min(size, rows) : rows - (cut.count - 1) * size);
            expect(numbersOf(b)).toEqual(numbersOf(a).flatMap((value) => [value, value]));
          });
          const seen = all.flatMap(([a]) => numbersOf(a));
          expect(seen.toSorted((a, b) => a - b)).toEqual(numbersOf(x));
          if (!shuffle) expect(seen).toEqual(numbersOf(x));
        },
      ),
    ));

  test('come in an order that depends on the source alone', () => {
    const cut = batches(column(100), { size: 100, shuffle: true });
    const order = (seed: number) => numbersOf(cut.epoch(random(seed))(0)[0]);
    expect(order(1)).toEqual(order(1));
    expect(order(1)).not.toEqual(order(2));
    expect(isSorted(order(1))).toBe(false);
    expect([cut.isShuffled, batches(column(3)).isShuffled]).toEqual([true, false]);
  });

  test('in any order of asking are the same', () => {
    const cut = batches(column(10), { size: 3, shuffle: true });
    const [one, two] = [cut.epoch(random(5)), cut.epoch(random(5))];
    const forwards = [0, 1, 2, 3].map((position) => numbersOf(one(position)[0]));
    expect([3, 2, 1, 0].map((position) => numbersOf(two(position)[0])).toReversed()).toEqual(forwards);
  });

  test('without a size are one: the matrices themselves', () => {
    const [x, y] = [column(5), column(5)];
    const whole = batches(x, y).epoch(random(1))(0);
    expect(whole[0]).toBe(x);
    expect(whole[1]).toBe(y);
  });

  test('are refused where they cannot be', () => {
    const untyped = batches as (...given: readonly unknown[]) => { epoch(source: unknown): (position: number) => unknown };
    expect(() => batches(column(3), column(4))).toThrow(ShapeError);
    expect(() => batches(column(3), column(4))).toThrow(
      'batches(3x1, 4x1): all must have the same rows, one per sample: argument 1 has 4, the first 3',
    );
    expect(() => untyped([[1]], [[2]])).toThrow('batches: argument 0 must be a matrix. Write batches(x, y, { ... })');
    expect(() => untyped({ size: 3 })).toThrow(ArgumentError);
    expect(() => untyped(column(3), { batchSize: 2 })).toThrow(
      'batches: there is no option batchSize. Write batches(x, y, { size: 64, shuffle: true })',
    );
    expect(() => batches(column(3), { size: 0 })).toThrow('batches: size is 0: it must be a whole number of at least 1');
    expect(() => untyped(column(3), { shuffle: 42 })).toThrow(
      'batches: shuffle must be true or false. Write batches(x, y, { size: 64, shuffle: true }), and give train the seed',
    );
    expect(() => untyped(column(3)).epoch(random(1))(1)).toThrow('batches: there is no batch 1: they count from 0 to 0');
  });
});

describe('splitRows', () => {
  test('sets aside the rows that train_test_split of scikit-learn sets aside', () => {
    // train_test_split(range(1797), test_size=0.2, random_state=1): the first 360 of the permutation
    const parts = splitRows(column(1797), { validation: 0.2, random: numpyRandom(1) });
    const permutation = numpyRandom(1).permutation(1797).value;
    expect(numbersOf(parts.validation[0])).toEqual(permutation.slice(0, 360));
    expect(numbersOf(parts.training[0])).toEqual(permutation.slice(360));
  });

  test('leaves every row on one side, with its targets', () =>
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 30 }), fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.boolean(), (rows, share, drawn) => {
        fc.pre(Math.ceil(share * rows) < rows);
        const { training, validation } = splitRows(column(rows), column(rows), {
          validation: share,
          ...(drawn ? { random: random(3) } : {}),
        });
        expect(validation[0].rows).toBe(Math.ceil(share * rows));
        expect(numbersOf(training[0])).toEqual(numbersOf(training[1]));
        expect(numbersOf(validation[0])).toEqual(numbersOf(validation[1]));
        const all = [...numbersOf(training[0]), ...numbersOf(validation[0])];
        expect(drawn ? all.toSorted((a, b) => a - b) : all).toEqual(numbersOf(column(rows)));
      }),
    ));

  test('takes a number of rows as well', () => {
    expect(numbersOf(splitRows(column(5), { validation: 2 }).validation[0])).toEqual([3, 4]);
  });

  test('refuses to leave a side empty', () => {
    const untyped = splitRows as (...given: readonly unknown[]) => unknown;
    const message = (given: string) =>
      `splitRows: validation is ${given}: it must be a share above 0 and below 1, or a whole number from 1 to 4`;
    for (const validation of [0, 5, 0.9, 1.5, -1, NaN])
      expect(() => splitRows(column(5), { validation })).toThrow(message(String(validation)));
    expect(() => untyped(column(5))).toThrow(
      'splitRows: the last argument must be the options. Write splitRows(x, y, { validation: 0.2, random: random(1) })',
    );
    expect(() => splitRows(ones(3, 1), ones(2, 1), { validation: 1 })).toThrow(ShapeError);
  });
});
