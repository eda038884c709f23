import * as core from '@adjoint/core';
import { ones, ShapeError } from '@adjoint/core';
import { expect, test } from 'vitest';
import { thrownBy } from './mistakes/mistake.ts';

// A hint stands where it helps, and nowhere else. The functions without their types, which refuse all this before it runs.
const { concatColumns, concatRows, cumulativeSum, diagonalMatrix, dot, matmul, pad, reshape, scatterRows, slice, solve, tril } =
  core as any;
type Shape = readonly [number, number];

const messages = (op: (...xs: unknown[]) => unknown, ...pairs: readonly (readonly Shape[])[]): readonly string[] =>
  pairs.map((shapes) => {
    const error = thrownBy(() => op(...shapes.map(([rows, columns]) => ones(rows, columns))));
    expect(error).toBeInstanceOf(ShapeError);
    return error.message;
  });

test('of a product', () => {
  expect(
    messages(
      matmul,
      [
        [5, 4],
        [1, 1],
      ],
      [
        [5, 4],
        [1, 4],
      ],
      [
        [5, 4],
        [5, 1],
      ],
      [
        [5, 4],
        [5, 3],
      ],
      [
        [4, 6],
        [4, 3],
      ],
      [
        [4, 6],
        [3, 6],
      ],
      [
        [4, 6],
        [3, 4],
      ],
      [
        [4, 6],
        [3, 5],
      ],
      [
        [5, 4],
        [1, 3],
      ],
      [
        [5, 4],
        [3, 1],
      ],
    ),
  ).toEqual([
    'matmul(5x4, 1x1): left columns (4) must equal right rows (1). Did you mean mul, entry by entry?',
    'matmul(5x4, 1x4): left columns (4) must equal right rows (1). Did you mean transpose(right)?',
    'matmul(5x4, 5x1): left columns (4) must equal right rows (5). Did you forget the bias column? Write concatColumns(ones(5, 1), left)',
    'matmul(5x4, 5x3): left columns (4) must equal right rows (5). Did you forget the bias column? Write concatColumns(ones(5, 1), left)',
    'matmul(4x6, 4x3): left columns (6) must equal right rows (4). Did you mean transpose(left)?',
    'matmul(4x6, 3x6): left columns (6) must equal right rows (3). Did you mean transpose(right)?',
    'matmul(4x6, 3x4): left columns (6) must equal right rows (3). Did you mean matmul(right, left)?',
    'matmul(4x6, 3x5): left columns (6) must equal right rows (3)',
    'matmul(5x4, 1x3): left columns (4) must equal right rows (1)',
    'matmul(5x4, 3x1): left columns (4) must equal right rows (3)',
  ]);
});

test('of a concatenation', () => {
  expect(
    messages(
      concatColumns,
      [
        [2, 3],
        [4, 3],
      ],
      [
        [2, 3],
        [4, 5],
      ],
      [
        [2, 3],
        [2, 3],
        [4, 5],
      ],
    ),
  ).toEqual([
    'concatColumns(2x3, 4x3): all must have the same number of rows. Did you mean concatRows?',
    'concatColumns(2x3, 4x5): all must have the same number of rows',
    'concatColumns(2x3, 2x3, 4x5): all must have the same number of rows',
  ]);
  expect(
    messages(
      concatRows,
      [
        [2, 3],
        [2, 4],
      ],
      [
        [2, 3],
        [4, 5],
      ],
      [
        [2, 3],
        [2, 3],
        [4, 5],
      ],
    ),
  ).toEqual([
    'concatRows(2x3, 2x4): all must have the same number of columns. Did you mean concatColumns?',
    'concatRows(2x3, 4x5): all must have the same number of columns',
    'concatRows(2x3, 2x3, 4x5): all must have the same number of columns',
  ]);
});

test('of a diagonal', () => {
  expect(messages(diagonalMatrix, [[1, 3]], [[2, 3]])).toEqual([
    'diagonalMatrix(1x3): needs one column. Did you mean transpose(x)?',
    'diagonalMatrix(2x3): needs one column',
  ]);
});

test('of an inner product and a solution', () => {
  expect(
    messages(dot, [
      [2, 3],
      [3, 2],
    ]),
  ).toEqual(['dot(2x3, 3x2): shapes must be equal. For the product of matrices write matmul']);
  expect(
    messages(
      solve,
      [
        [2, 3],
        [2, 1],
      ],
      [
        [2, 2],
        [3, 1],
      ],
    ),
  ).toEqual([
    'solve(2x3): needs a square matrix, got 2x3. For others write leastSquares(a, b)',
    "solve(2x2, 3x1): a's rows (2) must equal b's rows (3)",
  ]);
});

