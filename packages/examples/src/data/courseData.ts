import { DecodeError, type Mat, matrix } from '@adjoint/core';
import { type Ex4, readEx4 } from './ex4.ts';
import { readMatlab } from './readMatlab.ts';
import { valueOf } from './valueOf.ts';

/** Images and their labels as exercise 4 has them. */
export interface CourseData {
  /** a row per image of 20x20 pixels, unrolled column by column */
  readonly x: Mat<number, 400>;
  /** one 1 per row; as in MATLAB column c stands for label c + 1, and label 10 for the digit 0 */
  readonly y: Mat<number, 10>;
  readonly digits: Uint8Array;
}

export const digitOfColumn = (column: number): number => (column + 1) % 10;
const columnOfDigit = (digit: number): number => (digit + 9) % 10;

/** The course's own file when one is named, or else the same images made from MNIST. @throws DecodeError */
export const readCourseData = (path: string | undefined): CourseData =>
  toMatrices(path === undefined ? valueOf(readEx4()) : readFile(path));

export function toMatrices({ x, digits }: Ex4): CourseData {
  const rows = digits.length;
  const y = new Float64Array(rows * 10);
  digits.forEach((digit, row) => {
    y[row * 10 + columnOfDigit(digit)] = 1;
  });
  return { x: matrix.of(rows, 400, x), y: matrix.of(rows, 10, y), digits };
}

function readFile(path: string): Ex4 {
  const { X, y } = readMatlab(path, ['X', 'y']);
  const refuse = (place: string, expected: string, found: string) => new DecodeError({ source: path, place, expected, found });
  if (X.columns !== 400 || X.rows < 1) throw refuse('X', 'rows of 400 pixels', `${X.rows}x${X.columns}`);
  if (y.columns !== 1 || y.rows !== X.rows) throw refuse('y', `${X.rows}x1, a label for each row of X`, `${y.rows}x${y.columns}`);
  const wrong = y.values.findIndex((label) => !Number.isInteger(label) || label < 1 || label > 10);
  if (wrong >= 0) throw refuse(`y, row ${wrong + 1}`, 'a label from 1 to 10 (10 is the digit 0)', String(y.values[wrong]));
  return { x: X.values, digits: Uint8Array.from(y.values, (label) => label % 10) };
}
