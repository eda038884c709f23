import { ShapeError, SingularMatrixError } from '../errors.ts';
import type { Fits, Mat, ShapeText, Text } from '../matrix/mat.ts';
import { LuDecomposition, Matrix, WrapperMatrix1D } from '../matrix/mlMatrix.ts';
import type { Shape } from '../matrix/shape.ts';
import { apply, operands } from '../tape/apply.ts';
import { type ArgumentDomain, between } from '../tape/domain.ts';
import type { Block, Op } from '../tape/tape.ts';
import { neg } from './arithmetic.ts';
import { type Public, withOp } from './families.ts';
import { matmul } from './products.ts';
import { transpose } from './shaping.ts';

const dominant: ArgumentDomain = { ...between(-1, 1, 'm', 'm'), dominant: true };

function requireSquare(op: string, x: Shape): void {
  if (x.rows !== x.columns) throw new ShapeError(op, [x], `needs a square matrix, got ${x.rows}x${x.columns}`);
}

const allFinite = (x: Block): boolean => x.values.every(Number.isFinite);
// 1-norm: the largest column sum of absolute values
const norm1 = (rows: number, columns: number, at: (i: number, j: number) => number): number => {
  let largest = 0;
  for (let j = 0; j < columns; j += 1) {
    let total = 0;
    for (let i = 0; i < rows; i += 1) total += Math.abs(at(i, j));
    largest = Math.max(largest, total);
  }
  return largest;
};

/** a⁻¹ b by LU with partial pivoting, after a check of a's condition. NaN or Infinity in a or b gives NaN everywhere. */
function solveInto(op: string, out: Block, a: Block, b: Matrix): void {
  if (!allFinite(a) || !b.to1DArray().every(Number.isFinite)) {
    out.values.fill(NaN);
    return;
  }
  // the numbers row by row: ml-matrix wraps them without a copy
  const factored = new LuDecomposition(new WrapperMatrix1D(a.values, { rows: a.rows }));
  const refuse = (reciprocal: number) => new SingularMatrixError(op, a, reciprocal);
  if (factored.isSingular()) throw refuse(0);
  const inverted = factored.solve(Matrix.eye(a.rows));
  const condition = norm1(a.rows, a.rows, (i, j) => a.values[i * a.rows + j]!) * norm1(a.rows, a.rows, (i, j) => inverted.get(i, j));
  if (!(1 / condition >= Number.EPSILON)) throw refuse(Number.isNaN(condition) ? 0 : 1 / condition);
  out.values.set(factored.solve(b).to1DArray());
}

const inverseOp: Op = {
  name: 'inverse',
  shape([x]) {
    requireSquare('inverse', x!);
    return { rows: x!.rows, columns: x!.columns };
  },
  kernel: (out, [x]) => solveInto('inverse', out, x!, Matrix.eye(x!.rows)),
  vjps: [(g, y) => neg(matmul(matmul(transpose(y), g), transpose(y)))], // dY = -Y dX Y
  domain: { args: [dominant] },
};

type Square<Name extends string, R extends number, C extends number> = Fits<
  R,
  C,
  Mat<R, C>,
  `${Name}: needs a square matrix, got ${ShapeText<R, C>}`
>;
export interface OfSquare<Name extends string> {
  <R extends number, C extends number>(x: Square<Name, R, C>): Mat<R, C>;
}
/** x⁻¹ of a square matrix. Where it is multiplied with something, `solve` is more accurate. @throws SingularMatrixError */
export const inverse: Public<OfSquare<'inverse'>> = withOp(
  ((x: Mat) => apply(inverseOp, operands('inverse', [x]))) as OfSquare<'inverse'>,
  inverseOp,
);

const solveOp: Op = {
  name: 'solve',
  shape([a, b]) {
    requireSquare('solve', a!);
    if (a!.rows !== b!.rows) throw new ShapeError('solve', [a!, b!], `a's rows (${a!.rows}) must equal b's rows (${b!.rows})`);
    return { rows: a!.columns, columns: b!.columns };
  },
  kernel: (out, [a, b]) => solveInto('solve', out, a!, new Matrix(rowsOf(b!))),
  // a y = b: b's cotangent is a⁻ᵀ g, a's is -a⁻ᵀ g yᵀ
  vjps: [(g, y, [a]) => neg(matmul(solve(transpose(a!), g), transpose(y))), (g, _y, [a]) => solve(transpose(a!), g)],
  domain: { args: [dominant, between(-2, 2, 'm', 'n')] },
};
const rowsOf = ({ rows, columns, values }: Block): number[][] =>
  Array.from({ length: rows }, (_, i) => Array.from(values.subarray(i * columns, (i + 1) * columns)));

/** The x of a x = b, for a square matrix a (m x m) and b (m x n). @throws SingularMatrixError */
export const solve: Public<
  <M extends number, K extends number, L extends number, N extends number>(
    a: Square<'solve', M, K>,
    b: Fits<M, L, Mat<L, N>, `solve(${ShapeText<M, K>}, ${ShapeText<L, N>}): a's rows (${Text<M>}) must equal b's rows (${Text<L>})`>,
  ) => Mat<K, N>
> = withOp(
  <K extends number, N extends number>(a: unknown, b: unknown): Mat<K, N> => apply(solveOp, operands('solve', [a, b])) as Mat<K, N>,
  solveOp,
);