test.each([
  ['slice', slice, 'slice(x, { rows: [from, to], columns: [from, to] })', 'row is none of rows, columns', { row: 1 }],
  ['pad', pad, 'pad(x, { row, column, rows, columns })', 'top is none of row, column, rows, columns', { top: 1 }],
])('the second argument of %s', (name, op, example, unknown, wrong) => {
  const message = (given: unknown): string => thrownBy(() => op(ones(2, 2), given)).message;
  expect(message(null)).toBe(`${name}: the second argument must be an object, got null. Write ${example}`);
  expect(message([0, 1])).toMatch(new RegExp(`^${name}: the second argument must be an object, got an array`));
  expect(message(3)).toBe(`${name}: the second argument must be an object, got the number 3. Write ${example}`);
  expect(message(undefined)).toBe(`${name}: the second argument must be an object, got undefined. Write ${example}`);
  expect(message(wrong)).toBe(`${name}: ${unknown}. Write ${example}`);
});

test('a range of a slice is two whole numbers', () => {
  const message = (rows: unknown): string => thrownBy(() => slice(ones(4, 4), { rows })).message;
  const rule = 'slice: rows must be [from, to], two whole numbers counted from 0, to not included; got';
  expect(message([1])).toBe(`${rule} [1]`);
  expect(message([1, 2, 3])).toBe(`${rule} [1, 2, 3]`);
  expect(message([0.5, 2])).toBe(`${rule} [0.5, 2]`);
  expect(message([0, 2.5])).toBe(`${rule} [0, 2.5]`);
  expect(message(2)).toBe(`${rule} 2`);
  expect(thrownBy(() => slice(ones(4, 4), { columns: '01' })).message).toBe(rule.replace('rows', 'columns') + ' 01');
});

test('a slice and a padding lie within the larger matrix', () => {
  const cut = (rows: Shape, columns: Shape): string => thrownBy(() => slice(ones(4, 5), { rows, columns })).message;
  const remedy = 'must lie within the matrix and not be empty. Write [from, to] with 0 <= from < to <= 4 for rows, 5 for columns';
  expect(cut([-1, 2], [0, 1])).toBe(`slice(4x5): rows [-1, 2) and columns [0, 1) ${remedy}`);
  expect(cut([0, 2], [-1, 1])).toBe(`slice(4x5): rows [0, 2) and columns [-1, 1) ${remedy}`);
  expect(cut([3, 5], [0, 1])).toBe(`slice(4x5): rows [3, 5) and columns [0, 1) ${remedy}`);
  expect(cut([0, 1], [4, 6])).toBe(`slice(4x5): rows [0, 1) and columns [4, 6) ${remedy}`);
  expect(cut([2, 2], [0, 1])).toBe(`slice(4x5): rows [2, 2) and columns [0, 1) ${remedy}`);
  expect(cut([0, 1], [3, 3])).toBe(`slice(4x5): rows [0, 1) and columns [3, 3) ${remedy}`);
  expect(slice(ones(4, 5), { rows: [3, 4], columns: [4, 5] }).toArray()).toEqual([[1]]);
  const put = (row: number, column: number): string => thrownBy(() => pad(ones(2, 2), { row, column, rows: 3, columns: 4 })).message;
  expect(put(2, 0)).toBe('pad(2x2): at row 2, column 0 it does not lie within 3x4. It takes 4x2');
  expect(put(0, 3)).toBe('pad(2x2): at row 0, column 3 it does not lie within 3x4. It takes 2x5');
  expect(put(-1, 0)).toMatch(/^pad\(2x2\): at row -1, column 0 it does not lie within 3x4/);
  expect(put(0, -1)).toMatch(/^pad\(2x2\): at row 0, column -1 it does not lie within 3x4/);
  expect(put(0.5, 0)).toBe('pad: row and column must be whole numbers counted from 0, got 0.5 and 0');
  expect(put(0, 0.5)).toBe('pad: row and column must be whole numbers counted from 0, got 0 and 0.5');
  expect(pad(ones(2, 2), { row: 1, column: 2, rows: 3, columns: 4 }).toArray()).toEqual([
    [0, 0, 0, 0],
    [0, 0, 1, 1],
    [0, 0, 1, 1],
  ]);
});

test('sizes and offsets are whole numbers', () => {
  expect(thrownBy(() => reshape(ones(2, 3), -1, 2)).message).toMatch(
    /^reshape\(-1x2\): sizes are whole numbers of at least 1; for the rest write/,
  );
  expect(thrownBy(() => reshape(ones(2, 3), 2, -1)).message).toMatch(
    /^reshape\(2x-1\): sizes are whole numbers of at least 1; for the rest write/,
  );
  expect(thrownBy(() => reshape(ones(2, 3), 4, 2)).message).toBe('reshape(2x3): 6 entries do not fill 4x2, which takes 8');
  expect(thrownBy(() => tril(ones(2, 3), 0.5)).message).toMatch(/^tril\(2x3\): the offset must be a whole number of diagonals, got 0.5/);
  expect(thrownBy(() => cumulativeSum(ones(2, 3), { axis: 2 })).message).toMatch(/^cumulativeSum: .*got 2/);
  expect(thrownBy(() => scatterRows(ones(2, 3), ones(3, 1), 4)).message).toMatch(/^scatterRows\(2x3, 3x1\): /);
});
