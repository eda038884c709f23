import {
  add,
  AdjointError,
  ArgumentError,
  concatColumns,
  concatRows,
  full,
  grad,
  item,
  inverse,
  linspace,
  type Mat,
  matmul,
  matrix,
  max,
  mul,
  named,
  ones,
  pad,
  reshape,
  type Scalar,
  shaped,
  ShapeError,
  slice,
  solve,
  spec,
  square,
  sum,
  where,
  zeros,
} from '@adjoint/core';
import { describe, expect, test } from 'vitest';

// what the type checker refuses is refused again at run time, for sizes that it does not know
const any = (x: unknown) => x as never;
const x = named('x', ones(5, 4));

describe('shapes that do not fit say op, labels, shapes, rule and what to write instead', () => {
  test.each<readonly [string, () => unknown]>([
    [
      'matmul(x: 5x4, w1: 5x3): left columns (4) must equal right rows (5). Did you forget the bias column?',
      () => matmul(x, any(named('w1', ones(5, 3)))),
    ],
    ['matmul(5x4, 5x2): left columns (4) must equal right rows (5)', () => matmul(ones(5, 4), any(ones(5, 2)))],
    ['matmul(x: 5x4, 5x7): left columns (4) must equal right rows (5)', () => matmul(x, any(ones(5, 7)))],
    ['matmul(x: 5x4, 3x4): left columns (4) must equal right rows (3). Did you mean transpose(right)?', () => matmul(x, any(ones(3, 4)))],
    ['add(x: 5x4, 1x3): columns 4 and 3 differ and neither is 1', () => add(x, any(ones(1, 3)))],
    ['mul(x: 5x4, 4x5): rows 5 and 4 differ and neither is 1. Did you mean transpose of one of them?', () => mul(x, any(ones(4, 5)))],
    ['where(x: 5x4, 3x1): rows 5 and 3 differ and neither is 1', () => where(x, any(ones(3, 1)), 0)],
    ['concatColumns(x: 5x4, 4x4): all must have the same number of rows', () => concatColumns(x, any(ones(4, 4)))],
    ['concatRows(x: 5x4, 5x3): all must have the same number of columns', () => concatRows(x, any(ones(5, 3)))],
    ['slice(x: 5x4): rows [3, 6) and columns [0, 4) must lie within the matrix and not be empty', () => slice(x, { rows: [3, 6] })],
    ['slice(x: 5x4): rows [2, 2) and columns [0, 4) must lie within the matrix and not be empty', () => slice(x, { rows: [2, 2] })],
    ['pad(x: 5x4): at row 1, column 0 it does not lie within 5x4', () => pad(x, { row: 1, column: 0, rows: 5, columns: 4 })],
    ['reshape(x: 5x4): 20 entries do not fill 3x7', () => reshape(x, 3, 7)],
    ['inverse(x: 5x4): needs a square matrix, got 5x4', () => inverse(any(x))],
    ["solve(3x3, 4x2): a's rows (3) must equal b's rows (4)", () => solve(ones(3, 3), any(ones(4, 2)))],
    ['item(x: 5x4): needs a 1x1 matrix. Reduce it first with sum or mean, or read x.at(i, j)', () => item(any(x))],
    ['shaped(x: 5x4): the matrix is not 5x5', () => shaped(any(x), 5, 5)],
    ['at(x: 5x4): row 5, column 0 lies outside the matrix (both count from 0)', () => x.at(5, 0)],
    ['at(x: 5x4): row 0.5, column 0 lies outside the matrix (both count from 0)', () => x.at(0.5, 0)],
    [
      'grad(1x4): the function must return a 1x1 matrix, it returned 1x4. Reduce it with sum or mean',
      () => grad(((p: Mat) => sum(p, { axis: 0 })) as never)(any(ones(5, 4))),
    ],
    ['matrix(2x2): row 1 has 1 numbers, the first has 2', () => matrix(any([[1, 2], [3]]))],
    ['matrix.of(2x2): needs 4 numbers, got 3', () => matrix.of(2, 2, [1, 2, 3])],
  ])('%s', (message, run) => {
    expect(run).toThrow(ShapeError);
    expect(run).toThrow(new RegExp(`^${message.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}`));
  });
  test('recorded as concrete', () => {
    const f = (p: Mat): Scalar => sum(matmul(p, any(ones(5, 2))));
    expect(() => grad(f)(x)).toThrow('matmul(x: 5x4, 5x2): left columns (4) must equal right rows (5)');
  });
  test('with fields for programs', () => {
    try {
      matmul(x, any(ones(5, 2)));
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(AdjointError);
      expect(error).toMatchObject({
        name: 'ShapeError',
        op: 'matmul',
        operands: [
          { rows: 5, columns: 4, label: 'x' },
          { rows: 5, columns: 2 },
        ],
      });
    }
  });
});

