import type * as core from '@adjoint/core';
import type { Attributes, Mat, Op } from '@adjoint/core';
import { cholesky, determinant, packedEigen, packedSvd, qr, solved } from './decompositions.ts';
import { erfOf } from './erf.ts';
import { build, identity, type Rows, times, transposed } from './rows.ts';

export type { Rows };

/** A public function that carries the record of an op: `sum` is a second name for `sumTo`. */
type Core = typeof core;
export type OpName = 'call' | Exclude<{ [K in keyof Core]: Core[K] extends { readonly op: object } ? K : never }[keyof Core], 'sum'>;

/** What an op gives, from plain formulas that share nothing with the package. */
export type Oracle = (xs: readonly Rows[], attributes: Attributes) => Rows;

const entrywise =
  (f: (...entries: number[]) => number): Oracle =>
  (xs) =>
    xs[0]!.map((row, i) => row.map((_, j) => f(...xs.map((x) => x[i]![j]!))));

const numbers = (attributes: Attributes) =>
  attributes as Readonly<Record<'row' | 'column' | 'rows' | 'columns' | 'axis' | 'reverse' | 'offset' | 'classes', number>>;

/** For each entry of the output the entries that are reduced to it. */
const reducing =
  (reduce: (entries: readonly number[]) => number): Oracle =>
  ([x], attributes) => {
    const { rows, columns } = numbers(attributes);
    return build(rows, columns, (i, j) =>
      reduce(x!.flatMap((row, r) => (rows === 1 || r === i ? row.filter((_, c) => columns === 1 || c === j) : []))),
    );
  };

const add = (entries: readonly number[]): number => entries.reduce((sum, entry) => sum + entry, 0);
const holds = (test: (a: number, b: number) => boolean): Oracle => entrywise((a, b) => (test(a, b) ? 1 : 0));
/** Shifted so that it stays finite; an infinite largest entry is the answer. */
function logSumExp(entries: readonly number[]): number {
  const largest = Math.max(...entries);
  return Number.isFinite(largest) ? largest + Math.log(add(entries.map((entry) => Math.exp(entry - largest)))) : largest;
}
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const either = (mask: number, a: number, b: number): number => (Number.isNaN(mask) ? NaN : mask === 0 ? b : a);

const roundedToEven = (x: number): number => {
  if (!Number.isFinite(x) || Number.isInteger(x)) return x;
  const [below, above] = [Math.floor(x), Math.ceil(x)];
  if (x - below !== 0.5) return x - below < 0.5 ? below * Math.sign(x) * Math.sign(x) : above;
  return below % 2 === 0 ? below : above;
};
const norm = (entries: readonly number[]): number => (entries.some(Number.isNaN) ? NaN : Math.hypot(...entries));
const positionOf = (entries: readonly number[], extreme: number): number => (Number.isNaN(extreme) ? NaN : entries.indexOf(extreme));
function cumulated(x: Rows, { axis, reverse }: { readonly axis: number; readonly reverse: number }): Rows {
  const sums = (line: readonly number[]): readonly number[] => line.map((_, i) => line.slice(0, i + 1).reduce((sum, entry) => sum + entry));
  const along = (line: readonly number[]): readonly number[] => (reverse === 1 ? sums(line.toReversed()).toReversed() : sums(line));
  return axis === 1 ? x.map(along) : transposed(transposed(x).map(along));
}
const shifted = (entries: readonly number[]): readonly number[] => {
  const largest = Math.max(...entries);
  return entries.map((entry) => entry - largest);
};
/** Along each row (axis 1), each column (axis 0) or over all entries (axis -1). */
const grouped =
  (f: (entries: readonly number[]) => readonly number[]): Oracle =>
  ([x], attributes) => {
    const { axis } = numbers(attributes);
    if (axis === 1) return x!.map(f);
    if (axis === 0) return transposed(transposed(x!).map(f));
    const all = f(x!.flat());
    return build(x!.length, x![0]!.length, (i, j) => all[i * x![0]!.length + j]!);
  };

