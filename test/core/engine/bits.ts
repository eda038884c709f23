import { type Mat, matrix } from '@adjoint/core';
import { expect } from 'vitest';

/** Numbers in [-1, 1) from a seed. */
export function randomMatrix<R extends number, C extends number>(rows: R, columns: C, seed: number): Mat<R, C> {
  let state = seed >>> 0;
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0);
  return matrix.of(
    rows,
    columns,
    Float64Array.from({ length: rows * columns }, () => next() / 2 ** 31 - 1),
  );
}

/** Where two matrices differ in their bits, -1 where nowhere; any NaN equals any NaN. */
function firstDifference(x: Mat, y: Mat): number {
  const [a, b] = [x.toFloat64Array(), y.toFloat64Array()];
  return a.length === b.length ? a.findIndex((value, i) => !Object.is(value, b[i])) : 0;
}

export function requireSameBits(found: readonly Mat[], expected: readonly Mat[]): void {
  expect(found.map((x) => [x.rows, x.columns])).toEqual(expected.map((x) => [x.rows, x.columns]));
  found.forEach((x, i) => expect(firstDifference(x, expected[i]!)).toBe(-1));
}