describe('sizes are whole numbers of at least 1', () => {
  test.each([0, -1, 1.5, NaN, Infinity, 2 ** 53, '3', null, undefined])('%s is refused', (n) => {
    for (const make of [
      () => zeros(any(n), 1),
      () => full(1, any(n), 0),
      () => linspace(0, 1, any(n)),
      () => matrix.of(any(n), 1, []),
      () => reshape(x, any(n), 1),
      () => spec(1, any(n)),
    ]) {
      expect(make).toThrow(ShapeError);
      expect(make).toThrow('sizes are whole numbers of at least 1');
    }
  });
  test('an empty list of rows has none', () => expect(() => matrix(any([]))).toThrow(ShapeError));
});

describe('a value of the wrong kind says what to pass', () => {
  test.each<readonly [string, () => unknown]>([
    ['add: argument 1 is an array: make a matrix of it with matrix(rows) or matrix.of(rows, columns, values)', () => add(x, any([1, 2]))],
    ['mul: argument 0 is the string "2": pass a matrix, or a number for a 1x1 matrix', () => mul(any('2'), x)],
    ['square: argument 0 is undefined', () => square(any(undefined))],
    ['add: argument 1 is null', () => add(x, any(null))],
    ['add: argument 1 is a Promise: await it before the call', () => add(x, any(Promise.resolve(x)))],
    ['matmul: argument 1 is an array', () => matmul(x, any(new Float64Array(4)))],
    ['max: axis must be 0 (collapse the rows), 1 (collapse the columns) or left out, got 2', () => max(x, { axis: any(2) })],
    ['sum: axis must be 0 (collapse the rows), 1 (collapse the columns) or left out, got -1', () => sum(x, { axis: any(-1) })],
    ['slice: rows must be [from, to], two whole numbers counted from 0, to not included; got 3', () => slice(x, { rows: any(3) })],
    ['concatRows: needs at least one matrix', () => concatRows()],
    ['matrix: entry 1 is a string, not a number', () => matrix(any([[1, '2']]))],
    ['matrix: expected rows of numbers, as in matrix([[1, 2], [3, 4]])', () => matrix(any([1, 2]))],
    ['matrix.of: expected a Float64Array or an array of numbers', () => matrix.of(1, 1, any(new Float32Array(1)))],
    ['named(label, x): x must be a matrix, got number', () => named('a', any(3))],
  ])('%s', (message, run) => {
    expect(run).toThrow(ArgumentError);
    expect(run).toThrow(message);
  });
});

describe('a matrix is not a number', () => {
  test.each<readonly [string, () => unknown]>([
    ['x + 1', () => any(x) + 1],
    ['x * 2', () => any(x) * 2],
    ['x > 1', () => any(x) > 1],
    ['+x', () => +any(x)],
  ])('%s throws', (_what, run) => {
    expect(run).toThrow(TypeError);
    expect(run).toThrow('write add(x, y), mul(x, 2), greater(x, y)');
  });
  test('recorded neither', () => expect(() => grad((p: Scalar) => mul(p, any(p) * 2))(1)).toThrow('A matrix is not a number'));
  test('but it has a text', () => expect(`${ones(1, 2)}`).toBe('Mat 1x2\n  1  1'));
});
