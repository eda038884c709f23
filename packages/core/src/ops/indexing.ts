import { ArgumentError, ShapeError } from '../errors.ts';
import type { Fits, Mat, ShapeText } from '../matrix/mat.ts';
import { checkSizes } from '../matrix/shape.ts';
import { apply, operands } from '../tape/apply.ts';
import { type ArgumentDomain, between } from '../tape/domain.ts';
import type { Attributes, Block, Op } from '../tape/tape.ts';
import { chunkOf } from './chunks.ts';
import { none, type Public, withOp } from './families.ts';
import { reducing, reduction, type Reduction } from './reductions.ts';
import type { Sizes } from './shaping.ts';

// Indices and labels are matrices: one column of whole numbers, counted from 0.

const indices: ArgumentDomain = { ...between(0, 1, 'm', 1), whole: true };

/** The whole number in row i of a column, below `limit`. @throws ArgumentError on anything else */
function indexAt(op: string, column: Block, i: number, limit: number): number {
  const index = column.values[i]!;
  if (Number.isInteger(index) && index >= 0 && index < limit) return index;
  throw new ArgumentError(
    `${op}: row ${i} of the indices holds ${index}, which is not a whole number from 0 to ${limit - 1}${index === limit ? '. If yours count from 1, write sub(indices, 1)' : ''}`,
  );
}
function requireColumn(op: string, column: { readonly rows: number; readonly columns: number }): void {
  if (column.columns === 1) return;
  throw new ShapeError(op, [column], `indices must be one column${column.rows === 1 ? '. Did you mean transpose(indices)?' : ''}`);
}

// ---- gatherRows and scatterRows are each other's adjoint

const gatherOp: Op = {
  name: 'gatherRows',
  shape([table, column]) {
    requireColumn('gatherRows', column!);
    return { rows: column!.rows, columns: table!.columns };
  },
  kernel(out, [table, column]) {
    for (let i = 0; i < out.rows; i += 1) {
      const from = indexAt('gatherRows', column!, i, table!.rows) * out.columns;
      out.values.set(table!.values.subarray(from, from + out.columns), i * out.columns);
    }
  },
  vjps: [(g, _y, [table, column]) => scatterRows(g, column!, table!.rows), none],
  domain: { args: [between(-2, 2, 'k', 'n'), { ...indices, below: 'k' }] },
};
type Column<Name extends string, R extends number, C extends number> = Fits<
  C,
  1,
  Mat<R, C>,
  `${Name}: indices must be one column, got ${ShapeText<R, C>}`
>;
/**
 * The rows of a table (k x n) that the indices (m x 1) name, in their order, repeated where they repeat: m x n. Adjoint of `scatterRows`; no
 * derivative by the indices.
 * @throws ArgumentError on an index outside the table
 * @throws ShapeError unless the indices are one column
 */
export const gatherRows: Public<
  <R extends number, C extends number, N extends number, K extends number>(
    table: Mat<R, C>,
    indices: Column<'gatherRows', N, K>,
  ) => Mat<N, C>
> = withOp((table, column) => apply(gatherOp, operands('gatherRows', [table, column])) as never, gatherOp);

