import {
  add,
  grad,
  hvp,
  item,
  jvp,
  type Mat,
  mul,
  ones,
  record,
  registry,
  type Scalar,
  scalar,
  ShapeError,
  spec,
  sum,
  vjp,
} from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apply } from '../../../packages/core/src/tape/apply.ts';
import { caseOf, runs } from '../../laws/caseOf.ts';
import { dot, matrixOfRows, moved, outputOf } from '../../laws/checks.ts';
import { moveForward, tangentOf } from '../../laws/forwardMode.ts';
import { oracleOf, rowsOf } from '../../laws/oracle.ts';
import { program, running } from '../../laws/programs.ts';
import { requireSlope } from '../../laws/richardson.ts';
import { answersOf, listOf, loss, net, netOf, numbersOf, place, requireNear } from './functions.ts';

/** numbers, each within 1e-12 of the largest */
function requireNearInSize(found: readonly number[], expected: readonly number[]): void {
  const size = Math.max(1, ...expected.map(Math.abs));
  requireNear(
    found.map((x) => x / size),
    expected.map((x) => x / size),
  );
}

describe('jvp', () => {
  test.each(registry)('of $name is its textbook derivative', (op) => {
    fc.assert(
      fc.property(caseOf(op), (c) => {
        const { value, tangent } = jvp((xs: readonly Mat[]) => apply(op, xs, c.attributes))(c.xs, c.v);
        const xs = c.xs.map(rowsOf);
        requireNear(numbersOf([value]), numbersOf([outputOf(op, c)]));
        requireNearInSize(
          numbersOf([tangent]),
          numbersOf([matrixOfRows(tangentOf(op)(xs, c.v.map(rowsOf), c.attributes, oracleOf(op)(xs, c.attributes)))]),
        );
      }),
      runs(0.1),
    );
  });
  test('of every intermediate value of a random program is what forward mode carries along', () => {
    fc.assert(
      fc.property(program, (given) => {
        const all = (xs: readonly Mat[]): readonly Mat[] => Array.from(running(given, xs));
        const { tangent } = jvp(all)(given.inputs, given.directions);
        const tape = record(
          all,
          given.inputs.map(({ rows, columns }) => spec(rows, columns)),
        );
        const expected = moveForward(tape, given.inputs, given.directions);
        tangent.forEach((t, i) => requireNearInSize(numbersOf([t]), expected[i]!.tangent.flat()));
      }),
      runs(),
    );
  });
  test('of a tree is the tree of tangents: <g, J v> is <Jᵀ g, v>, and each has the slope of differences', () => {
    fc.assert(
      fc.property(place, ({ parameters, v, x, cotangent }) => {
        const { value, tangent } = jvp(net)(parameters, v, x);
        requireNear(numbersOf(answersOf(value)), numbersOf(answersOf(net(parameters, x))));
        const forward = dot(answersOf(cotangent), answersOf(tangent));
        const backward = dot(listOf(vjp(net)(parameters, x).pullback(cotangent)), listOf(v));
        expect(Math.abs(forward.sum - backward.sum)).toBeLessThanOrEqual(1e-13 * (forward.size + backward.size));
        answersOf(tangent).forEach((t, i) =>
          requireSlope(item(sum(t)), (s) => item(sum(answersOf(net(netOf(moved(listOf(parameters), listOf(v), s)), x))[i]!))),
        );
      }),
      runs(0.3),
    );
  });
  test('is linear in its direction', () => {
    fc.assert(
      fc.property(place, ({ parameters, u, v, x }) => {
        const along = (direction: typeof u) => numbersOf(answersOf(jvp(net)(parameters, direction, x).tangent));
        const both = along(netOf(listOf(u).map((part, i) => add(mul(3, part), listOf(v)[i]!))));
        requireNearInSize(
          both,
          along(u).map((t, i) => 3 * t + along(v)[i]!),
        );
      }),
      runs(0.2),
    );
  });
});

describe('hvp', () => {
  test('has the slope of differences of gradients, and <u, H v> is <v, H u>', () => {
    fc.assert(
      fc.property(place, ({ parameters, u, v, x }) => {
        const product = listOf(hvp(loss)(parameters, v, x));
        const along = (p: typeof parameters): number => dot(listOf(grad(loss)(p, x)), listOf(u)).sum;
        requireSlope(dot(product, listOf(u)).sum, (t) => along(netOf(moved(listOf(parameters), listOf(v), t))));
        const other = dot(listOf(hvp(loss)(parameters, u, x)), listOf(v));
        expect(Math.abs(dot(product, listOf(u)).sum - other.sum)).toBeLessThanOrEqual(1e-12 * Math.max(1, other.size));
      }),
      runs(0.3),
    );
  });
  test('of a program is the forward mode of its gradient', () => {
    fc.assert(
      fc.property(program, (given) => {
        const f = (xs: readonly Mat[]): Scalar =>
          Array.from(running(given, xs)).reduce((total: Scalar, y) => add(total, sum(y)), scalar(0));
        const tape = record(grad(f), given.inputs.map(({ rows, columns }) => spec(rows, columns)) as never);
        const expected = moveForward(tape, given.inputs, given.directions);
        hvp(f)(given.inputs, given.directions).forEach((h, i) => requireNearInSize(numbersOf([h]), expected[i]!.tangent.flat()));
      }),
      runs(0.5),
    );
  });
});

describe('a direction', () => {
  test('may be a number where a scalar is meant', () => {
    const cube = (x: Scalar): Scalar => mul(x, mul(x, x));
    expect([item(jvp(cube)(2, 1).tangent), item(jvp(cube)(scalar(2), 0.5).tangent), item(hvp(cube)(2, 1))]).toEqual([12, 6, 12]);
  });
  test.each([
    [
      'jvp',
      () =>
        jvp(net)({ w: ones(3, 2), rest: [ones(1, 2), scalar(1)] }, { w: ones(3, 2), rest: [ones(2, 1) as never, scalar(1)] }, ones(2, 3)),
    ],
    [
      'hvp',
      () =>
        hvp(loss)({ w: ones(3, 2), rest: [ones(1, 2), scalar(1)] }, { w: ones(3, 2), rest: [ones(2, 1) as never, scalar(1)] }, ones(2, 3)),
    ],
  ])('of another shape is refused by %s with its place in the tree', (name, run) => {
    expect(run).toThrow(ShapeError);
    expect(run).toThrow(`${name}(2x1): the direction at rest.0 must have the shape 1x2`);
  });
});
