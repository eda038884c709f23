import {
  add,
  type Attributes,
  differentiate,
  grad,
  hvp,
  interpret,
  type Mat,
  matrix,
  mul,
  type Op,
  type Scalar,
  square,
  sum,
  type Tape,
} from '@adjoint/core';
import { apply } from '../../packages/core/src/tape/apply.ts';
import { Recorder } from '../../packages/core/src/tape/recorder.ts';
import { type Case, isChoice } from './caseOf.ts';
import { tangentOf } from './forwardMode.ts';
import { oracleOf, type Rows, rowsOf } from './oracle.ts';
import { requireSlope } from './richardson.ts';

// The laws of one op as functions that throw: the law tests draw cases for them, the mutants are what they must catch.

const call = (op: Op, xs: readonly Mat[], attributes: Attributes): Mat => apply(op, xs, attributes);
export const outputOf = (op: Op, { xs, attributes }: Case): Mat => call(op, xs, attributes);

/** xs + t · direction */
export const moved = (xs: readonly Mat[], direction: readonly Mat[], t: number): readonly Mat[] =>
  xs.map((x, i) => {
    const by = direction[i]!.toFloat64Array();
    return matrix.of(
      x.rows,
      x.columns,
      x.toFloat64Array().map((value, at) => value + t * by[at]!),
    );
  });

/** Σ a b over all matrices, and Σ |a b|, which tells how much of it rounding may take. */
export function dot(a: readonly Mat[], b: readonly Mat[]): { readonly sum: number; readonly size: number } {
  let [sum, size] = [0, 0];
  a.forEach((x, i) => {
    const others = b[i]!.toFloat64Array();
    x.toFloat64Array().forEach((value, at) => {
      sum += value * others[at]!;
      size += Math.abs(value * others[at]!);
    });
  });
  return { sum, size };
}

export const matrixOfRows = (rows: Rows): Mat => matrix(rows as number[][]);

/** @throws unless two matrices have one shape and entries within the tolerance of max(1, |expected|) */
export function requireClose(found: Mat, expected: Mat, tolerance: number, what: string): void {
  if (found.rows !== expected.rows || found.columns !== expected.columns)
    throw new Error(`${what}: ${found.rows}x${found.columns} should be ${expected.rows}x${expected.columns}`);
  const others = expected.toFloat64Array();
  found.toFloat64Array().forEach((value, at) => {
    const other = others[at]!;
    if (Object.is(value, other) || Math.abs(value - other) <= tolerance * Math.max(1, Math.abs(other))) return;
    throw new Error(`${what}: entry ${at} is ${value} and should be ${other}`);
  });
}

export function valueAgrees(op: Op, c: Case): void {
  const found = outputOf(op, c);
  const expected = matrixOfRows(oracleOf(op)(c.xs.map(rowsOf), c.attributes));
  const shape = op.shape(c.xs, c.attributes);
  if (shape.rows !== expected.rows || shape.columns !== expected.columns) throw new Error(`shape says ${shape.rows}x${shape.columns}`);
  requireClose(found, expected, 1e-12, op.name);
}

/** The tape of one application: its arguments are inputs. */
export function oneEntry(op: Op, { xs, attributes }: Case): Tape {
  const recorder = new Recorder();
  const handles = xs.map((x) => recorder.input({ rows: x.rows, columns: x.columns }));
  return recorder.close([recorder.append(op, handles, attributes)]).tape;
}

/** The cotangents of the arguments as `differentiate` gives them, nothing simplified. */
export const pulledBack = (op: Op, c: Case, g: Mat = c.g): readonly Mat[] =>
  interpret(differentiate(oneEntry(op, c)), [...c.xs, g]).slice(1);

/** Σ g op(xs): a number of the arguments whose gradient is one vjp. */
const scalarized =
  (op: Op, { attributes, g }: Case) =>
  (xs: readonly Mat[]): Scalar =>
    sum(mul(call(op, xs, attributes), g));

/** Σ gy + (gy)²: the second derivative of a linear op is then not zero, so its rule is used twice too. */
const curved =
  (op: Op, { attributes, g }: Case) =>
  (xs: readonly Mat[]): Scalar => {
    const weighted = mul(call(op, xs, attributes), g);
    return sum(add(weighted, square(weighted)));
  };

const isZero = (x: Mat): boolean => x.toFloat64Array().every((value) => value === 0);

export function gradientAgrees(op: Op, c: Case): void {
  const f = scalarized(op, c);
  const gradient = grad(f)(c.xs);
  if (op.domain.detached) {
    if (!gradient.every(isZero)) throw new Error(`${op.name} is detached, but a cotangent flows`);
    return;
  }
  requireSlope(dot(gradient, c.v).sum, (t) => f(moved(c.xs, c.v, t)).at(0, 0));
}

/** <g, J v> = <Jᵀ g, v> with J v from the textbook's formulas. */
export function adjointAgrees(op: Op, c: Case): void {
  const xs = c.xs.map(rowsOf);
  const tangent = matrixOfRows(tangentOf(op)(xs, c.v.map(rowsOf), c.attributes, oracleOf(op)(xs, c.attributes)));
  const forward = dot([c.g], [tangent]);
  const cotangents = pulledBack(op, c);
  cotangents.forEach((cotangent, argument) => {
    if (isChoice(op, argument) && !isZero(cotangent)) throw new Error(`argument ${argument} only chooses, but a cotangent flows`);
  });
  const backward = dot(cotangents, c.v);
  if (Math.abs(forward.sum - backward.sum) <= 1e-12 * (forward.size + backward.size)) return;
  throw new Error(`<g, J v> is ${forward.sum}, <Jᵀ g, v> is ${backward.sum}`);
}

/** The slope of <grad f, v> along u is that of extrapolated differences of gradients. */
export function secondOrderAgrees(op: Op, c: Case): void {
  const gradient = grad(curved(op, c));
  const along = (xs: readonly Mat[]): Scalar =>
    gradient(xs).reduce((total: Scalar, g, i) => add(total, sum(mul(g, c.v[i]!))) as Scalar, matrix([[0]]));
  const slope = dot(grad(along)(c.xs), c.u).sum;
  if (op.domain.detached) return requireSlope(slope, () => 0);
  requireSlope(slope, (t) => along(moved(c.xs, c.u, t)).at(0, 0));
}

/** <u, H v> = <v, H u>: a Hessian is symmetric. */
export function hessianSymmetric(op: Op, c: Case): void {
  const product = hvp(curved(op, c));
  const left = dot(c.u, product(c.xs, c.v));
  const right = dot(c.v, product(c.xs, c.u));
  if (Math.abs(left.sum - right.sum) <= 1e-11 * Math.max(1, left.size + right.size)) return;
  throw new Error(`<u, H v> is ${left.sum}, <v, H u> is ${right.sum}`);
}

/** No cotangent in, none out: exactly 0, however steep the op is. */
export function zeroStaysZero(op: Op, c: Case): void {
  const zero = matrix.of(c.g.rows, c.g.columns, c.g.toFloat64Array().fill(0));
  pulledBack(op, c, zero).forEach((g, argument) => {
    if (!isZero(g)) throw new Error(`a zero cotangent gives argument ${argument}\n${g.toString()}`);
  });
}
