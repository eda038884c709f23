import { ShapeError } from '../errors.ts';
import type { Mat, Operand, ShapeText } from '../matrix/mat.ts';
import { checkSizes, sameShape, type Shape } from '../matrix/shape.ts';
import { apply, operands } from '../tape/apply.ts';
import { between } from '../tape/domain.ts';
import type { Attributes, Op } from '../tape/tape.ts';
import { chunkOf } from './chunks.ts';
import { type Public, withOp } from './families.ts';

// Each of these moves or adds entries and is linear; they come in pairs, and the adjoint of one is the other.

export interface Sizes extends Attributes {
  readonly rows: number;
  readonly columns: number;
}

/** Applies an op that gives the sizes that it is told; x itself where it has them already. */
function sized(op: Op<Sizes>, x: Mat | number, sizes: Sizes): Mat {
  checkSizes(op.name, sizes.rows, sizes.columns);
  const [only] = operands(op.name, [x]) as [Mat];
  return sameShape(only, sizes) ? only : apply(op, [only], sizes);
}

// ---- broadcastTo and sumTo are each other's adjoint

const broadcastToOp: Op<Sizes> = {
  name: 'broadcastTo',
  shape([x], { rows, columns }) {
    const fits = (from: number, to: number) => from === 1 || from === to;
    if (!fits(x!.rows, rows) || !fits(x!.columns, columns))
      throw new ShapeError('broadcastTo', [x!], `does not broadcast to ${rows}x${columns}: each size must be 1 or equal`);
    return { rows, columns };
  },
  kernel(out, [x]) {
    const rowStep = x!.rows === 1 ? 0 : x!.columns;
    const columnStep = x!.columns === 1 ? 0 : 1;
    for (let i = 0, at = 0; i < out.rows; i += 1) {
      for (let j = 0; j < out.columns; j += 1, at += 1) out.values[at] = x!.values[i * rowStep + j * columnStep]!;
    }
  },
  vjps: [(g, _y, [x]) => sumTo(g, x!.rows, x!.columns)],
  domain: {
    args: [between(-2, 2, 1, 'n')],
    attributes: [({ m, n }) => ({ rows: m, columns: n })],
  },
  linear: true,
};

/** `Yes` when a size that is 1 or `Wide` may be `Narrow`; asked in the order of `Fits`, so that generic callers pass. */
type OneOr<Wide extends number, Narrow extends number, Yes, No> = number extends Narrow
  ? Yes
  : number extends Wide
    ? Yes
    : [Narrow] extends [1]
      ? Yes
      : [Narrow] extends [Wide]
        ? Yes
        : [Wide] extends [Narrow]
          ? Yes
          : No;
type NotWidened<
  A extends number,
  B extends number,
  R extends number,
  C extends number,
> = `broadcastTo(${ShapeText<A, B>}): does not broadcast to ${ShapeText<R, C>}: each size must be 1 or equal`;
/** Of a matrix or number whose sizes are 1 or those asked for. */
export interface BroadcastTo {
  <R extends number, C extends number, A extends number = 1, B extends number = 1>(
    x: OneOr<R, A, OneOr<C, B, Operand<A, B>, NotWidened<A, B, R, C>>, NotWidened<A, B, R, C>>,
    rows: R,
    columns: C,
  ): Mat<R, C>;
}
/**
 * x repeated along sizes of 1 until it is rows x columns (NumPy's broadcast_to); x itself when it is that already. Adjoint of `sumTo`.
 * @throws ShapeError when a size of x is neither 1 nor the one asked for
 */
export const broadcastTo: Public<BroadcastTo, Sizes> = withOp(
  ((x: Mat | number, rows: number, columns: number) => sized(broadcastToOp, x, { rows, columns })) as BroadcastTo,
  broadcastToOp,
);
/** `broadcastTo` by shape: what the broadcasting operations insert. */
export const broadcastToShape = (x: Mat, { rows, columns }: Shape): Mat => broadcastTo(x, rows, columns);

/** The shape rule of ops that reduce rows, columns or both to one. */
export const reducesTo =
  (name: string): Op<Sizes>['shape'] =>
  ([x], { rows, columns }) => {
    const fits = (from: number, to: number) => to === 1 || from === to;
    if (!fits(x!.rows, rows) || !fits(x!.columns, columns))
      throw new ShapeError(name, [x!], `does not reduce to ${rows}x${columns}: each size must become 1 or stay`);
    return { rows, columns };
  };

const sumToOp: Op<Sizes> = {
  name: 'sumTo',
  shape: reducesTo('sumTo'),
  kernel(out, [x]) {
    if (out.values.length === x!.values.length) return out.values.set(x!.values);
    if (out.rows === x!.rows) return sumAlongRows(out.values, x!.values, x!.rows, x!.columns);
    if (out.columns === x!.columns) return sumOverRows(out.values, x!.values, x!.rows, x!.columns);
    const rowSums = new Float64Array(x!.rows);
    sumAlongRows(rowSums, x!.values, x!.rows, x!.columns);
    return sumOverRows(out.values, rowSums, x!.rows, 1);
  },
  vjps: [(g, _y, [x]) => broadcastTo(g, x!.rows, x!.columns)],
  domain: {
    args: [between(-2, 2)],
    attributes: [
      () => ({ rows: 1, columns: 1 }),
      ({ n }) => ({ rows: 1, columns: n }),
      ({ m }) => ({ rows: m, columns: 1 }),
      ({ m, n }) => ({ rows: m, columns: n }),
    ],
  },
  linear: true,
};

