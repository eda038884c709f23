import { type Mat, matrix } from '@adjoint/core';

/** Images, a row of C pixels each, and for each row a 1 in the column of its digit. */
export interface Labelled<C extends number> {
  readonly x: Mat<number, C>;
  readonly y: Mat<number, 10>;
}

export function oneHotOf(digits: ArrayLike<number>): Mat<number, 10> {
  const y = new Float64Array(digits.length * 10);
  for (let row = 0; row < digits.length; row += 1) y[row * 10 + digits[row]!] = 1;
  return matrix.of(digits.length, 10, y);
}
