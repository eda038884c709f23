import { ArgumentError, ShapeError } from '@adjoint/core';
import { type Mistake, untyped } from './mistake.ts';

const { add, clip, concatColumns, concatRows, gatherRows, matmul, matrix, mul, named, oneHot, ones, scatterRows, sum, where } = untyped;
const x = named('x', ones(5, 4));

/** Arguments of ops that are of the wrong kind. */
export const mistakesOfArguments: readonly Mistake[] = [
  [
    'a forgotten operand',
    ArgumentError,
    'matmul: argument 1 is undefined: is an argument missing? Pass a matrix, or a number for a 1x1 matrix',
    () => matmul(x),
  ],
  [
    'a mask without its choices',
    ArgumentError,
    'where: argument 1 is undefined: is an argument missing? Pass a matrix, or a number for a 1x1 matrix',
    () => where(x),
  ],
  [
    'rows where a matrix belongs',
    ArgumentError,
    'add: argument 1 is an array: make a matrix of it with matrix(rows) or matrix.of(rows, columns, values)',
    () => add(x, [[1, 2]]),
  ],
  [
    'a typed array where a matrix belongs',
    ArgumentError,
    'sum: argument 0 is an array: make a matrix of it with matrix(rows) or matrix.of(rows, columns, values)',
    () => sum(new Float64Array(3)),
  ],
  [
    'text where a number belongs',
    ArgumentError,
    'mul: argument 0 is the string "2": pass a matrix, or a number for a 1x1 matrix',
    () => mul('2', x),
  ],
  [
    'null where a matrix belongs',
    ArgumentError,
    'add: argument 1 is null: pass a matrix, or a number for a 1x1 matrix',
    () => add(x, null),
  ],
  [
    'a promise where a matrix belongs',
    ArgumentError,
    'add: argument 1 is a Promise: await it before the call',
    () => add(x, Promise.resolve(x)),
  ],
  [
    'an object where a matrix belongs',
    ArgumentError,
    'add: argument 1 is an object: pass a matrix, or a number for a 1x1 matrix',
    () => add(x, { w: x }),
  ],
  [
    'a function where a matrix belongs',
    ArgumentError,
    'add: argument 1 is a function: pass a matrix, or a number for a 1x1 matrix',
    () => add(x, sum),
  ],
  [
    'a bound that is forgotten',
    ArgumentError,
    'clip: argument 2 is undefined: is an argument missing? Pass a matrix, or a number for a 1x1 matrix',
    () => clip(x, 0),
  ],
  ['nothing to concatenate', ArgumentError, 'concatRows: needs at least one matrix', () => concatRows()],
  [
    'a list to concatenate',
    ArgumentError,
    'concatColumns: takes the matrices one by one, got an array. Write concatColumns(...xs)',
    () => concatColumns([x, x]),
  ],
  [
    'labels that count from 1',
    ArgumentError,
    'oneHot: row 1 of the indices holds 10, which is not a whole number from 0 to 9. If yours count from 1, write sub(indices, 1)',
    () => oneHot(matrix([[1], [10]]), 10),
  ],
  [
    'a negative label',
    ArgumentError,
    'oneHot: row 0 of the indices holds -1, which is not a whole number from 0 to 9',
    () => oneHot(matrix([[-1]]), 10),
  ],
  [
    'a label that is not whole',
    ArgumentError,
    'oneHot: row 0 of the indices holds 0.5, which is not a whole number from 0 to 9',
    () => oneHot(matrix([[0.5]]), 10),
  ],
  [
    'labels in a row',
    ShapeError,
    'oneHot(1x3): indices must be one column. Did you mean transpose(indices)?',
    () => oneHot(matrix([[0, 1, 2]]), 10),
  ],
  [
    'labels as an array',
    ArgumentError,
    'oneHot: argument 0 is an array: make a matrix of it with matrix(rows) or matrix.of(rows, columns, values)',
    () => oneHot([0, 1], 10),
  ],
  [
    'a row that the table does not have',
    ArgumentError,
    'gatherRows: row 0 of the indices holds 7, which is not a whole number from 0 to 4',
    () => gatherRows(x, matrix([[7]])),
  ],
  [
    'fewer indices than rows',
    ShapeError,
    'scatterRows(x: 5x4, 1x1): there must be one index per row',
    () => scatterRows(x, matrix([[1]]), 5),
  ],
  [
    'a label after the matrix',
    ArgumentError,
    "named(label, x): the label must be a string, got a 5x4 matrix. Write named('hidden', x)",
    () => named(x, 'x'),
  ],
  ['a label for a number', ArgumentError, "named(label, x): x must be a matrix, got number. Write named('hidden', x)", () => named('a', 3)],
];