function sumAlongRows(out: Float64Array, x: Float64Array, rows: number, columns: number): void {
  for (let i = 0, at = 0; i < rows; i += 1) {
    let total = x[at]!;
    at += 1;
    for (let j = 1; j < columns; j += 1, at += 1) total += x[at]!;
    out[i] = total;
  }
}

function sumOverRows(out: Float64Array, x: Float64Array, rows: number, columns: number): void {
  const chunk = chunkOf(rows);
  const partial = rows > chunk ? new Float64Array(columns) : out;
  for (let start = 0; start < rows; start += chunk) {
    const target = start === 0 ? out : partial;
    const end = Math.min(rows, start + chunk);
    target.set(x.subarray(start * columns, (start + 1) * columns));
    for (let i = start + 1; i < end; i += 1) {
      const row = i * columns;
      for (let j = 0; j < columns; j += 1) target[j]! += x[row + j]!;
    }
    if (start > 0) for (let j = 0; j < columns; j += 1) out[j]! += partial[j]!;
  }
}

type NotReduced<
  A extends number,
  B extends number,
  R extends number,
  C extends number,
> = `sumTo(${ShapeText<A, B>}): does not reduce to ${ShapeText<R, C>}: each size must become 1 or stay`;
/** Of a matrix or number whose sizes become 1 or stay. */
export interface SumTo {
  <R extends number, C extends number, A extends number = 1, B extends number = 1>(
    x: OneOr<A, R, OneOr<B, C, Operand<A, B>, NotReduced<A, B, R, C>>, NotReduced<A, B, R, C>>,
    rows: R,
    columns: C,
  ): Mat<R, C>;
}
/**
 * Sums over the rows, the columns or both until x is rows x columns: what `sum` records, and the adjoint of `broadcastTo`.
 * Along a row in order; over rows in chunks, see the numerics page.
 * @throws ShapeError when a size of x neither becomes 1 nor stays
 */
export const sumTo: Public<SumTo, Sizes> = withOp(
  ((x: Mat | number, rows: number, columns: number) => sized(sumToOp, x, { rows, columns })) as SumTo,
  sumToOp,
);

// ---- transpose is its own adjoint

const transposeOp: Op = {
  name: 'transpose',
  shape: ([x]) => ({ rows: x!.columns, columns: x!.rows }),
  kernel(out, [x]) {
    const { rows, columns, values } = x!;
    for (let i = 0, at = 0; i < rows; i += 1) {
      for (let j = 0; j < columns; j += 1, at += 1) out.values[j * rows + i] = values[at]!;
    }
  },
  notation: (x) => `${x}ᵀ`,
  vjps: [(g) => transpose(g)],
  domain: { args: [between(-2, 2)] },
  linear: true,
};
/** Entry (i, j) becomes entry (j, i). */
export const transpose: Public<<R extends number, C extends number>(x: Mat<R, C>) => Mat<C, R>> = withOp(
  <R extends number, C extends number>(x: Mat<R, C>): Mat<C, R> => apply(transposeOp, operands('transpose', [x])) as Mat<C, R>,
  transposeOp,
);

// ---- reshape is undone by reshape

const reshapeOp: Op<Sizes> = {
  name: 'reshape',
  shape([x], { rows, columns }) {
    if (x!.rows * x!.columns !== rows * columns)
      throw new ShapeError(
        'reshape',
        [x!],
        `${x!.rows * x!.columns} entries do not fill ${rows}x${columns}, which takes ${rows * columns}`,
      );
    return { rows, columns };
  },
  kernel: (out, [x]) => out.values.set(x!.values),
  vjps: [(g, _y, [x]) => reshape(g, x!.rows, x!.columns)],
  domain: { args: [between(-2, 2)], attributes: [({ m, n }) => ({ rows: n, columns: m }), ({ m, n }) => ({ rows: 1, columns: m * n })] },
  linear: true,
};
/** The same entries, row by row, in rows x columns. @throws ShapeError when their number differs */
export const reshape: Public<<R extends number, C extends number>(x: Mat, rows: R, columns: C) => Mat<R, C>, Sizes> = withOp(
  <R extends number, C extends number>(x: Mat, rows: R, columns: C): Mat<R, C> => {
    if ((rows as number) === -1 || (columns as number) === -1)
      throw new ShapeError(
        'reshape',
        [{ rows, columns }],
        'sizes are whole numbers of at least 1; for the rest write (x.rows * x.columns) / n',
      );
    return sized(reshapeOp, x, { rows, columns }) as Mat<R, C>;
  },
  reshapeOp,
);
