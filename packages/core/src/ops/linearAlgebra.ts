import { ShapeError, SingularMatrixError } from '../errors.ts';
import type { Fits, Mat, Scalar, ShapeText, Text } from '../matrix/mat.ts';
import { LuDecomposition, Matrix } from '../matrix/mlMatrix.ts';
import { log as logOf } from '../scalars/log.ts';
import { apply, operands } from '../tape/apply.ts';
import { type ArgumentDomain, between } from '../tape/domain.ts';
import type { Block, Op } from '../tape/tape.ts';
import { mul, neg } from './arithmetic.ts';
import { type Public, withOp } from './families.ts';
import { matmul } from './products.ts';
import { broadcastToShape, transpose } from './shaping.ts';
import { allFinite, dominant, matrixOf, norm1, type OfSquare, requireSquare, type Square } from './squares.ts';

// By LU decomposition with partial pivoting.

/** a⁻¹ b after a check of a's condition. NaN or Infinity in a or b gives NaN everywhere. */
function solveInto(op: string, out: Block, a: Block, b: Block): void {
  if (!allFinite(a) || !allFinite(b)) {
    out.values.fill(NaN);
    return;
  }
  const matrix = matrixOf(a);
  const factored = new LuDecomposition(matrix);
  if (factored.isSingular()) throw new SingularMatrixError(op, a, 0);
  const condition = norm1(matrix) * norm1(factored.solve(Matrix.eye(a.rows)));
  if (!(1 / condition >= Number.EPSILON)) throw new SingularMatrixError(op, a, Number.isNaN(condition) ? 0 : 1 / condition);
  out.values.set(factored.solve(matrixOf(b)).to1DArray());
}

const identityBlock = ({ rows }: Block): Block => ({ rows, columns: rows, values: Float64Array.from(Matrix.eye(rows).to1DArray()) });

const inverseOp: Op = {
  name: 'inverse',
  shape([x]) {
    requireSquare('inverse', x!, '. For others write pseudoInverse(x)');
    return { rows: x!.rows, columns: x!.columns };
  },
  kernel: (out, [x]) => solveInto('inverse', out, x!, identityBlock(x!)),
  vjps: [(g, y) => neg(matmul(matmul(transpose(y), g), transpose(y)))], // dY = -Y dX Y
  domain: { args: [dominant] },
};
/**
 * x⁻¹ of a square matrix (n x n), by LU decomposition with partial pivoting. Where it is multiplied with something, `solve` is more
 * accurate. dY = -Y dX Y.
 * @throws SingularMatrixError when 1 / (‖x‖₁ ‖x⁻¹‖₁) is below 2⁻⁵²
 */
export const inverse: Public<OfSquare<'inverse'>> = withOp(
  ((x: Mat) => apply(inverseOp, operands('inverse', [x]))) as OfSquare<'inverse'>,
  inverseOp,
);

const solveOp: Op = {
  name: 'solve',
  shape([a, b]) {
    requireSquare('solve', a!, '. For others write leastSquares(a, b)');
    if (a!.rows !== b!.rows) throw new ShapeError('solve', [a!, b!], `a's rows (${a!.rows}) must equal b's rows (${b!.rows})`);
    return { rows: a!.columns, columns: b!.columns };
  },
  kernel: (out, [a, b]) => solveInto('solve', out, a!, b!),
  // a y = b: b's cotangent is a⁻ᵀ g, a's is -a⁻ᵀ g yᵀ
  vjps: [(g, y, [a]) => neg(matmul(solve(transpose(a!), g), transpose(y))), (g, _y, [a]) => solve(transpose(a!), g)],
  domain: { args: [dominant, between(-2, 2, 'm', 'n')] },
};
/**
 * The x of a x = b, for a square matrix a (m x m) and b (m x n), by LU decomposition. The cotangent of b is a⁻ᵀ g, that of a is
 * -a⁻ᵀ g xᵀ.
 * @throws SingularMatrixError when 1 / (‖a‖₁ ‖a⁻¹‖₁) is below 2⁻⁵²
 * @throws ShapeError unless a is square and has as many rows as b
 */
export const solve: Public<
  <M extends number, K extends number, L extends number, N extends number>(
    a: Square<'solve', M, K>,
    b: Fits<M, L, Mat<L, N>, `solve(${ShapeText<M, K>}, ${ShapeText<L, N>}): a's rows (${Text<M>}) must equal b's rows (${Text<L>})`>,
  ) => Mat<K, N>
> = withOp(
  <K extends number, N extends number>(a: unknown, b: unknown): Mat<K, N> => apply(solveOp, operands('solve', [a, b])) as Mat<K, N>,
  solveOp,
);

/** The sign of the determinant (0 when singular) and the log of its magnitude. NaN or Infinity in x gives NaN. */
function signAndLog(x: Block): readonly [sign: number, log: number] {
  if (!allFinite(x)) return [NaN, NaN];
  const { LU, pivotSign } = new LuDecomposition(matrixOf(x)) as unknown as { readonly LU: Matrix; readonly pivotSign: number };
  let sign = pivotSign;
  let log = 0;
  for (let i = 0; i < x.rows; i += 1) {
    const pivot = LU.get(i, i);
    sign *= Math.sign(pivot);
    log += logOf(Math.abs(pivot));
  }
  return [sign, log];
}
const ofSquareToScalar = (name: string, kernel: Op['kernel'], vjp: Op['vjps'][number], domain: ArgumentDomain = dominant): Op => ({
  name,
  shape([x]) {
    requireSquare(name, x!);
    return { rows: 1, columns: 1 };
  },
  kernel,
  vjps: [vjp],
  domain: { args: [domain] },
});
type SquareToScalar<Name extends string> = <R extends number, C extends number>(x: Square<Name, R, C>) => Scalar;

const detOp: Op = ofSquareToScalar(
  'det',
  (out, [x]) => {
    out.values[0] = allFinite(x!) ? new LuDecomposition(matrixOf(x!)).determinant : NaN;
  },
  (g, y, [x]) => mul(broadcastToShape(mul(g, y), x!), transpose(inverse(x!))), // Jacobi: d det = det tr(x⁻¹ dx)
);
/**
 * The determinant, 1x1. Its derivative is det(x) x⁻ᵀ (Jacobi's formula).
 * @throws SingularMatrixError when the derivative of a singular matrix is asked for
 * @throws ShapeError unless x is square
 */
export const det: Public<SquareToScalar<'det'>> = withOp(((x: Mat) => apply(detOp, operands('det', [x]))) as SquareToScalar<'det'>, detOp);

const logDetOp: Op = ofSquareToScalar(
  'logDet',
  (out, [x]) => {
    const [sign, log] = signAndLog(x!);
    out.values[0] = sign < 0 ? NaN : log;
  },
  (g, _y, [x]) => mul(broadcastToShape(g, x!), transpose(inverse(x!))),
  { ...dominant, definite: true },
);
/**
 * log det x, 1x1, without overflow: NaN where the determinant is negative, -Infinity where it is 0. Its derivative is x⁻ᵀ.
 * @throws SingularMatrixError when the derivative of a singular matrix is asked for
 * @throws ShapeError unless x is square
 */
export const logDet: Public<SquareToScalar<'logDet'>> = withOp(
  ((x: Mat) => apply(logDetOp, operands('logDet', [x]))) as SquareToScalar<'logDet'>,
  logDetOp,
);
