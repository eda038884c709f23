import {
  add,
  cholesky,
  det,
  diagonalMatrix,
  eigSymmetric,
  grad,
  identity,
  leastSquares,
  logDet,
  type Mat,
  matmul,
  matrix,
  ones,
  qr,
  type Scalar,
  SingularMatrixError,
  sub,
  sum,
  svd,
  transpose,
} from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { between, matrixOf } from '../laws/caseOf.ts';
import { requireClose } from '../laws/checks.ts';

const anyMatrix = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .chain(([rows, columns]) => matrixOf(rows, columns, between(-4, 4)));
const square = fc.integer({ min: 1, max: 6 }).chain((n) => matrixOf(n, n, between(-4, 4)));
const isIdentity = (x: Mat): void => requireClose(x, identity(x.rows), 1e-12, 'orthonormal columns');

describe('the factors multiply to the matrix', () => {
  test('qr: orthonormal columns times an upper triangle, for wide matrices too', () => {
    fc.assert(
      fc.property(anyMatrix, (x) => {
        const { q, r } = qr(x);
        requireClose(matmul(q as Mat, r as Mat), x, 1e-12, 'q r');
        r.toArray().forEach((row, i) => row.slice(0, i).forEach((entry) => expect(Math.abs(entry)).toBe(0)));
        if (x.rows >= x.columns) isIdentity(matmul(transpose(q as Mat), q as Mat));
      }),
    );
  });
  test('svd: singular values descend, vectors are orthonormal', () => {
    fc.assert(
      fc.property(anyMatrix, (x) => {
        const { u, s, v } = svd(x);
        const values = s.toFloat64Array();
        requireClose(matmul(matmul(u as Mat, diagonalMatrix(s) as Mat), transpose(v as Mat)), x, 1e-11, 'u s vᵀ');
        expect([...values].toSorted((a, b) => b - a)).toEqual([...values]);
        expect(values.every((value) => value >= 0)).toBe(true);
      }),
    );
  });
  test('eigSymmetric: of the symmetric part, values ascend', () => {
    fc.assert(
      fc.property(square, (x) => {
        const { values, vectors } = eigSymmetric(x);
        const back = matmul(matmul(vectors as Mat, diagonalMatrix(values) as Mat), transpose(vectors as Mat));
        requireClose(
          back,
          matrix.of(
            x.rows,
            x.rows,
            x.toFloat64Array().map((value, at) => (value + x.at(at % x.rows, Math.floor(at / x.rows))) / 2),
          ),
          1e-11,
          'v w vᵀ',
        );
        isIdentity(matmul(transpose(vectors as Mat), vectors as Mat));
        expect([...values.toFloat64Array()].toSorted((a, b) => a - b)).toEqual([...values.toFloat64Array()]);
      }),
    );
  });
});

describe('where there is no answer, or many', () => {
  test('a matrix that is not positive definite has no Cholesky factor', () => {
    expect(() =>
      cholesky(
        matrix([
          [1, 2],
          [2, 1],
        ]),
      ),
    ).toThrow(SingularMatrixError);
    expect(() =>
      cholesky(
        matrix([
          [1, 2],
          [2, 1],
        ]),
      ),
    ).toThrow('the matrix is not positive definite');
    expect(
      cholesky(
        matrix([
          [4, 2 + 1e-16],
          [2, 3],
        ]),
      ).at(0, 0),
    ).toBe(2);
  });
  test('least squares refuses dependent columns, even those that QR calls independent', () => {
    expect(() =>
      leastSquares(
        matrix([
          [1, 2],
          [2, 4],
          [3, 6],
        ]),
        ones(3, 1),
      ),
    ).toThrow(SingularMatrixError);
  });
  test('det of a singular matrix is 0, and its derivative is refused; logDet of a negative determinant is NaN', () => {
    expect(
      det(
        matrix([
          [1, 2],
          [2, 4],
        ]),
      ).toArray(),
    ).toEqual([[-0]]);
    expect(() =>
      grad((x: Mat<2, 2>) => det(x))(
        matrix([
          [1, 2],
          [2, 4],
        ]),
      ),
    ).toThrow(SingularMatrixError);
    expect(
      logDet(
        matrix([
          [0, 1],
          [1, 0],
        ]),
      ).at(0, 0),
    ).toBeNaN();
    expect(
      logDet(
        matrix([
          [0, 0],
          [0, 0],
        ]),
      ).at(0, 0),
    ).toBe(-Infinity);
  });
  test('functions of equal eigenvalues and singular values alone have the right derivative', () => {
    const x = identity(3);
    expect(grad((p: Mat<3, 3>): Scalar => sum(eigSymmetric(p).values))(x)).toEqual(identity(3));
    requireClose(grad((p: Mat<3, 3>): Scalar => sum(svd(p).s))(x), identity(3), 1e-14, 'svd');
  });
  test('huge and tiny matrices are decomposed like others', () => {
    for (const scale of [2 ** 1000, 2 ** -1000]) {
      const x = matrix([
        [2 * scale, scale],
        [scale, 2 * scale],
      ]);
      requireClose(
        matrix.of(
          2,
          1,
          eigSymmetric(x)
            .values.toFloat64Array()
            .map((value) => value / scale),
        ),
        matrix([[1], [3]]),
        1e-14,
        'eigSymmetric',
      );
      requireClose(
        matrix.of(
          2,
          1,
          svd(x)
            .s.toFloat64Array()
            .map((value) => value / scale),
        ),
        matrix([[3], [1]]),
        1e-14,
        'svd',
      );
    }
  });
  test('the sign of vectors does not depend on that of the algorithm', () => {
    for (const x of [
      matrix([
        [2, 1],
        [1, 3],
      ]),
      matrix([
        [-2, 1],
        [1, -3],
      ]),
    ]) {
      for (const column of transpose(eigSymmetric(x).vectors).toArray())
        expect(column.find((entry) => Math.abs(entry) > 0.3)).toBeGreaterThan(0);
    }
    expect(sub(add(svd(ones(2, 2)).u, 0), svd(ones(2, 2)).v).at(0, 0)).toBeCloseTo(0, 14);
  });
});
