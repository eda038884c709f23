import { ArgumentError, ShapeError } from '../errors.ts';
import type { Mat } from '../matrix/mat.ts';
import { checkSizes } from '../matrix/shape.ts';
import { kindOf } from '../matrix/tree.ts';
import type { Minus } from '../matrix/sizes.ts';
import { apply, operands } from '../tape/apply.ts';
import { between } from '../tape/domain.ts';
import type { Attributes, Op } from '../tape/tape.ts';
import { type Public, withOp } from './families.ts';

/** Where a smaller matrix lies in a larger one: its first row and column there, and the sizes that the output takes. */
export interface Window extends Attributes {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

const areWhole = (...places: readonly unknown[]): boolean => places.every((n) => Number.isInteger(n) && (n as number) >= 0);

// ---- slice and pad are each other's adjoint

const sliceOp: Op<Window> = {
  name: 'slice',
  shape([x], { row, column, rows, columns }) {
    const inside =
      areWhole(row, column, rows, columns) && rows >= 1 && columns >= 1 && row + rows <= x!.rows && column + columns <= x!.columns;
    if (!inside)
      throw new ShapeError(
        'slice',
        [x!],
        `rows [${row}, ${row + rows}) and columns [${column}, ${column + columns}) must lie within the matrix and not be empty. ` +
          `Write [from, to] with 0 <= from < to <= ${x!.rows} for rows, ${x!.columns} for columns`,
      );
    return { rows, columns };
  },
  kernel(out, [x], { row, column }) {
    for (let i = 0; i < out.rows; i += 1) {
      const from = (row + i) * x!.columns + column;
      out.values.set(x!.values.subarray(from, from + out.columns), i * out.columns);
    }
  },
  vjps: [(g, _y, [x], { row, column }) => apply(padOp, [g], { row, column, rows: x!.rows, columns: x!.columns })],
  domain: {
    args: [between(-2, 2)],
    attributes: [
      ({ m, n }) => ({ row: m - 1, column: 0, rows: 1, columns: n }),
      ({ m, n }) => ({ row: 0, column: n - 1, rows: m, columns: 1 }),
    ],
  },
  linear: true,
};

const padOp: Op<Window> = {
  name: 'pad',
  shape([x], { row, column, rows, columns }) {
    const inside = areWhole(row, column, rows, columns) && row + x!.rows <= rows && column + x!.columns <= columns;
    if (!inside)
      throw new ShapeError(
        'pad',
        [x!],
        `at row ${row}, column ${column} it does not lie within ${rows}x${columns}. It takes ${row + x!.rows}x${column + x!.columns}`,
      );
    return { rows, columns };
  },
  kernel(out, [x], { row, column }) {
    out.values.fill(0);
    for (let i = 0; i < x!.rows; i += 1) {
      out.values.set(x!.values.subarray(i * x!.columns, (i + 1) * x!.columns), (row + i) * out.columns + column);
    }
  },
  vjps: [(g, _y, [x], { row, column }) => apply(sliceOp, [g], { row, column, rows: x!.rows, columns: x!.columns })],
  domain: { args: [between(-2, 2)], attributes: [({ m, n }) => ({ row: 1, column: 2, rows: m + 1, columns: n + 3 })] },
  linear: true,
};

type Range = readonly [from: number, to: number];
type Length<Given, Whole extends number> = Given extends readonly [infer From extends number, infer To extends number]
  ? Minus<To, From>
  : Whole;
/** Rows and columns from the first number up to, not including, the second. */
export interface Slice {
  <
    R extends number,
    C extends number,
    const Rows extends Range | undefined = undefined,
    const Columns extends Range | undefined = undefined,
  >(
    x: Mat<R, C>,
    ranges: { readonly rows?: Rows; readonly columns?: Columns },
  ): Mat<Length<Rows, R>, Length<Columns, C>>;
}

function rangeOf(given: Range | undefined, size: number, what: string): Range {
  if (given === undefined) return [0, size];
  if (Array.isArray(given) && given.length === 2 && given.every((n) => Number.isInteger(n))) return given;
  throw new ArgumentError(
    `slice: ${what} must be [from, to], two whole numbers counted from 0, to not included; got ${Array.isArray(given) ? `[${given.join(', ')}]` : String(given)}`,
  );
}

function requireKeys(name: string, given: unknown, allowed: readonly string[], example: string): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new ArgumentError(`${name}: the second argument must be an object, got ${kindOf(given)}. Write ${example}`);
  const unknown = Object.keys(given).find((key) => !allowed.includes(key));
  if (unknown !== undefined) throw new ArgumentError(`${name}: ${unknown} is none of ${allowed.join(', ')}. Write ${example}`);
}

/** Rows and columns [from, to), all where left out. Adjoint of `pad`. @throws ShapeError when ranges are empty or reach outside */
export const slice: Public<Slice, Window> = withOp(
  ((x: Mat, ranges: { readonly rows?: Range; readonly columns?: Range }) => {
    const [only] = operands('slice', [x]) as [Mat];
    requireKeys('slice', ranges, ['rows', 'columns'], 'slice(x, { rows: [from, to], columns: [from, to] })');
    const rows = rangeOf(ranges.rows, only.rows, 'rows');
    const columns = rangeOf(ranges.columns, only.columns, 'columns');
    return apply(sliceOp, [only], { row: rows[0], column: columns[0], rows: rows[1] - rows[0], columns: columns[1] - columns[0] });
  }) as Slice,
  sliceOp,
);

/** Zeros (rows x columns) with x at (row, column): the adjoint of `slice`. @throws ShapeError when x reaches outside */
export const pad: Public<
  <R extends number, C extends number>(
    x: Mat,
    place: { readonly row: number; readonly column: number; readonly rows: R; readonly columns: C },
  ) => Mat<R, C>,
  Window
> = withOp(
  <R extends number, C extends number>(
    x: Mat,
    place: { readonly row: number; readonly column: number; readonly rows: R; readonly columns: C },
  ): Mat<R, C> => {
    requireKeys('pad', place, ['row', 'column', 'rows', 'columns'], 'pad(x, { row, column, rows, columns })');
    const { row, column, rows, columns } = place;
    checkSizes('pad', rows, columns);
    if (!Number.isInteger(row) || !Number.isInteger(column))
      throw new ArgumentError(`pad: row and column must be whole numbers counted from 0, got ${String(row)} and ${String(column)}`);
    return apply(padOp, operands('pad', [x]), { row, column, rows, columns }) as Mat<R, C>;
  },
  padOp,
);
