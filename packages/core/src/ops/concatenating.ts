import { ArgumentError, ShapeError } from '../errors.ts';
import type { Fits, Mat } from '../matrix/mat.ts';
import type { Shape } from '../matrix/shape.ts';
import type { Total } from '../matrix/sizes.ts';
import { apply, operands } from '../tape/apply.ts';
import { between } from '../tape/domain.ts';
import type { Op } from '../tape/tape.ts';
import { type Public, withOp } from './families.ts';
import { slice } from './slicing.ts';

// The adjoint of a concatenation slices.

const alike = (xs: readonly Shape[], side: 'rows' | 'columns'): boolean => xs.every((x) => x[side] === xs[0]![side]);
const total = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + size, 0);

type Side = 'rows' | 'columns';

/** Where each matrix begins, and last where all end. Kept per list of arguments: their rules ask one by one, and each answer is a sum over the list. */
function placesOf(side: Side): (xs: readonly Shape[]) => readonly number[] {
  const kept = new WeakMap<readonly Shape[], readonly number[]>();
  return (xs) => {
    const known = kept.get(xs);
    if (known !== undefined) return known;
    let next = 0;
    const places = [0, ...xs.map((x) => (next += x[side]))];
    kept.set(xs, places);
    return places;
  };
}

const branches = 16;
/**
 * The part of g that belongs to one argument. Of many arguments it is cut out of the part of its neighbours, that out of a larger one:
 * so the derivative of all parts together, which pads each to the size of what it was cut from, is not quadratic in their number.
 */
function cutter(side: Side): (g: Mat, xs: readonly Shape[], argument: number) => Mat {
  const placesIn = placesOf(side);
  return (g, xs, argument) => {
    const places = placesIn(xs);
    let part = g;
    let from = 0; // of the part
    let most = 1;
    while (most * branches < xs.length) most *= branches;
    for (let count = most; count >= 1; count /= branches) {
      const first = argument - (argument % count);
      const [start, end] = [places[first]!, places[Math.min(first + count, xs.length)]!];
      if (end - start < part[side]) part = slice(part, { [side]: [start - from, end - from] });
      from = start;
    }
    return part;
  };
}
const partOfRows = cutter('rows');
const partOfColumns = cutter('columns');

const concatColumnsOp: Op = {
  name: 'concatColumns',
  shape(xs) {
    const { rows } = xs[0]!;
    if (xs.some((x) => x.rows !== rows))
      throw new ShapeError(
        'concatColumns',
        xs,
        `all must have the same number of rows${alike(xs, 'columns') ? '. Did you mean concatRows?' : ''}`,
      );
    return { rows, columns: total(xs.map(({ columns }) => columns)) };
  },
  kernel(out, xs) {
    let column = 0;
    for (const x of xs) {
      for (let i = 0; i < out.rows; i += 1) out.values.set(x.values.subarray(i * x.columns, (i + 1) * x.columns), i * out.columns + column);
      column += x.columns;
    }
  },
  vjps: [(g, _y, xs, _attributes, argument) => partOfColumns(g, xs, argument)],
  domain: { args: [between(-2, 2), between(-2, 2, 'm', 'k')] },
  variadic: true,
  linear: true,
};

const concatRowsOp: Op = {
  name: 'concatRows',
  shape(xs) {
    const { columns } = xs[0]!;
    if (xs.some((x) => x.columns !== columns))
      throw new ShapeError(
        'concatRows',
        xs,
        `all must have the same number of columns${alike(xs, 'rows') ? '. Did you mean concatColumns?' : ''}`,
      );
    return { rows: total(xs.map(({ rows }) => rows)), columns };
  },
  kernel(out, xs) {
    let at = 0;
    for (const x of xs) {
      out.values.set(x.values, at);
      at += x.values.length;
    }
  },
  vjps: [(g, _y, xs, _attributes, argument) => partOfRows(g, xs, argument)],
  domain: { args: [between(-2, 2), between(-2, 2, 'k', 'n')] },
  variadic: true,
  linear: true,
};

type RowsOf<X extends readonly Mat[]> = { readonly [I in keyof X]: X[I]['rows'] };
type ColumnsOf<X extends readonly Mat[]> = { readonly [I in keyof X]: X[I]['columns'] };
/** what all the sizes are: their intersection (n & number is n, n & n is n) */
type Common<Sizes extends readonly number[]> = Sizes extends readonly [infer N extends number]
  ? N
  : Sizes extends readonly [infer N extends number, ...infer Others extends readonly number[]]
    ? N & Common<Others>
    : number;
type SameRows<X extends readonly Mat[]> = {
  readonly [I in keyof X]: Fits<
    X[I]['rows'],
    X[0]['rows'],
    X[I],
    `concatColumns: this matrix has ${X[I]['rows']} rows, the first has ${X[0]['rows']}`
  >;
};
type SameColumns<X extends readonly Mat[]> = {
  readonly [I in keyof X]: Fits<
    X[I]['columns'],
    X[0]['columns'],
    X[I],
    `concatRows: this matrix has ${X[I]['columns']} columns, the first has ${X[0]['columns']}`
  >;
};
export interface ConcatColumns {
  <X extends readonly [Mat, ...Mat[]] | readonly Mat[]>(...xs: SameRows<X>): Mat<Common<RowsOf<X>>, Total<ColumnsOf<X>>>;
}
export interface ConcatRows {
  <X extends readonly [Mat, ...Mat[]] | readonly Mat[]>(...xs: SameColumns<X>): Mat<Total<RowsOf<X>>, Common<ColumnsOf<X>>>;
}

const concat =
  (op: Op) =>
  (...xs: readonly Mat[]): Mat => {
    if (xs.length === 0) throw new ArgumentError(`${op.name}: needs at least one matrix`);
    if (Array.isArray(xs[0])) throw new ArgumentError(`${op.name}: takes the matrices one by one, got an array. Write ${op.name}(...xs)`);
    return apply(op, operands(op.name, xs));
  };
/** Matrices of as many rows, side by side. @throws ShapeError when rows differ */
export const concatColumns: Public<ConcatColumns> = withOp(concat(concatColumnsOp) as ConcatColumns, concatColumnsOp);
/** Matrices of as many columns, one below the other. @throws ShapeError when columns differ */
export const concatRows: Public<ConcatRows> = withOp(concat(concatRowsOp) as ConcatRows, concatRowsOp);
