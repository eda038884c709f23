import { type Attributes, type Mat, matrix, type Op } from '@adjoint/core';
import fc, { type Arbitrary } from 'fast-check';
import type { ArgumentDomain, Domain, Size, Sizes } from '../../packages/core/src/tape/domain.ts';

/** One application of an op, with all that the laws want to multiply it by. */
export interface Case {
  readonly xs: readonly Mat[];
  readonly attributes: Attributes;
  /** a cotangent of the output */
  readonly g: Mat;
  /** two directions, a matrix per argument; zero for an argument that only chooses, like a mask */
  readonly u: readonly Mat[];
  readonly v: readonly Mat[];
}

export interface CaseOptions {
  /** sometimes more than 256 rows, so that sums are made in several chunks */
  readonly tall?: true;
  /** entries that stand among those of the domain */
  readonly edges?: readonly number[];
}

/** LAWS_RUNS draws per law and op, or a part of them where a draw is expensive. */
export const runs = (share = 1): { readonly numRuns: number } => ({
  numRuns: Math.max(1, Math.round(Number(process.env.LAWS_RUNS ?? 100) * share)),
});

/** Whether an argument only chooses and is not differentiated: a mask, an index. */
export const isChoice = ({ domain: { args } }: Op, argument: number): boolean =>
  args[argument]?.choices !== undefined || args[argument]?.whole === true;

export const sizeOf = (size: Size, sizes: Sizes): number =>
  typeof size === 'number' ? size : size === 'm+n' ? sizes.m + sizes.n : sizes[size];

/** The multiples of 1/1024 from one number to another. */
export const between = (from: number, to: number): Arbitrary<number> =>
  fc.integer({ min: Math.ceil(from * 1024), max: Math.floor(to * 1024) }).map((n) => n / 1024);

export const matrixOf = (rows: number, columns: number, entry: Arbitrary<number>): Arbitrary<Mat> =>
  fc.array(entry, { minLength: rows * columns, maxLength: rows * columns }).map((values) => matrix.of(rows, columns, values));

/** The cases of an op, in its domain and away from its kinks. */
export function caseOf(op: Op, options: CaseOptions = {}): Arbitrary<Case> {
  const { domain } = op;
  const attributes = fc.nat((domain.attributes?.length ?? 1) - 1);
  const more = op.variadic && domain.args.length > 1 ? fc.nat(2) : fc.constant(0);
  return fc.tuple(sizesOf(domain, options), attributes, more).chain(([sizes, choice, extra]) => {
    const args = [...domain.args, ...domain.args.slice(0, extra)];
    const drawn = domain.attributes?.[choice]?.(sizes) ?? {};
    const shapes = args.map((arg) => ({ rows: sizeOf(arg.rows, sizes), columns: sizeOf(arg.columns, sizes) }));
    const y = op.shape(shapes, drawn);
    const direction = fc.tuple(
      ...shapes.map(({ rows, columns }, i) => matrixOf(rows, columns, isChoice(op, i) ? fc.constant(0) : between(-1, 1))),
    );
    return fc.record({
      xs: fc.tuple(...args.map((arg) => argument(arg, sizes, options))).map((xs) => awayFromKinks(op, xs)),
      attributes: fc.constant(drawn),
      g: matrixOf(y.rows, y.columns, between(-1, 1)),
      u: direction,
      v: direction,
    });
  });
}

function sizesOf({ args }: Domain, { tall }: CaseOptions): Arbitrary<Sizes> {
  const small = fc.integer({ min: 1, max: 5 });
  const sizes = fc.record({ m: small, k: small, n: small });
  if (tall === undefined || args.some(isShaped)) return sizes;
  const many = fc.integer({ min: 257, max: 600 });
  const narrow = fc.integer({ min: 1, max: 2 });
  const long = fc.oneof(fc.record({ m: many, k: narrow, n: narrow }), fc.record({ m: narrow, k: many, n: narrow }));
  return fc.oneof({ weight: 9, arbitrary: sizes }, { weight: 1, arbitrary: long });
}

function argument(arg: ArgumentDomain, sizes: Sizes, { edges }: CaseOptions): Arbitrary<Mat> {
  const inside = entryOf(arg, sizes);
  const entry = edges === undefined || arg.whole ? inside : fc.oneof(inside, fc.constantFrom(...edges));
  const drawn = matrixOf(sizeOf(arg.rows, sizes), sizeOf(arg.columns, sizes), entry);
  return isShaped(arg) && edges === undefined ? drawn.map((x) => conditioned(x, arg)) : drawn;
}

function entryOf({ from, to, whole, below, choices }: ArgumentDomain, sizes: Sizes): Arbitrary<number> {
  if (choices !== undefined) return fc.constantFrom(...choices);
  if (!whole) return between(from, to);
  return below === undefined ? fc.integer({ min: from, max: to }) : fc.nat(sizeOf(below, sizes) - 1);
}

/** Whether more is asked of an argument than of its entries one by one. */
export const isShaped = ({ dominant, definite, spread }: ArgumentDomain): boolean =>
  dominant === true || definite === true || spread === true;

/** The same with a diagonal that outweighs its row and column: the condition number stays below a hundred. */
function conditioned(x: Mat, { definite, spread }: ArgumentDomain): Mat {
  const values = x.toFloat64Array();
  for (let i = 0; i < Math.min(x.rows, x.columns); i += 1) {
    const at = i * x.columns + i;
    values[at]! += (definite ? 1 + x.rows : 0) + (values[at]! < 0 && !definite ? -1 : 1) * (spread ? 10 * (i + 1) : x.rows);
  }
  return matrix.of(x.rows, x.columns, values);
}

const gap = 1 / 64; // finite differences reach less far

function awayFromKinks(op: Op, xs: readonly Mat[]): readonly Mat[] {
  const { kinks = [], kinkOf = 'entry', args } = op.domain;
  if (kinks.length === 0) return xs;
  if (kinkOf === 'entry') return xs.map((x, i) => (isChoice(op, i) ? x : mapped(x, (value) => kinks.reduce(away, value))));
  if (xs.length === 1) return [spreadOut(xs[0]!)];
  const [left, right] = xs as [Mat, Mat];
  const others = right.toFloat64Array();
  const inside = (value: number, i: number) => {
    const moved = kinks.reduce((x, kink) => away(x, others[i]! + kink), value);
    return moved > args[0]!.to ? 2 * others[i]! - moved : moved;
  };
  return [mapped(left, inside), ...xs.slice(1)];
}

const away = (value: number, kink: number): number => (Math.abs(value - kink) >= gap ? value : value < kink ? kink - gap : kink + gap);

/** No two entries closer than the gap: each is lifted above the next smaller one. */
function spreadOut(x: Mat): Mat {
  const values = x.toFloat64Array();
  const order = Array.from(values.keys()).sort((i, j) => values[i]! - values[j]!);
  order.forEach((at, rank) => {
    if (rank > 0) values[at] = Math.max(values[at]!, values[order[rank - 1]!]! + gap);
  });
  return matrix.of(x.rows, x.columns, values);
}

export const mapped = (x: Mat, f: (value: number, index: number) => number): Mat => matrix.of(x.rows, x.columns, x.toFloat64Array().map(f));
