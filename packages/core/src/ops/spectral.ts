import type { Mat } from '../matrix/mat.ts';
import { EigenvalueDecomposition, SingularValueDecomposition } from '../matrix/mlMatrix.ts';
import { apply, operands } from '../tape/apply.ts';
import { between } from '../tape/domain.ts';
import type { Op } from '../tape/tape.ts';
import { add, equal, mul, reciprocal, square, sub, where } from './arithmetic.ts';
import { symmetrized } from './factoring.ts';
import { type Public, withOp } from './families.ts';
import { matmul } from './products.ts';
import { transpose } from './shaping.ts';
import { slice } from './slicing.ts';
import { allFinite, dominant, matrixOf, requireSquare, scaleOf, type Square, symmetricOf } from './squares.ts';
import { diagonalMatrix, type Smaller } from './triangles.ts';

// Where two singular values or eigenvalues are equal, their vectors are not determined, and the cotangent through the rotation
// between them is dropped: 1 / 0 counts as 0. Functions of the values alone still have the right derivative; of the vectors none is.
const reciprocalOrZero = (x: Mat): Mat => {
  const isZero = equal(x, 0);
  return where(isZero, 0, reciprocal(where(isZero, 1, x)));
};
const scaleColumns = (x: Mat, column: Mat): Mat => mul(x, transpose(column));
const scaleRows = (x: Mat, column: Mat): Mat => mul(x, column);

// Vectors are determined up to their sign: the first entry that is not small in its column is positive.
function signOf(entries: readonly number[]): number {
  const largest = entries.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  return entries.find((entry) => Math.abs(entry) > 0.3 * largest)! < 0 ? -1 : 1;
}

// ---- eigenvalues of symmetric matrices, recorded as one matrix: the values, as a row, above the vectors

const eigSymmetricOp: Op = {
  name: 'eigSymmetric',
  shape([x]) {
    requireSquare('eigSymmetric', x!);
    return { rows: x!.rows + 1, columns: x!.columns };
  },
  kernel(out, [x]) {
    if (!allFinite(x!)) {
      out.values.fill(NaN);
      return;
    }
    const scale = scaleOf(x!);
    const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(symmetricOf(x!, scale), { assumeSymmetric: true });
    const order = realEigenvalues.map((_, i) => i).sort((i, j) => realEigenvalues[i]! - realEigenvalues[j]!);
    const n = x!.rows;
    order.forEach((from, to) => {
      const vector = eigenvectorMatrix.getColumn(from);
      const sign = signOf(vector);
      out.values[to] = realEigenvalues[from]! / scale;
      for (let i = 0; i < n; i += 1) out.values[(i + 1) * n + to] = sign * vector[i]!;
    });
  },
  // Giles 2008, 3.1: x⁻ = V (diag(w⁻) + F ∘ (Vᵀ V⁻)) Vᵀ with F(i, j) = 1 / (w(j) - w(i))
  vjps: [
    (g, y, [x]) => {
      const [gw, gv] = unpackEigen(g, x!);
      const [w, v] = unpackEigen(y, x!);
      const gaps = reciprocalOrZero(sub(transpose(w), w));
      const inner = add(diagonalMatrix(gw), mul(gaps, matmul(transpose(v), gv)));
      return symmetrized(matmul(matmul(v, inner), transpose(v)));
    },
  ],
  domain: { args: [{ ...dominant, spread: true }] },
};
function unpackEigen(packed: Mat, { rows }: Mat): readonly [Mat<number, 1>, Mat] {
  return [transpose(slice(packed, { rows: [0, 1] })), slice(packed, { rows: [1, rows + 1] })];
}

/** Eigenvalues, ascending, in a column, and eigenvectors, one per column, of length 1; the first entry that is not small in its column is positive. */
export interface Eigen<N extends number> {
  readonly values: Mat<N, 1>;
  readonly vectors: Mat<N, N>;
}
/**
 * The eigenvalues, ascending (`values`, n x 1), and eigenvectors, one per column (`vectors`, n x n), of (x + xᵀ) / 2. The derivative is that of
 * Giles 2008, 3.1; between equal eigenvalues the vectors are not determined, and the cotangent through their rotation is dropped.
 * @throws ShapeError unless x is square
 */
