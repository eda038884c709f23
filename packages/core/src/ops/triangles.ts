import { ShapeError } from '../errors.ts';
import type { Fits, Mat, Scalar, ShapeText } from '../matrix/mat.ts';
import type { Minus } from '../matrix/sizes.ts';
import { apply, operands } from '../tape/apply.ts';
import { between } from '../tape/domain.ts';
import type { Attributes, Op } from '../tape/tape.ts';
import { type Public, withOp } from './families.ts';
import { sumTo } from './shaping.ts';
import { pad } from './slicing.ts';

// ---- tril and triu are their own adjoints

interface Offset extends Attributes {
  readonly offset: number;
}
const triangle = (
  name: 'tril' | 'triu',
  isKept: (below: number) => boolean,
): Public<<R extends number, C extends number>(x: Mat<R, C>, offset?: number) => Mat<R, C>, Offset> => {
  const op: Op<Offset> = {
    name,
    shape([x], { offset }) {
      if (!Number.isInteger(offset))
        throw new ShapeError(name, [x!], `the offset must be a whole number of diagonals, got ${String(offset)}`);
      return { rows: x!.rows, columns: x!.columns };
    },
    kernel(out, [x], { offset }) {
      for (let i = 0, at = 0; i < out.rows; i += 1) {
        for (let j = 0; j < out.columns; j += 1, at += 1) out.values[at] = isKept(i - j + offset) ? x!.values[at]! : 0;
      }
    },
    vjps: [(g, _y, _xs, attributes) => apply(op, [g], attributes)],
    domain: { args: [between(-2, 2)], attributes: [() => ({ offset: 0 }), () => ({ offset: 1 }), () => ({ offset: -1 })] },
    linear: true,
  };
  return withOp(
    <R extends number, C extends number>(x: Mat<R, C>, offset = 0) => apply(op, operands(name, [x]), { offset }) as Mat<R, C>,
    op,
  );
};
/** x on and below its diagonal, 0 above; an offset of 1 keeps one more diagonal above (NumPy's tril). */
export const tril: Public<<R extends number, C extends number>(x: Mat<R, C>, offset?: number) => Mat<R, C>, Offset> = triangle(
  'tril',
  (below) => below >= 0,
);
/** x on and above its diagonal, 0 below; an offset of 1 leaves the diagonal out (NumPy's triu). */
export const triu: Public<<R extends number, C extends number>(x: Mat<R, C>, offset?: number) => Mat<R, C>, Offset> = triangle(
  'triu',
  (below) => below <= 0,
);

// ---- diagonal and diagonalMatrix are each other's adjoint

const diagonalOp: Op = {
  name: 'diagonal',
  shape: ([x]) => ({ rows: Math.min(x!.rows, x!.columns), columns: 1 }),
  kernel(out, [x]) {
    for (let i = 0; i < out.rows; i += 1) out.values[i] = x!.values[i * x!.columns + i]!;
  },
  vjps: [(g, _y, [x]) => pad(apply(diagonalMatrixOp, [g]), { row: 0, column: 0, rows: x!.rows, columns: x!.columns })],
  domain: { args: [between(-2, 2)] },
  linear: true,
};
/** The smaller of two sizes; of unions all that may be, of unknown sizes `number`. */
export type Smaller<A extends number, B extends number> = number extends A | B
  ? [A] extends [1]
    ? A
    : [B] extends [1]
      ? B
      : number
  : number extends Minus<A, B>
    ? number extends Minus<B, A>
      ? A | B
      : A
    : B;
/** The diagonal as a column, as long as the smaller size of x (NumPy's diagonal). */
export const diagonal: Public<<R extends number, C extends number>(x: Mat<R, C>) => Mat<Smaller<R, C>, 1>> = withOp(
  (x: Mat) => apply(diagonalOp, operands('diagonal', [x])) as never,
  diagonalOp,
);

const diagonalMatrixOp: Op = {
  name: 'diagonalMatrix',
  shape([x]) {
    if (x!.columns !== 1)
      throw new ShapeError('diagonalMatrix', [x!], `needs one column${x!.rows === 1 ? '. Did you mean transpose(x)?' : ''}`);
    return { rows: x!.rows, columns: x!.rows };
  },
  kernel(out, [x]) {
    out.values.fill(0);
    for (let i = 0; i < out.rows; i += 1) out.values[i * out.columns + i] = x!.values[i]!;
  },
  vjps: [(g) => diagonal(g)],
  domain: { args: [between(-2, 2, 'm', 1)] },
  linear: true,
};
/**
 * A square matrix (m x m) with this column (m x 1) on its diagonal, 0 elsewhere. Adjoint of `diagonal`.
 * @throws ShapeError unless x is one column
 */
export const diagonalMatrix: Public<
  <R extends number, C extends number>(x: Fits<C, 1, Mat<R, C>, `diagonalMatrix: needs one column, got ${ShapeText<R, C>}`>) => Mat<R, R>
> = withOp((x) => apply(diagonalMatrixOp, operands('diagonalMatrix', [x])) as never, diagonalMatrixOp);

/** Σ x(i, i), the sum of the diagonal, of a matrix of any shape: 1x1. */
export const trace = (x: Mat): Scalar => sumTo(diagonal(operands('trace', [x])[0]!), 1, 1);
