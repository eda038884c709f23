import { ShapeError, SingularMatrixError } from '@adjoint/core';
import { type Mistake, untyped } from './mistake.ts';

const {
  add,
  broadcastTo,
  cholesky,
  concatColumns,
  concatRows,
  det,
  diagonalMatrix,
  dot,
  inverse,
  item,
  leastSquares,
  matmul,
  matrix,
  mul,
  named,
  ones,
  pad,
  reshape,
  shaped,
  slice,
  solve,
  sumTo,
  where,
} = untyped;
const x = named('x', ones(5, 4));

/** Sizes that do not fit, and matrices that have no inverse. */
export const mistakesOfShape: readonly Mistake[] = [
  [
    'a transposed right operand',
    ShapeError,
    'matmul(x: 5x4, w: 3x4): left columns (4) must equal right rows (3). Did you mean transpose(right)?',
    () => matmul(x, named('w', ones(3, 4))),
  ],
  [
    'a transposed left operand',
    ShapeError,
    'matmul(x: 5x4, 5x2): left columns (4) must equal right rows (5). Did you forget the bias column? Write concatColumns(ones(5, 1), left)',
    () => matmul(x, ones(5, 2)),
  ],
  [
    'operands in the wrong order',
    ShapeError,
    'matmul(4x3, 5x4): left columns (3) must equal right rows (5). Did you mean matmul(right, left)?',
    () => matmul(ones(4, 3), ones(5, 4)),
  ],
  [
    'a forgotten bias column',
    ShapeError,
    'matmul(x: 5x4, w1: 5x3): left columns (4) must equal right rows (5). Did you forget the bias column? Write concatColumns(ones(5, 1), left)',
    () => matmul(x, named('w1', ones(5, 3))),
  ],
  [
    'a matrix product with a number',
    ShapeError,
    'matmul(x: 5x4, 1x1): left columns (4) must equal right rows (1). Did you mean mul, entry by entry?',
    () => matmul(x, 2),
  ],
  ['rows that differ', ShapeError, 'add(x: 5x4, 3x4): rows 5 and 3 differ and neither is 1', () => add(x, ones(3, 4))],
  ['columns that differ', ShapeError, 'add(x: 5x4, 1x3): columns 4 and 3 differ and neither is 1', () => add(x, ones(1, 3))],
  [
    'a row where a column belongs',
    ShapeError,
    'add(5x3, 1x5): columns 3 and 5 differ and neither is 1. Did you mean transpose(right)?',
    () => add(ones(5, 3), ones(1, 5)),
  ],
  [
    'a column where a row belongs',
    ShapeError,
    'add(5x3, 3x1): rows 5 and 3 differ and neither is 1. Did you mean transpose(right)?',
    () => add(ones(5, 3), ones(3, 1)),
  ],
  [
    'an elementwise product of a matrix and its transpose',
    ShapeError,
    'mul(x: 5x4, 4x5): rows 5 and 4 differ and neither is 1. Did you mean transpose of one of them?',
    () => mul(x, ones(4, 5)),
  ],
  ['a mask of another shape', ShapeError, 'where(x: 5x4, 3x1): rows 5 and 3 differ and neither is 1', () => where(x, ones(3, 1), 0)],
  [
    'the sum of products of matrices of other shapes',
    ShapeError,
    'dot(x: 5x4, 4x5): shapes must be equal. For the product of matrices write matmul',
    () => dot(x, ones(4, 5)),
  ],
  [
    'broadcasting to another size',
    ShapeError,
    'broadcastTo(x: 5x4): does not broadcast to 5x8: each size must be 1 or equal',
    () => broadcastTo(x, 5, 8),
  ],
  ['summing to another size', ShapeError, 'sumTo(x: 5x4): does not reduce to 2x4: each size must become 1 or stay', () => sumTo(x, 2, 4)],
  [
    'unequal columns below each other',
    ShapeError,
    'concatRows(x: 5x4, 5x3): all must have the same number of columns. Did you mean concatColumns?',
    () => concatRows(x, ones(5, 3)),
  ],
  [
    'unequal rows side by side',
    ShapeError,
    'concatColumns(x: 5x4, 4x4): all must have the same number of rows. Did you mean concatRows?',
    () => concatColumns(x, ones(4, 4)),
  ],
  ['a reshape to another count', ShapeError, 'reshape(x: 5x4): 20 entries do not fill 3x7, which takes 21', () => reshape(x, 3, 7)],
  [
    'a reshape that leaves a size to be found',
    ShapeError,
    'reshape(-1x2): sizes are whole numbers of at least 1; for the rest write (x.rows * x.columns) / n',
    () => reshape(x, -1, 2),
  ],
  [
    'a slice that reaches outside',
    ShapeError,
    'slice(x: 5x4): rows [3, 6) and columns [0, 4) must lie within the matrix and not be empty. Write [from, to] with 0 <= from < to <= 5 for rows, 4 for columns',
    () => slice(x, { rows: [3, 6] }),
  ],
  [
    'an empty slice',
    ShapeError,
    'slice(x: 5x4): rows [0, 5) and columns [2, 2) must lie within the matrix and not be empty. Write [from, to] with 0 <= from < to <= 5 for rows, 4 for columns',
    () => slice(x, { columns: [2, 2] }),
  ],
  [
    'a reversed slice',
    ShapeError,
    'slice(x: 5x4): rows [3, 1) and columns [0, 4) must lie within the matrix and not be empty. Write [from, to] with 0 <= from < to <= 5 for rows, 4 for columns',
    () => slice(x, { rows: [3, 1] }),
  ],
  [
    'a slice from the end',
    ShapeError,
    'slice(x: 5x4): rows [-2, 5) and columns [0, 4) must lie within the matrix and not be empty. Write [from, to] with 0 <= from < to <= 5 for rows, 4 for columns',
    () => slice(x, { rows: [-2, 5] }),
  ],
  [
    'padding that is too small',
    ShapeError,
    'pad(x: 5x4): at row 1, column 0 it does not lie within 5x4. It takes 6x4',
    () => pad(x, { row: 1, column: 0, rows: 5, columns: 4 }),
  ],
  ['other sizes than shaped promises', ShapeError, 'shaped(x: 5x4): the matrix is not 5x5', () => shaped(x, 5, 5)],
  ['sizes that shaped swaps', ShapeError, 'shaped(x: 5x4): the matrix is not 4x5. Did you mean transpose(x)?', () => shaped(x, 4, 5)],
  [
    'the number in a larger matrix',
    ShapeError,
    'item(x: 5x4): needs a 1x1 matrix. Reduce it first with sum or mean, or read x.at(i, j)',
    () => item(x),
  ],
  [
    'a place outside the matrix',
    ShapeError,
    'at(x: 5x4): row 5, column 0 lies outside the matrix (both count from 0). Rows are 0 to 4, columns 0 to 3',
    () => x.at(5, 0),
  ],
  [
    'a place that is no place',
    ShapeError,
    'at(x: 5x4): row 0, column 1.5 lies outside the matrix (both count from 0). Rows are 0 to 4, columns 0 to 3',
    () => x.at(0, 1.5),
  ],
  [
    'a diagonal from a row',
    ShapeError,
    'diagonalMatrix(1x3): needs one column. Did you mean transpose(x)?',
    () => diagonalMatrix(ones(1, 3)),
  ],
  [
    'the inverse of a matrix that is not square',
    ShapeError,
    'inverse(x: 5x4): needs a square matrix, got 5x4. For others write pseudoInverse(x)',
    () => inverse(x),
  ],
  [
    'the inverse of a singular matrix',
    SingularMatrixError,
    'inverse(a: 2x2): the matrix is singular to working precision. Add a multiple of identity(2) to it, or remove dependent rows and columns',
    () =>
      inverse(
        named(
          'a',
          matrix([
            [1, 2],
            [2, 4],
          ]),
        ),
      ),
  ],
  [
    'the inverse of a nearly singular matrix',
    SingularMatrixError,
    'inverse(2x2): the matrix is singular to working precision (reciprocal condition number 5.55e-17). Add a multiple of identity(2) to it, or remove dependent rows and columns',
    () =>
      inverse(
        matrix([
          [1, 1],
          [1, 1 + 2 ** -52],
        ]),
      ),
  ],
  [
    'a system that is not square',
    ShapeError,
    'solve(x: 5x4): needs a square matrix, got 5x4. For others write leastSquares(a, b)',
    () => solve(x, ones(5, 1)),
  ],
  [
    'a system with a right side of other rows',
    ShapeError,
    "solve(3x3, 4x2): a's rows (3) must equal b's rows (4)",
    () => solve(ones(3, 3), ones(4, 2)),
  ],
  [
    'a singular system',
    SingularMatrixError,
    'solve(3x3): the matrix is singular to working precision. Add a multiple of identity(3) to it, or remove dependent rows and columns',
    () => solve(ones(3, 3), ones(3, 2)),
  ],
  ['the factor of a matrix that is not square', ShapeError, 'cholesky(x: 5x4): needs a square matrix, got 5x4', () => cholesky(x)],
  [
    'the factor of an indefinite matrix',
    SingularMatrixError,
    'cholesky(2x2): the matrix is not positive definite. Add a multiple of identity(2) to it, or remove dependent rows and columns',
    () =>
      cholesky(
        matrix([
          [1, 2],
          [2, 1],
        ]),
      ),
  ],
  ['the determinant of a matrix that is not square', ShapeError, 'det(x: 5x4): needs a square matrix, got 5x4', () => det(x)],
  [
    'least squares with a right side of other rows',
    ShapeError,
    "leastSquares(5x2, 4x1): a's rows (5) must equal b's rows (4)",
    () => leastSquares(ones(5, 2), ones(4, 1)),
  ],
];