interface Rows extends Attributes {
  readonly rows: number;
}
const scatterOp: Op<Rows> = {
  name: 'scatterRows',
  shape([x, column], { rows }) {
    requireColumn('scatterRows', column!);
    if (x!.rows !== column!.rows) throw new ShapeError('scatterRows', [x!, column!], 'there must be one index per row');
    return { rows, columns: x!.columns };
  },
  kernel: (out, [x, column]) => scatter(out, x!, column!),
  vjps: [(g, _y, [_x, column]) => gatherRows(g, column!), none],
  domain: { args: [between(-2, 2), { ...indices, below: 'k' }], attributes: [({ k }) => ({ rows: k })] },
};
// a sum over rows: in chunks, like every other
function scatter(out: Block, x: Block, column: Block): void {
  const chunk = chunkOf(x.rows);
  const partial = x.rows > chunk ? new Float64Array(out.values.length) : out.values;
  for (let start = 0; start < x.rows; start += chunk) {
    const target = start === 0 ? out.values : partial;
    target.fill(0);
    for (let i = start; i < Math.min(x.rows, start + chunk); i += 1) {
      const to = indexAt('scatterRows', column, i, out.rows) * out.columns;
      for (let j = 0; j < out.columns; j += 1) target[to + j]! += x.values[i * out.columns + j]!;
    }
    if (start > 0) for (let i = 0; i < partial.length; i += 1) out.values[i]! += partial[i]!;
  }
}
/**
 * Adds each row of x (m x n) to the row of a zero matrix (rows x n) that its index (m x 1) names: the adjoint of `gatherRows`.
 * @throws ArgumentError on an index outside it
 * @throws ShapeError unless there is one index per row
 */
export const scatterRows: Public<
  <N extends number, C extends number, M extends number, K extends number, R extends number>(
    x: Mat<N, C>,
    indices: Fits<
      N,
      M,
      Column<'scatterRows', M, K>,
      `scatterRows(${ShapeText<N, C>}, ${ShapeText<M, K>}): there must be one index per row`
    >,
    rows: R,
  ) => Mat<R, C>,
  Rows
> = withOp((...[x, column, rows]) => {
  const [values, places] = operands('scatterRows', [x, column]);
  checkSizes('scatterRows', rows, values!.columns);
  return apply(scatterOp, [values!, places!], { rows }) as never;
}, scatterOp);

// ---- oneHot

interface Classes extends Attributes {
  readonly classes: number;
}
const oneHotOp: Op<Classes> = {
  name: 'oneHot',
  shape([labels], { classes }) {
    requireColumn('oneHot', labels!);
    return { rows: labels!.rows, columns: classes };
  },
  kernel(out, [labels]) {
    out.values.fill(0);
    for (let i = 0; i < out.rows; i += 1) out.values[i * out.columns + indexAt('oneHot', labels!, i, out.columns)] = 1;
  },
  vjps: [none],
  domain: { args: [{ ...indices, below: 'k' }], attributes: [({ k }) => ({ classes: k })], detached: true },
};
/**
 * One row per label (m x 1), 1 in the column that the label names, 0 elsewhere: m x classes. No derivative.
 * @throws ArgumentError on a label that is not a whole number from 0 to classes - 1
 * @throws ShapeError unless the labels are one column
 */
export const oneHot: Public<
  <N extends number, K extends number, C extends number>(labels: Column<'oneHot', N, K>, classes: C) => Mat<N, C>,
  Classes
> = withOp((labels, classes) => {
  checkSizes('oneHot', 1, classes);
  return apply(oneHotOp, operands('oneHot', [labels]), { classes }) as never;
}, oneHotOp);

// ---- where the extreme entry is

function positionOf(better: (a: number, b: number) => boolean): (values: Float64Array) => number {
  return (values) => {
    let best = 0;
    for (let i = 0; i < values.length; i += 1) {
      if (Number.isNaN(values[i]!)) return NaN;
      if (better(values[i]!, values[best]!)) best = i;
    }
    return best;
  };
}
const position = (name: string, better: (a: number, b: number) => boolean): Public<Reduction, Sizes> => {
  const op = reducing(name, positionOf(better), none, { kinks: [0], kinkOf: 'difference' });
  return withOp(
    reduction(name, (x, to) => apply(op, [x], to)),
    op,
  );
};
/**
 * Where the largest entry is, the first of equals: its row (axis 0), its column (axis 1), or its place row by row. NaN where an entry is NaN.
 * No derivative.
 */
export const argMax: Public<Reduction, Sizes> = position('argMax', (a, b) => a > b);
/** Where the smallest entry is, the first of equals, likewise. NaN where an entry is NaN. No derivative. */
export const argMin: Public<Reduction, Sizes> = position('argMin', (a, b) => a < b);