export const oracle: Readonly<Record<OpName, Oracle>> = {
  broadcastTo: ([x], attributes) =>
    build(numbers(attributes).rows, numbers(attributes).columns, (i, j) => x![i % x!.length]![j % x![0]!.length]!),
  sumTo: reducing(add),
  transpose: ([x]) => transposed(x!),
  reshape: ([x], attributes) =>
    build(numbers(attributes).rows, numbers(attributes).columns, (i, j) => x!.flat()[i * numbers(attributes).columns + j]!),
  slice: ([x], attributes) =>
    build(
      numbers(attributes).rows,
      numbers(attributes).columns,
      (i, j) => x![numbers(attributes).row + i]![numbers(attributes).column + j]!,
    ),
  pad: ([x], attributes) =>
    build(
      numbers(attributes).rows,
      numbers(attributes).columns,
      (i, j) => x![i - numbers(attributes).row]?.[j - numbers(attributes).column] ?? 0,
    ),
  concatColumns: (xs) => xs[0]!.map((_, i) => xs.flatMap((x) => x[i]!)),
  concatRows: (xs) => xs.flat(),
  add: entrywise((a, b) => a + b),
  sub: entrywise((a, b) => a - b),
  mul: entrywise((a, b) => a * b),
  mulZero: entrywise((a, b) => (a === 0 ? 0 : a * b)),
  div: entrywise((a, b) => a / b),
  neg: entrywise((x) => -x),
  reciprocal: entrywise((x) => 1 / x),
  square: entrywise((x) => x ** 2),
  greater: holds((a, b) => a > b),
  less: holds((a, b) => a < b),
  greaterEqual: holds((a, b) => a >= b),
  lessEqual: holds((a, b) => a <= b),
  equal: holds((a, b) => a === b),
  notEqual: holds((a, b) => a !== b),
  maximum: entrywise((a, b) => Math.max(a, b)),
  minimum: entrywise((a, b) => Math.min(a, b)),
  where: entrywise((mask, a, b) => either(mask, a, b)),
  abs: entrywise((x) => Math.abs(x)),
  sign: entrywise((x) => Math.sign(x)),
  exp: entrywise((x) => Math.exp(x)),
  log: entrywise((x) => Math.log(x)),
  log1p: entrywise((x) => Math.log1p(x)),
  sqrt: entrywise((x) => Math.sqrt(x)),
  tanh: entrywise((x) => Math.tanh(x)),
  sigmoid: entrywise((x) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)))),
  logSigmoid: entrywise((x) => -softplus(-x)),
  softplus: entrywise((x) => softplus(x)),
  relu: entrywise((x) => Math.max(x, 0)),
  step: entrywise((x) => (Number.isNaN(x) ? NaN : Number(x > 0))),
  max: reducing((entries) => Math.max(...entries)),
  min: reducing((entries) => Math.min(...entries)),
  logSumExp: reducing(logSumExp),
  matmul: ([a, b]) => times(a!, b!),
  inverse: ([a]) => solved(a!, identity(a!.length)),
  solve: ([a, b]) => solved(a!, b!),
  stopGradient: ([x]) => x!,
  call: ([x]) => x!, // the law's call passes its argument on
  pow: entrywise((x, p) => (x === 1 ? 1 : x ** p)), // C's pow(1, NaN) is 1
  expm1: entrywise((x) => Math.expm1(x)),
  sin: entrywise((x) => Math.sin(x)),
  cos: entrywise((x) => Math.cos(x)),
  tan: entrywise((x) => Math.tan(x)),
  atan: entrywise((x) => Math.atan(x)),
  sinh: entrywise((x) => Math.sinh(x)),
  cosh: entrywise((x) => Math.cosh(x)),
  erf: entrywise((x) => erfOf(x)),
  floor: entrywise((x) => Math.floor(x)),
  ceil: entrywise((x) => Math.ceil(x)),
  round: entrywise((x) => roundedToEven(x)),
  norm: reducing(norm),
  argMax: reducing((entries) => positionOf(entries, Math.max(...entries))),
  argMin: reducing((entries) => positionOf(entries, Math.min(...entries))),
  cumulativeSum: ([x], attributes) => cumulated(x!, numbers(attributes)),
  softmax: grouped((entries) => {
    const powers = shifted(entries).map(Math.exp);
    const total = add(powers);
    return powers.map((power) => power / total);
  }),
  logSoftmax: grouped((entries) => {
    const total = Math.log(add(shifted(entries).map(Math.exp)));
    return shifted(entries).map((entry) => entry - total);
  }),
  gatherRows: ([table, indices]) => indices!.map(([index]) => table![index!]!),
  scatterRows: ([x, indices], attributes) =>
    build(numbers(attributes).rows, x![0]!.length, (i, j) => add(x!.flatMap((row, r) => (indices![r]![0] === i ? [row[j]!] : [])))),
  oneHot: ([labels], attributes) => build(labels!.length, numbers(attributes).classes, (i, j) => Number(labels![i]![0] === j)),
  tril: ([x], attributes) => x!.map((row, i) => row.map((entry, j) => (j <= i + numbers(attributes).offset ? entry : 0))),
  triu: ([x], attributes) => x!.map((row, i) => row.map((entry, j) => (j >= i + numbers(attributes).offset ? entry : 0))),
  diagonal: ([x]) => build(Math.min(x!.length, x![0]!.length), 1, (i) => x![i]![i]!),
  diagonalMatrix: ([x]) => build(x!.length, x!.length, (i, j) => (i === j ? x![i]![0]! : 0)),
  det: ([a]) => [[determinant(a!)]],
  logDet: ([a]) => [[determinant(a!) < 0 ? NaN : Math.log(determinant(a!))]],
  cholesky: ([a]) => cholesky(a!),
  qr: ([a]) => qr(a!),
  svd: ([a]) => packedSvd(a!),
  eigSymmetric: ([a]) => packedEigen(a!),
};

export const rowsOf = (x: Mat): Rows => x.toArray();

/** The oracle of an op. */
export function oracleOf(op: Op): Oracle {
  const found = (oracle as Readonly<Record<string, Oracle>>)[op.name];
  if (found === undefined) throw new Error(`${op.name} has no line in test/laws/oracle.ts`);
  return found;
}
