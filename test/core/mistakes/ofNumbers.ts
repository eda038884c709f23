import { ArgumentError, ShapeError } from '@adjoint/core';
import { type Mistake, untyped } from './mistake.ts';

const { full, identity, item, linspace, matrix, named, ones, scalar, zeros } = untyped;
const x = named('x', ones(5, 4));

/** Sizes and numbers that matrices cannot be made of, and matrices that are treated as numbers. */
export const mistakesOfNumbers: readonly Mistake[] = [
  [
    'a size of 0',
    ShapeError,
    'zeros(0x3): sizes are whole numbers of at least 1, but rows is 0. There are no empty matrices: leave out what is empty',
    () => zeros(0, 3),
  ],
  ['a negative size', ShapeError, 'ones(3x-1): sizes are whole numbers of at least 1, but columns is -1', () => ones(3, -1)],
  [
    'a fractional size',
    ShapeError,
    'zeros(2.5x3): sizes are whole numbers of at least 1, but rows is 2.5. Round it with Math.floor, Math.ceil or Math.round',
    () => zeros(2.5, 3),
  ],
  ['a size that is not a number', ShapeError, 'zeros(NaNx3): sizes are whole numbers of at least 1, but rows is NaN', () => zeros(NaN, 3)],
  [
    'a size as text',
    ShapeError,
    'identity(3x3): sizes are whole numbers of at least 1, but rows is a string. Convert it with Number(text)',
    () => identity('3'),
  ],
  ['a missing size', ShapeError, 'zeros(3xundefined): sizes are whole numbers of at least 1, but columns is missing', () => zeros(3)],
  [
    'sizes in an array, as in NumPy',
    ShapeError,
    'zeros(2,3xundefined): sizes are whole numbers of at least 1, but rows is an array. Write the sizes as two numbers, not as [rows, columns]',
    () => zeros([2, 3]),
  ],
  [
    'more entries than memory',
    ShapeError,
    'zeros(1000000x1000000): sizes are whole numbers of at least 1, and their product at most 2^32. Work on a part at a time',
    () => zeros(1e6, 1e6),
  ],
  [
    'no points in a range',
    ShapeError,
    'linspace(1x0): sizes are whole numbers of at least 1, but columns is 0. There are no empty matrices: leave out what is empty',
    () => linspace(0, 1, 0),
  ],
  [
    'no rows',
    ShapeError,
    'matrix(0x0): sizes are whole numbers of at least 1, but rows is 0. There are no empty matrices: leave out what is empty',
    () => matrix([]),
  ],
  [
    'an empty row',
    ShapeError,
    'matrix(1x0): sizes are whole numbers of at least 1, but columns is 0. There are no empty matrices: leave out what is empty',
    () => matrix([[]]),
  ],
  ['ragged rows', ShapeError, 'matrix(2x2): row 1 has 1 numbers, the first has 2', () => matrix([[1, 2], [3]])],
  [
    'numbers without rows',
    ArgumentError,
    'matrix: expected rows of numbers, as in matrix([[1, 2], [3, 4]]), or an ml-matrix Matrix, got an array of numbers. Write matrix([values]) for one row, matrix.of(rows, columns, values) for several',
    () => matrix([1, 2, 3]),
  ],
  [
    'a number where rows belong',
    ArgumentError,
    'matrix: expected rows of numbers, as in matrix([[1, 2], [3, 4]]), or an ml-matrix Matrix, got the number 3. Write scalar(v)',
    () => matrix(3),
  ],
  [
    'a matrix where rows belong',
    ArgumentError,
    'matrix: expected rows of numbers, as in matrix([[1, 2], [3, 4]]), or an ml-matrix Matrix, got a 5x4 matrix. Use it as it is',
    () => matrix(x),
  ],
  [
    'an integer array where rows belong',
    ArgumentError,
    'matrix: expected rows of numbers, as in matrix([[1, 2], [3, 4]]), or an ml-matrix Matrix, got a typed array. Write matrix.of(rows, columns, Float64Array.from(values))',
    () => matrix(new Int32Array(4)),
  ],
  [
    'rows that are typed arrays',
    ArgumentError,
    'matrix: expected rows of numbers, as in matrix([[1, 2], [3, 4]]), or an ml-matrix Matrix, got typed arrays. Write matrix(rows.map((row) => Array.from(row)))',
    () => matrix([new Float64Array(2)]),
  ],
  [
    'nothing where rows belong',
    ArgumentError,
    'matrix: expected rows of numbers, as in matrix([[1, 2], [3, 4]]), or an ml-matrix Matrix, got undefined',
    () => matrix(),
  ],
  [
    'a hole among the numbers',
    ArgumentError,
    'matrix: entry 1 is undefined, not a number. Convert it with Number(v), or put NaN there',
    () => matrix([[1, undefined]]),
  ],
  [
    'text among the numbers',
    ArgumentError,
    'matrix: entry 1 is a string, not a number. Convert it with Number(v), or put NaN there',
    () => matrix([[1, '2']]),
  ],
  [
    'an array of 32-bit integers',
    ArgumentError,
    'matrix.of: expected a Float64Array or an array of numbers, got Int32Array. Convert other typed arrays with Float64Array.from(values)',
    () => matrix.of(2, 2, new Int32Array(4)),
  ],
  [
    'an array of 32-bit floats',
    ArgumentError,
    'matrix.of: expected a Float64Array or an array of numbers, got Float32Array. Convert other typed arrays with Float64Array.from(values)',
    () => matrix.of(2, 2, new Float32Array(4)),
  ],
  ['too few numbers', ShapeError, 'matrix.of(2x2): needs 4 numbers, got 3', () => matrix.of(2, 2, [1, 2, 3])],
  [
    'rows where numbers belong',
    ArgumentError,
    'matrix.of: entry 0 is an array, not a number. Write matrix(rows) for rows',
    () =>
      matrix.of(2, 2, [
        [1, 2],
        [3, 4],
      ]),
  ],
  [
    'rows where a size belongs',
    ShapeError,
    'matrix.of(1,2,3,4xundefined): sizes are whole numbers of at least 1, but rows is an array. Write the sizes as two numbers, not as [rows, columns]',
    () =>
      matrix.of([
        [1, 2],
        [3, 4],
      ]),
  ],
  ['a scalar of text', ArgumentError, 'scalar: expected a number, got the string "3". Convert it with Number(v)', () => scalar('3')],
  ['a scalar of nothing', ArgumentError, 'scalar: expected a number, got undefined. Convert it with Number(v)', () => scalar()],
  ['a scalar of a matrix', ArgumentError, 'scalar: expected a number, got a 5x4 matrix. Use the matrix as it is', () => scalar(x)],
  ['a matrix full of text', ArgumentError, 'full: expected a number, got the string "0". Convert it with Number(v)', () => full(2, 2, '0')],
  [
    'x * 2',
    TypeError,
    'A matrix is not a number: write add(x, y), mul(x, 2), greater(x, y) for x + y, x * 2, x > y, and item(s) for the number in a 1x1 matrix',
    () => x * 2,
  ],
  [
    'x + y',
    TypeError,
    'A matrix is not a number: write add(x, y), mul(x, 2), greater(x, y) for x + y, x * 2, x > y, and item(s) for the number in a 1x1 matrix',
    () => x + ones(5, 4),
  ],
  [
    'x > y',
    TypeError,
    'A matrix is not a number: write add(x, y), mul(x, 2), greater(x, y) for x + y, x * 2, x > y, and item(s) for the number in a 1x1 matrix',
    () => x > ones(5, 4),
  ],
  [
    '+x',
    TypeError,
    'A matrix is not a number: write add(x, y), mul(x, 2), greater(x, y) for x + y, x * 2, x > y, and item(s) for the number in a 1x1 matrix',
    () => +x,
  ],
  ['the item of a number', ArgumentError, 'item: expected a 1x1 matrix, got the number 3. Use it as it is', () => item(3)],
  ['a write into the rows', TypeError, 'Cannot set property rows of [object Object] which has only a getter', () => (x.rows = 3)],
  ['a write into the label', TypeError, 'Cannot set property label of [object Object] which has only a getter', () => (x.label = 'y')],
];
