import { ShapeError } from '../errors.ts';
import { identity } from '../matrix/make.ts';
import type { Fits, Mat, ShapeText, Text } from '../matrix/mat.ts';
import { operands } from '../tape/apply.ts';
import { qr } from './factoring.ts';
import { solve } from './linearAlgebra.ts';
import { matmul } from './products.ts';
import { transpose } from './shaping.ts';

// Derived, by QR: full rank only; where rank is lost, solve refuses r.

/**
 * The x (n x k) with the smallest ‖a x - b‖, a (m x n), b (m x k), by QR; of several (n > m) the shortest.
 * @throws SingularMatrixError when a has not full rank
 * @throws ShapeError when a's rows differ from b's
 */
export function leastSquares<M extends number, N extends number, L extends number, K extends number>(
  a: Mat<M, N>,
  b: Fits<M, L, Mat<L, K>, `leastSquares(${ShapeText<M, N>}, ${ShapeText<L, K>}): a's rows (${Text<M>}) must equal b's rows (${Text<L>})`>,
): Mat<N, K> {
  const [left, right] = operands('leastSquares', [a, b]) as [Mat, Mat];
  if (left.rows !== right.rows)
    throw new ShapeError('leastSquares', [left, right], `a's rows (${left.rows}) must equal b's rows (${right.rows})`);
  return shortest(left, right) as Mat<N, K>;
}

function shortest(a: Mat, b: Mat): Mat {
  if (a.rows >= a.columns) {
    const { q, r } = qr(a);
    return solve(r, matmul(transpose(q), b));
  }
  const { q, r } = qr(transpose(a));
  return matmul(q, solve(transpose(r), b));
}

/** The Moore-Penrose inverse (n x m) of a matrix of full rank (m x n), by QR. @throws SingularMatrixError when rank is lost */
export function pseudoInverse<M extends number, N extends number>(a: Mat<M, N>): Mat<N, M> {
  const [only] = operands('pseudoInverse', [a]) as [Mat];
  return shortest(only, identity(only.rows)) as Mat<N, M>;
}