export const eigSymmetric: Public<<R extends number, C extends number>(x: Square<'eigSymmetric', R, C>) => Eigen<R>> = withOp(
  <R extends number>(x: unknown): Eigen<R> => {
    const [only] = operands('eigSymmetric', [x]) as [Mat];
    const [values, vectors] = unpackEigen(apply(eigSymmetricOp, [only]), only);
    return { values: values as Mat<R, 1>, vectors: vectors as Mat<R, R> };
  },
  eigSymmetricOp,
);

// ---- singular values, recorded as one matrix: u above the values, as a row, above v

const svdOp: Op = {
  name: 'svd',
  shape: ([x]) => ({ rows: x!.rows + 1 + x!.columns, columns: Math.min(x!.rows, x!.columns) }),
  kernel(out, [x]) {
    if (!allFinite(x!)) {
      out.values.fill(NaN);
      return;
    }
    const scale = scaleOf(x!);
    const factored = new SingularValueDecomposition(matrixOf(x!, scale), { autoTranspose: true });
    const { leftSingularVectors, diagonal, rightSingularVectors } = factored;
    const k = out.columns;
    for (let j = 0; j < k; j += 1) {
      const [left, right] = [leftSingularVectors.getColumn(j), rightSingularVectors.getColumn(j)];
      const sign = signOf(left);
      left.forEach((entry, i) => (out.values[i * k + j] = sign * entry));
      out.values[x!.rows * k + j] = diagonal[j]! / scale;
      right.forEach((entry, i) => (out.values[(x!.rows + 1 + i) * k + j] = sign * entry));
    }
  },
  // Townsend 2016: x⁻ = U (F ∘ skew(Uᵀ U⁻) S + S F ∘ skew(Vᵀ V⁻) + diag s⁻) Vᵀ + (1 - U Uᵀ) U⁻ S⁻¹ Vᵀ + U S⁻¹ V⁻ᵀ (1 - V Vᵀ)
  vjps: [
    (g, y, [x]) => {
      const [gu, gs, gv] = unpackSvd(g, x!);
      const [u, s, v] = unpackSvd(y, x!);
      const gaps = reciprocalOrZero(sub(transpose(square(s)), square(s))); // s(j)² - s(i)²
      const rotation = (vectors: Mat, cotangent: Mat): Mat => mul(gaps, skew(matmul(transpose(vectors), cotangent)));
      const core = add(add(scaleColumns(rotation(u, gu), s), scaleRows(rotation(v, gv), s)), diagonalMatrix(gs));
      const inverseValues = reciprocalOrZero(s);
      const outside = (vectors: Mat, cotangent: Mat): Mat =>
        scaleColumns(sub(cotangent, matmul(vectors, matmul(transpose(vectors), cotangent))), inverseValues);
      return add(matmul(add(matmul(u, core), outside(u, gu)), transpose(v)), matmul(u, transpose(outside(v, gv))));
    },
  ],
  domain: { args: [{ ...between(-1, 1), dominant: true, spread: true }] },
};
const skew = (x: Mat): Mat => sub(x, transpose(x));
function unpackSvd(packed: Mat, { rows, columns }: Mat): readonly [Mat, Mat<number, 1>, Mat] {
  const part = (from: number, to: number) => slice(packed, { rows: [from, to] });
  return [part(0, rows), transpose(part(rows, rows + 1)) as Mat as Mat<number, 1>, part(rows + 1, rows + 1 + columns)];
}

/** x = u diag(s) vᵀ, k the smaller size of x: singular values in a column, descending; in each column of u the first entry that is not small is positive. */
export interface Svd<R extends number, C extends number> {
  /** rows x k */
  readonly u: Mat<R, Smaller<R, C>>;
  /** k x 1 */
  readonly s: Mat<Smaller<R, C>, 1>;
  /** columns x k */
  readonly v: Mat<C, Smaller<R, C>>;
}
/**
 * The reduced singular value decomposition x = u diag(s) vᵀ: u (m x k), s (k x 1, descending), v (n x k), k the smaller size of x (m x n). The
 * derivative is that of Townsend 2016; between equal singular values the vectors are not determined, and the cotangent through their
 * rotation is dropped.
 */
export const svd: Public<<R extends number, C extends number>(x: Mat<R, C>) => Svd<R, C>> = withOp(
  <R extends number, C extends number>(x: Mat<R, C>): Svd<R, C> => {
    const [only] = operands('svd', [x]) as [Mat];
    const [u, s, v] = unpackSvd(apply(svdOp, [only]), only);
    return { u, s, v } as never;
  },
  svdOp,
);
