import {
  add,
  checkGradients,
  compile,
  flatten,
  grad,
  hvp,
  interpret,
  isMat,
  type Mat,
  matrix,
  mul,
  record,
  type Scalar,
  simplify,
  spec,
  square,
  sum,
  valueAndGrad,
  vjp,
} from '@adjoint/core';
import fc, { type Arbitrary } from 'fast-check';
import { expect, test } from 'vitest';
import { between, matrixOf, runs } from '../laws/caseOf.ts';
import { dot, matrixOfRows, moved } from '../laws/checks.ts';
import { moveForward } from '../laws/forwardMode.ts';
import { requireSlope } from '../laws/richardson.ts';

// The laws of the op suite, for functions made of many ops: a layer by its parameters and its batch, a loss by its predictions.

/** A function of the matrices of a tree. */
export interface Whole {
  /** a tree with the shapes of what is differentiated */
  readonly tree: unknown;
  readonly of: (tree: any) => Mat;
  /** what every entry is drawn from; -1 to 1 unless given */
  readonly entry?: Arbitrary<number>;
  /** whether these leaves are away from all kinks */
  readonly isSmooth?: (xs: readonly Mat[]) => boolean;
}

interface Case {
  readonly xs: readonly Mat[];
  readonly u: readonly Mat[];
  readonly v: readonly Mat[];
  readonly g: Mat;
}
type OfLeaves = (xs: readonly Mat[]) => Mat;

function ofLeaves({ tree, of }: Whole): OfLeaves {
  const { rebuild } = flatten(tree, isMat);
  return (xs) => of(rebuild(xs));
}

function caseOf(whole: Whole): Arbitrary<Case> {
  const { leaves } = flatten(whole.tree, isMat);
  const like = (entry: Arbitrary<number>): Arbitrary<readonly Mat[]> =>
    fc.tuple(...leaves.map(({ rows, columns }) => matrixOf(rows, columns, entry)));
  const direction = between(-1, 1);
  const xs = like(whole.entry ?? direction).filter(whole.isSmooth ?? (() => true));
  return fc.record({ xs, u: like(direction), v: like(direction), seed: fc.array(direction, { minLength: 7, maxLength: 7 }) }).map((c) => {
    const { rows, columns } = ofLeaves(whole)(c.xs);
    return {
      ...c,
      g: matrix.of(
        rows,
        columns,
        Float64Array.from({ length: rows * columns }, (_, i) => c.seed[i % 7]! + 1 / 8),
      ),
    };
  });
}

const scalarized =
  (of: OfLeaves, g: Mat) =>
  (xs: readonly Mat[]): Scalar =>
    sum(mul(of(xs), g));
/** Σ gy + (gy)²: not linear, whatever the function is. */
const curved =
  (of: OfLeaves, g: Mat) =>
  (xs: readonly Mat[]): Scalar => {
    const weighted = mul(of(xs), g);
    return sum(add(weighted, square(weighted)));
  };

function gradientAgrees(of: OfLeaves, { xs, v, g }: Case): void {
  const f = scalarized(of, g);
  requireSlope(dot(grad(f)(xs), v).sum, (t) => f(moved(xs, v, t)).at(0, 0));
}

function everyEntryAgrees(of: OfLeaves, { xs, g }: Case): void {
  const { checked } = checkGradients(scalarized(of, g), [xs]);
  expect(checked).toBe(xs.reduce((count, { rows, columns }) => count + rows * columns, 0));
}

/** <g, J v> = <Jᵀ g, v> with J v from the textbook's formulas, op by op along the tape. */
function adjointAgrees(of: OfLeaves, { xs, v, g }: Case): void {
  const tape = record(
    (leaves: readonly Mat[]) => of(leaves),
    xs.map(({ rows, columns }) => spec(rows, columns)),
  );
  const [{ tangent }] = moveForward(tape, xs, v) as [ReturnType<typeof moveForward>[number]];
  const forward = dot([g], [matrixOfRows(tangent)]);
  const backward = dot(vjp((leaves: readonly Mat[]) => of(leaves))(xs).pullback(g), v);
  expect(Math.abs(forward.sum - backward.sum)).toBeLessThanOrEqual(1e-12 * Math.max(1, forward.size + backward.size));
}

function secondOrderAgrees(of: OfLeaves, { xs, u, v, g }: Case): void {
  const gradient = grad(curved(of, g));
  const along = (leaves: readonly Mat[]): Scalar =>
    gradient(leaves).reduce((total: Scalar, each, i) => add(total, sum(mul(each, v[i]!))) as Scalar, matrix([[0]]));
  requireSlope(dot(grad(along)(xs), u).sum, (t) => along(moved(xs, u, t)).at(0, 0));
  const product = hvp(curved(of, g));
  const [left, right] = [dot(u, product(xs, v)), dot(v, product(xs, u))];
  expect(Math.abs(left.sum - right.sum)).toBeLessThanOrEqual(1e-11 * Math.max(1, left.size + right.size));
}

const bitsOf = (xs: readonly Mat[]): readonly string[] =>
  xs.map((x) => `${x.rows}x${x.columns} ${Array.from(new BigUint64Array(x.toFloat64Array().buffer)).join(' ')}`);

/** Compiled, value and gradient are the bits of their simplified tape interpreted; called, the function is its tape interpreted. */
function compiledAgrees(of: OfLeaves, { xs, g }: Case): void {
  const shapes = xs.map(({ rows, columns }) => spec(rows, columns));
  const f = (leaves: readonly Mat[]): Mat => of(leaves);
  expect(bitsOf(interpret(record(f, shapes), xs))).toEqual(bitsOf([f(xs)]));
  const both = (leaves: readonly Mat[]) => {
    const { value, gradient } = valueAndGrad(scalarized(of, g))(leaves);
    return [of(leaves), value, ...gradient];
  };
  expect(bitsOf(compile(both)(xs))).toEqual(bitsOf(interpret(simplify(record(both, shapes)), xs)));
}

/** States the laws of a function of a tree. */
export function obeysTheLaws(whole: Whole, share = 0.1): void {
  const of = ofLeaves(whole);
  const holds = (law: (of: OfLeaves, c: Case) => void, part: number) => () =>
    fc.assert(
      fc.property(caseOf(whole), (c) => law(of, c)),
      runs(part),
    );
  test('its gradient agrees with extrapolated differences', holds(gradientAgrees, share));
  test('checkGradients finds no entry that differs', holds(everyEntryAgrees, share / 5));
  test('its vjp is the adjoint of the textbook derivative', holds(adjointAgrees, share));
  test('its second derivatives agree with differences of gradients, and are symmetric', holds(secondOrderAgrees, share / 2));
  test('compiled it gives the same bits as interpreted', holds(compiledAgrees, share));
}
