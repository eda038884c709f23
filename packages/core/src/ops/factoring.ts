import { ShapeError, SingularMatrixError } from '../errors.ts';
import type { Mat } from '../matrix/mat.ts';
import { CholeskyDecomposition, QrDecomposition } from '../matrix/mlMatrix.ts';
import { apply, operands } from '../tape/apply.ts';
import { between } from '../tape/domain.ts';
import type { Op } from '../tape/tape.ts';
import { add, mul, sub } from './arithmetic.ts';
import { concatColumns } from './concatenating.ts';
import { type Public, withOp } from './families.ts';
import { solve } from './linearAlgebra.ts';
import { matmul } from './products.ts';
import { transpose } from './shaping.ts';
import { slice } from './slicing.ts';
import { allFinite, dominant, matrixOf, type OfSquare, requireSquare, symmetricOf } from './squares.ts';
import { diagonal, diagonalMatrix, type Smaller, tril } from './triangles.ts';

const half = (x: Mat): Mat => mul(0.5, x);
/** (x + xᵀ) / 2 */
export const symmetrized = (x: Mat): Mat => half(add(x, transpose(x)));

// ---- Cholesky

// Murray 2016, eq. 9: a⁻ = L⁻ᵀ Φ(Lᵀ L⁻) L⁻¹, where Φ keeps the lower triangle and half of the diagonal
const choleskyOp: Op = {
  name: 'cholesky',
  shape([x]) {
    requireSquare('cholesky', x!);
    return { rows: x!.rows, columns: x!.columns };
  },
  kernel(out, [x]) {
    if (!allFinite(x!)) {
      out.values.fill(NaN);
      return;
    }
    const factored = new CholeskyDecomposition(symmetricOf(x!));
    if (!factored.isPositiveDefinite()) throw new SingularMatrixError('cholesky', x!, 0, 'the matrix is not positive definite');
    out.values.set(factored.lowerTriangularMatrix.to1DArray());
  },
  vjps: [
    (g, y) => {
      const product = matmul(transpose(y), g);
      const lower = sub(tril(product), diagonalMatrix(half(diagonal(product)) as Mat<number, 1>));
      const right = transpose(solve(transpose(y), transpose(lower))); // Φ L⁻¹
      return symmetrized(solve(transpose(y), right));
    },
  ],
  domain: { args: [{ ...dominant, definite: true }] },
};
/**
 * The lower triangular L (n x n) with L Lᵀ = (x + xᵀ) / 2. Its derivative is symmetric (Murray 2016, eq. 9).
 * @throws SingularMatrixError when that is not positive definite
 */
export const cholesky: Public<OfSquare<'cholesky'>> = withOp(
  ((x: Mat) => apply(choleskyOp, operands('cholesky', [x]))) as OfSquare<'cholesky'>,
  choleskyOp,
);

// ---- QR, recorded as one matrix: q above r

// Walter & Lehmann 2012: x⁻ = (q⁻ + q copyltu(r r⁻ᵀ - q⁻ᵀ q)) r⁻ᵀ, where copyltu mirrors the strictly lower triangle
const qrOp: Op = {
  name: 'qr',
  shape([x]) {
    if (x!.rows < x!.columns) throw new ShapeError('qr', [x!], 'rows must be at least as many as columns');
    return { rows: x!.rows + x!.columns, columns: x!.columns };
  },
  kernel(out, [x]) {
    if (!allFinite(x!)) {
      out.values.fill(NaN);
      return;
    }
    const factored = new QrDecomposition(matrixOf(x!));
    const [q, r] = [factored.orthogonalMatrix, factored.upperTriangularMatrix];
    if (x!.rows === x!.columns) {
      // LAPACK does not reflect the last, single entry
      const last = x!.columns - 1;
      q.mulColumn(last, -1);
      r.mulRow(last, -1);
    }
    out.values.set(q.to1DArray());
    out.values.set(r.to1DArray(), q.rows * q.columns);
  },
  vjps: [
    (g, y, [x]) => {
      const [gq, gr] = unpack(g, x!);
      const [q, r] = unpack(y, x!);
      const m = sub(matmul(r, transpose(gr)), matmul(transpose(gq), q));
      const mirrored = add(tril(m), transpose(tril(m, -1)));
      return transpose(solve(r, transpose(add(gq, matmul(q, mirrored)))));
    },
  ],
  domain: { args: [{ ...between(-1, 1, 'm+n', 'n'), dominant: true }] },
};
function unpack(packed: Mat, { rows, columns }: Mat): readonly [Mat, Mat] {
  return [slice(packed, { rows: [0, rows] }), slice(packed, { rows: [rows, rows + columns] })];
}

/** q with orthonormal columns and r upper triangular, k the smaller size of x. */
export interface Qr<R extends number, C extends number> {
  /** rows x k */
  readonly q: Mat<R, Smaller<R, C>>;
  /** k x columns */
  readonly r: Mat<Smaller<R, C>, C>;
}
/**
 * x = q r, reduced: q (m x k) with orthonormal columns, r (k x n) upper triangular, k the smaller size of x (m x n), with LAPACK's signs
 * (Householder). The derivative needs r⁻¹ (Walter & Lehmann 2012).
 * @throws SingularMatrixError when the derivative of a matrix of dependent columns is asked for
 */
export const qr: Public<<R extends number, C extends number>(x: Mat<R, C>) => Qr<R, C>> = withOp(
  <R extends number, C extends number>(x: Mat<R, C>): Qr<R, C> => {
    const [only] = operands('qr', [x]) as [Mat<R, C>];
    const { rows, columns } = only;
    if (rows >= columns) {
      const [q, r] = unpack(apply(qrOp, [only]), only);
      return { q, r } as never;
    }
    // the first columns are q r₁; the others are q (qᵀ others)
    const square = slice(only as Mat, { columns: [0, rows] });
    const [q, first] = unpack(apply(qrOp, [square]), square);
    const others = matmul(transpose(q), slice(only as Mat, { columns: [rows, columns] }));
    return { q, r: concatColumns(first, others) } as never;
  },
  qrOp,
);
