import { grad, interpret, type Mat, matrix, mul, registry, sum } from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDense, valuesOf } from '../../packages/core/src/matrix/denseMatrix.ts';
import { apply } from '../../packages/core/src/tape/apply.ts';
import { caseOf, runs } from './caseOf.ts';
import { oneEntry, outputOf } from './checks.ts';

const bits = (xs: readonly Mat[]): string =>
  xs.map((x) => Array.from(x.toFloat64Array(), (value) => (Object.is(value, -0) ? '-0' : value)).join()).join('|');
const numbersOf = (x: Mat): Float64Array => {
  if (!isDense(x)) throw new Error('not concrete');
  return valuesOf(x);
};

describe.each(registry)('$name', (op) => {
  test('neither it nor its gradient writes into its inputs', () => {
    fc.assert(
      fc.property(caseOf(op), (c) => {
        const before = bits([...c.xs, c.g]);
        outputOf(op, c);
        interpret(oneEntry(op, c), c.xs);
        grad((xs: readonly Mat[]) => sum(mul(apply(op, xs, c.attributes), c.g)))(c.xs);
        expect(bits([...c.xs, c.g])).toBe(before);
      }),
      runs(0.2),
    );
  });
  test('its output shares no numbers with its inputs', () => {
    fc.assert(
      fc.property(caseOf(op), (c) => {
        const y = outputOf(op, c);
        const buffers = new Set(c.xs.map((x) => numbersOf(x).buffer));
        expect(buffers.has(numbersOf(y).buffer)).toBe(false);
      }),
      runs(0.2),
    );
  });
  test('whoever writes into what a reader returned changes nothing', () => {
    fc.assert(
      fc.property(caseOf(op), (c) => {
        const y = outputOf(op, c);
        const before = bits([y, ...c.xs]);
        for (const x of [y, ...c.xs]) {
          x.toFloat64Array().fill(7);
          for (const row of x.toArray()) row.fill(7);
          for (const row of x.toJSON()) row.fill(7);
          x.toMatrix().fill(7);
        }
        expect(bits([y, ...c.xs])).toBe(before);
      }),
      runs(0.2),
    );
  });
});

test('a matrix keeps its numbers when the arrays that it was made of change', () => {
  const values = Float64Array.of(1, 2);
  const rows = [[1, 2]];
  const made = [matrix.of(1, 2, values), matrix(rows), matrix(matrix(rows).toMatrix())];
  values.fill(7);
  rows[0]!.fill(7);
  for (const x of made) expect(x.toArray()).toEqual([[1, 2]]);
});
