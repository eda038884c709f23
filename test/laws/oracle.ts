import type * as core from '@adjoint/core';
import type { Attributes, Mat, Op } from '@adjoint/core';
import { Matrix, QrDecomposition } from 'ml-matrix';

/** A public function that carries the record of an op: `sum` is a second name for `sumTo`. */
type Core = typeof core;
export type OpName = Exclude<{ [K in keyof Core]: Core[K] extends { readonly op: object } ? K : never }[keyof Core], 'sum'>;

export type Rows = readonly (readonly number[])[];
/** What an op gives, from plain formulas that share nothing with the package. */
export type Oracle = (xs: readonly Rows[], attributes: Attributes) => Rows;

const entrywise =
  (f: (...entries: number[]) => number): Oracle =>
  (xs) =>
    xs[0]!.map((row, i) => row.map((_, j) => f(...xs.map((x) => x[i]![j]!))));

const build = (rows: number, columns: number, entry: (i: number, j: number) => number): Rows =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (__, j) => entry(i, j)));

const numbers = (attributes: Attributes) => attributes as Readonly<Record<'row' | 'column' | 'rows' | 'columns', number>>;

/** For each entry of the output the entries that are reduced to it. */
const reducing =
  (reduce: (entries: readonly number[]) => number): Oracle =>
  ([x], attributes) => {
    const { rows, columns } = numbers(attributes);
    return build(rows, columns, (i, j) => reduce(x!.flatMap((row, r) => (rows === 1 || r === i ? row.filter((_, c) => columns === 1 || c === j) : []))));
  };

export const add = (entries: readonly number[]): number => entries.reduce((sum, entry) => sum + entry, 0);
const holds = (test: (a: number, b: number) => boolean): Oracle => entrywise((a, b) => (test(a!, b!) ? 1 : 0));
const transposed = (x: Rows): Rows => x[0]!.map((_, j) => x.map((row) => row[j]!));
const mmul = (a: Rows, b: Rows): Rows => build(a.length, b[0]!.length, (i, j) => add(a[i]!.map((entry, k) => entry * b[k]![j]!)));
const solved = (a: Rows, b: Rows): Rows => new QrDecomposition(new Matrix(a as number[][])).solve(new Matrix(b as number[][])).to2DArray();
const identity = (n: number): Rows => build(n, n, (i, j) => (i === j ? 1 : 0));

/** Shifted so that it stays finite; an infinite largest entry is the answer. */
function logSumExp(entries: readonly number[]): number {
  const largest = Math.max(...entries);
  return Number.isFinite(largest) ? largest + Math.log(add(entries.map((entry) => Math.exp(entry - largest)))) : largest;
}
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const either = (mask: number, a: number, b: number): number => (Number.isNaN(mask) ? NaN : mask === 0 ? b : a);

export const oracle: Readonly<Record<OpName, Oracle>> = {
  broadcastTo: ([x], attributes) => build(numbers(attributes).rows, numbers(attributes).columns, (i, j) => x![i % x!.length]![j % x![0]!.length]!),
  sumTo: reducing(add),
  transpose: ([x]) => transposed(x!),
  reshape: ([x], attributes) => build(numbers(attributes).rows, numbers(attributes).columns, (i, j) => x!.flat()[i * numbers(attributes).columns + j]!),
  slice: ([x], attributes) => build(numbers(attributes).rows, numbers(attributes).columns, (i, j) => x![numbers(attributes).row + i]![numbers(attributes).column + j]!),
  pad: ([x], attributes) => build(numbers(attributes).rows, numbers(attributes).columns, (i, j) => x![i - numbers(attributes).row]?.[j - numbers(attributes).column] ?? 0),
  concatColumns: (xs) => xs[0]!.map((_, i) => xs.flatMap((x) => x[i]!)),
  concatRows: (xs) => xs.flat(),
  add: entrywise((a, b) => a! + b!),
  sub: entrywise((a, b) => a! - b!),
  mul: entrywise((a, b) => a! * b!),
  mulZero: entrywise((a, b) => (a === 0 ? 0 : a! * b!)),
  div: entrywise((a, b) => a! / b!),
  neg: entrywise((x) => -x!),
  reciprocal: entrywise((x) => 1 / x!),
  square: entrywise((x) => x! ** 2),
  greater: holds((a, b) => a > b),
  less: holds((a, b) => a < b),
  greaterEqual: holds((a, b) => a >= b),
  lessEqual: holds((a, b) => a <= b),
  equal: holds((a, b) => a === b),
  notEqual: holds((a, b) => a !== b),
  maximum: entrywise((a, b) => Math.max(a!, b!)),
  minimum: entrywise((a, b) => Math.min(a!, b!)),
  where: entrywise((mask, a, b) => either(mask!, a!, b!)),
  abs: entrywise((x) => Math.abs(x!)),
  sign: entrywise((x) => Math.sign(x!)),
  exp: entrywise((x) => Math.exp(x!)),
  log: entrywise((x) => Math.log(x!)),
  log1p: entrywise((x) => Math.log1p(x!)),
  sqrt: entrywise((x) => Math.sqrt(x!)),
  tanh: entrywise((x) => Math.tanh(x!)),
  sigmoid: entrywise((x) => (x! < 0 ? Math.exp(x!) / (1 + Math.exp(x!)) : 1 / (1 + Math.exp(-x!)))),
  logSigmoid: entrywise((x) => -softplus(-x!)),
  softplus: entrywise((x) => softplus(x!)),
  relu: entrywise((x) => Math.max(x!, 0)),
  step: entrywise((x) => (Number.isNaN(x) ? NaN : Number(x! > 0))),
  max: reducing((entries) => Math.max(...entries)),
  min: reducing((entries) => Math.min(...entries)),
  logSumExp: reducing(logSumExp),
  matmul: ([a, b]) => mmul(a!, b!),
  inverse: ([a]) => solved(a!, identity(a!.length)),
  solve: ([a, b]) => solved(a!, b!),
  stopGradient: ([x]) => x!,
};

export const rowsOf = (x: Mat): Rows => x.toArray();

/** The oracle of an op. */
export function oracleOf(op: Op): Oracle {
  const found = (oracle as Readonly<Record<string, Oracle>>)[op.name];
  if (found === undefined) throw new Error(`${op.name} has no line in test/laws/oracle.ts`);
  return found;
}
