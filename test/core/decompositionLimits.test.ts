import { eigSymmetric, inverse, type Mat, matrix, mul, SingularMatrixError, svd, zeros } from '@adjoint/core';
import { expect, test } from 'vitest';

const a = matrix([
  [2, 1, 0],
  [1, 3, 1],
  [0, 1, 4],
]);
const numbersOf = (x: Mat): readonly number[] => Array.from(x.toFloat64Array());
function requireClose(found: readonly number[], expected: readonly number[], scale: number): void {
  found.forEach((value, i) =>
    expect(Math.abs(value / scale - expected[i]!)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected[i]!))),
  );
}

test.each([1e-300, 1e-250, 1e-130, 1e-110, 1e110, 1e130, 1e250, 1e300])('at a scale of %f values scale and vectors stay', (scale) => {
  const scaled = mul(scale, a);
  const [eigen, plain] = [eigSymmetric(scaled), eigSymmetric(a)];
  requireClose(numbersOf(eigen.values), numbersOf(plain.values), scale);
  requireClose(numbersOf(eigen.vectors), numbersOf(plain.vectors), 1);
  const [s, t] = [svd(scaled), svd(a)];
  requireClose(numbersOf(s.s), numbersOf(t.s), scale);
  requireClose(numbersOf(s.u), numbersOf(t.u), 1);
  requireClose(numbersOf(s.v), numbersOf(t.v), 1);
});

test('of zeros all values are 0', () => {
  expect(numbersOf(svd(zeros(2, 3)).s)).toEqual([0, 0]);
  expect(numbersOf(eigSymmetric(zeros(2, 2)).values)).toEqual([0, 0]);
});

test('a wide matrix is decomposed in silence', () => {
  const said: unknown[] = [];
  const out = console as unknown as { warn: (...what: readonly unknown[]) => void };
  const { warn } = out;
  out.warn = (...what) => void said.push(...what);
  try {
    const { u, s, v } = svd(
      matrix([
        [3, 0, 0],
        [0, 0, 2],
      ]),
    );
    expect([u.rows, u.columns, s.rows, v.rows, v.columns]).toEqual([2, 2, 2, 3, 2]);
    requireClose(numbersOf(s), [3, 2], 1);
  } finally {
    out.warn = warn;
  }
  expect(said).toEqual([]);
});

test('a matrix is singular when its reciprocal condition is below 2^-52', () => {
  const diagonal = (last: number): Mat<2, 2> => matrix.of(2, 2, [1, 0, 0, last]);
  expect(inverse(diagonal(2 ** -52)).toArray()).toEqual([
    [1, 0],
    [0, 2 ** 52],
  ]);
  expect(() => inverse(diagonal(2 ** -53))).toThrow(SingularMatrixError);
});

test('in each column of vectors the first entry that is not small is positive', () => {
  const n = 9;
  const entry = (i: number, j: number): number => Math.cos(1.3 * i * j + i + j);
  const x = matrix.of(
    n,
    n,
    Float64Array.from({ length: n * n }, (_, at) => entry(Math.floor(at / n), at % n)),
  );
  for (const vectors of [eigSymmetric(x as never).vectors as Mat, svd(x).u as Mat]) {
    for (let j = 0; j < n; j += 1) {
      const column = Array.from({ length: n }, (_, i) => vectors.at(i, j));
      const largest = Math.max(...column.map(Math.abs));
      expect(column.find((value) => Math.abs(value) > 0.3 * largest)).toBeGreaterThan(0);
    }
  }
});
