import {
  exp,
  grad,
  hvp,
  inverse,
  item,
  log1p,
  type Mat,
  matrix,
  mul,
  type Op,
  reciprocal,
  registry,
  type Scalar,
  SingularMatrixError,
  solve,
  sum,
  zeros,
} from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apply } from '../../packages/core/src/tape/apply.ts';
import { type Case, caseOf, isShaped, runs } from './caseOf.ts';
import { matrixOfRows, outputOf } from './checks.ts';
import { edges, large, small } from './edges.ts';
import { oracleOf, rowsOf } from './oracle.ts';

const smallestNormal = 2 ** -1022;
/** NaN, infinities and zeros with their signs as they are, others to 12 digits, subnormal ones to their last. */
function requireSame(found: Mat, expected: Mat, signs: boolean): void {
  const others = expected.toFloat64Array();
  found.toFloat64Array().forEach((value, at) => {
    const other = others[at]!;
    const close =
      Math.abs(value - other) <= 1e-12 * Math.abs(other) || (Math.abs(other) < smallestNormal && Math.abs(value - other) <= 2 ** -1074);
    const same = Object.is(value, other) || (other === 0 ? value === 0 && !signs : close);
    if (!same)
      throw new Error(`entry ${at} is ${Object.is(value, -0) ? '-0' : value} and should be ${Object.is(other, -0) ? '-0' : other}`);
  });
}

const isElementwise = (op: Op): boolean => op.elementwise !== undefined;
const isSolver = (op: Op): boolean => op.domain.args.some(isShaped);
// a sum of large numbers overflows, or not, by the order in which it is added
const isUnambiguous = (op: Op, edge: number): boolean => isElementwise(op) || Math.abs(edge) < 1e100 || Math.abs(edge) === Infinity;

describe.each(registry.filter((op) => !isSolver(op)))('$name', (op) => {
  const at = edges.filter((edge) => isUnambiguous(op, edge));
  test('NaN, infinities, zeros, subnormal and huge numbers give what IEEE arithmetic says', () => {
    fc.assert(
      fc.property(caseOf(op, { edges: at }), (c) => {
        requireSame(outputOf(op, c), matrixOfRows(oracleOf(op)(c.xs.map(rowsOf), c.attributes)), isElementwise(op));
      }),
      runs(2),
    );
  });
});

describe.each(registry.filter((op) => isElementwise(op) && op.domain.args.length === 1))('$name', (op) => {
  test.each([...edges, 1, -1, 0.5, -0.5, 709.7, -745.1, 1e308, -1e308])('is right at %s', (x) => {
    const c = { xs: [matrix([[x]])], attributes: {} } as unknown as Case;
    requireSame(outputOf(op, c), matrixOfRows(oracleOf(op)([[[x]]], {})), true);
  });
});

const comparisons = new Set(['greater', 'less', 'greaterEqual', 'lessEqual', 'equal', 'notEqual']);
describe.each(registry.filter(({ name }) => !comparisons.has(name)))('$name', (op) => {
  test('a NaN among what it reads is a NaN in what it gives', () => {
    fc.assert(
      fc.property(caseOf(op), fc.nat(), fc.nat(), (c, which, where) => {
        const argument = which % c.xs.length;
        if (op.domain.args[argument]?.whole) return; // an index that is NaN is refused
        const xs = c.xs.map((x, i) => {
          const values = x.toFloat64Array();
          if (i === argument) values[where % values.length] = NaN;
          return matrix.of(x.rows, x.columns, values);
        });
        // what is cut away, not chosen, or multiplied by a safe zero is not read
        const expected = oracleOrNaN(op, { ...c, xs });
        const found = apply(op, xs, c.attributes).toFloat64Array();
        expect(found.some(Number.isNaN)).toBe(expected.toFloat64Array().some(Number.isNaN));
      }),
      runs(),
    );
  });
});
const oracleOrNaN = (op: Op, c: Case): Mat => (isSolver(op) ? matrix([[NaN]]) : matrixOfRows(oracleOf(op)(c.xs.map(rowsOf), c.attributes)));

describe.each(registry.filter(({ name }) => comparisons.has(name)))('$name', (op) => {
  test('compared with NaN everything is false, and different', () => {
    for (const other of [...small, ...large, NaN]) {
      const answer = op.name === 'notEqual' ? 1 : 0;
      for (const pair of [
        [NaN, other],
        [other, NaN],
      ])
        expect(
          apply(
            op,
            pair.map((x) => matrix([[x]])),
            {},
          ).at(0, 0),
        ).toBe(answer);
    }
  });
});

describe('a matrix that cannot be inverted', () => {
  const singular = [
    zeros(1, 1),
    zeros(3, 3),
    matrix([
      [1, 2],
      [2, 4],
    ]),
    matrix([
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ]),
    matrix([
      [1, 1],
      [1, 1 + 1e-16],
    ]),
  ];
  test.each(singular.map((x) => [x] as const))('is refused: %s', (x) => {
    expect(() => inverse(x)).toThrow(SingularMatrixError);
    expect(() => solve(x, zeros(x.rows, 1))).toThrow(SingularMatrixError);
    expect(() => grad((p: Mat) => sum(inverse(p)))(x)).toThrow(/inverse\(\d+x\d+\): the matrix is singular/);
  });
  test.each([NaN, Infinity, -Infinity])('%s in a matrix or a right side gives NaN', (x) => {
    const isNaNs = (y: Mat) => y.toFloat64Array().every(Number.isNaN);
    expect(
      isNaNs(
        inverse(
          matrix([
            [1, x],
            [0, 1],
          ]),
        ),
      ),
    ).toBe(true);
    expect(
      isNaNs(
        solve(
          matrix([
            [1, x],
            [0, 1],
          ]),
          matrix([[1], [1]]),
        ),
      ),
    ).toBe(true);
    expect(
      isNaNs(
        solve(
          matrix([
            [1, 0],
            [0, 1],
          ]),
          matrix([[1], [x]]),
        ),
      ),
    ).toBe(true);
  });
  test('tiny and huge scales are no reason to refuse', () => {
    for (const scale of [1e-200, 1e-100, 1e100, 1e200])
      expect(
        inverse(
          matrix([
            [scale, 0],
            [0, scale],
          ]),
        ).at(0, 0),
      ).toBeCloseTo(1 / scale, 10);
  });
});

test('second derivatives survive where a squared slope alone would over- or underflow', () => {
  const at = (f: (x: Scalar) => Scalar, x: number): number => item(hvp(f)(x, 1));
  expect(Math.abs(at((x) => log1p(exp(x)), 600))).toBeLessThan(1e-12); // σ(x) σ(-x) = 3e-261
  expect(at((x) => mul(1e-200, reciprocal(x)), 1e-60) / 2e-20).toBeCloseTo(1, 12);
  expect(item(grad((x: Scalar) => mul(1e-200, reciprocal(x)))(1e-160)) / -1e120).toBeCloseTo(1, 12);
});
