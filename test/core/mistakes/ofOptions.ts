import { ArgumentError, record, ShapeError, spec } from '@adjoint/core';
import { type Mistake, untyped } from './mistake.ts';

const { argMax, cumulativeSum, differentiate, logSoftmax, logSumExp, max, mean, min, named, norm, ones, pad, plan, print, prod } = untyped;
const { scatterRows, slice, softmax, std, sum, variance } = untyped;
const tape = record((y) => y, spec(5, 4));
const x = named('x', ones(5, 4));

/** Axes, ranges and other options that ops do not have. */
export const mistakesOfOptions: readonly Mistake[] = [
  [
    'a third axis',
    ArgumentError,
    'sum: axis must be 0 (collapse the rows), 1 (collapse the columns) or left out, got 2',
    () => sum(x, { axis: 2 }),
  ],
  [
    'an axis as text',
    ArgumentError,
    'mean: axis must be 0 (collapse the rows), 1 (collapse the columns) or left out, got "0"',
    () => mean(x, { axis: '0' }),
  ],
  [
    'an axis from the end',
    ArgumentError,
    'max: axis must be 0 (collapse the rows), 1 (collapse the columns) or left out, got -1',
    () => max(x, { axis: -1 }),
  ],
  [
    'no axis as null',
    ArgumentError,
    'min: axis must be 0 (collapse the rows), 1 (collapse the columns) or left out, got null',
    () => min(x, { axis: null }),
  ],
  [
    'a wrong axis for logSumExp',
    ArgumentError,
    'logSumExp: axis must be 0 (collapse the rows), 1 (collapse the columns) or left out, got 2',
    () => logSumExp(x, { axis: 2 }),
  ],
  [
    'a wrong axis for norm',
    ArgumentError,
    'norm: axis must be 0 (collapse the rows), 1 (collapse the columns) or left out, got -1',
    () => norm(x, { axis: -1 }),
  ],
  [
    'a wrong axis for prod',
    ArgumentError,
    'prod: axis must be 0 (collapse the rows), 1 (collapse the columns) or left out, got "1"',
    () => prod(x, { axis: '1' }),
  ],
  [
    'a wrong axis for variance',
    ArgumentError,
    'variance: axis must be 0 (collapse the rows), 1 (collapse the columns) or left out, got 2',
    () => variance(x, { axis: 2 }),
  ],
  [
    'a wrong axis for std',
    ArgumentError,
    'std: axis must be 0 (collapse the rows), 1 (collapse the columns) or left out, got -1',
    () => std(x, { axis: -1 }),
  ],
  [
    'a wrong axis for argMax',
    ArgumentError,
    'argMax: axis must be 0 (collapse the rows), 1 (collapse the columns) or left out, got 2',
    () => argMax(x, { axis: 2 }),
  ],
  [
    'a wrong axis for softmax',
    ArgumentError,
    'softmax: axis must be 1 (along each row) or 0 (along each column), got 2',
    () => softmax(x, { axis: 2 }),
  ],
  [
    'a wrong axis for logSoftmax',
    ArgumentError,
    'logSoftmax: axis must be 1 (along each row) or 0 (along each column), got -1',
    () => logSoftmax(x, { axis: -1 }),
  ],
  [
    'a wrong axis for cumulativeSum',
    ArgumentError,
    'cumulativeSum: axis must be 0 (down the columns), 1 (along the rows) or left out, got "0"',
    () => cumulativeSum(x, { axis: '0' }),
  ],
  [
    'an axis without its name',
    ArgumentError,
    'sum: the options must be an object, got the number 0. Write sum(x, { axis: 0 }) or sum(x, { axis: 1 })',
    () => sum(x, 0),
  ],
  [
    'options that are null',
    ArgumentError,
    'sum: the options must be an object, got null. Write sum(x, { axis: 0 }) or sum(x, { axis: 1 })',
    () => sum(x, null),
  ],
  [
    'an option of another library',
    ArgumentError,
    'mean: there is no option dim. Write mean(x, { axis: 0 }) or mean(x, { axis: 1 })',
    () => mean(x, { dim: 0 }),
  ],
  [
    'an axis of softmax without its name',
    ArgumentError,
    'softmax: the options must be an object, got the number 0. Write softmax(x, { axis: 0 }) or softmax(x, { axis: 1 })',
    () => softmax(x, 0),
  ],
  [
    'a slice by one number',
    ArgumentError,
    'slice: rows must be [from, to], two whole numbers counted from 0, to not included; got 3',
    () => slice(x, { rows: 3 }),
  ],
  [
    'a slice between rows',
    ArgumentError,
    'slice: columns must be [from, to], two whole numbers counted from 0, to not included; got [0.5, 2]',
    () => slice(x, { columns: [0.5, 2] }),
  ],
  [
    'a slice to NaN',
    ArgumentError,
    'slice: rows must be [from, to], two whole numbers counted from 0, to not included; got [0, NaN]',
    () => slice(x, { rows: [0, NaN] }),
  ],
  [
    'a slice without ranges',
    ArgumentError,
    'slice: the second argument must be an object, got undefined. Write slice(x, { rows: [from, to], columns: [from, to] })',
    () => slice(x),
  ],
  [
    'a slice as of an array',
    ArgumentError,
    'slice: the second argument must be an object, got the number 0. Write slice(x, { rows: [from, to], columns: [from, to] })',
    () => slice(x, 0, 2),
  ],
  [
    'a misspelt range',
    ArgumentError,
    'slice: row is none of rows, columns. Write slice(x, { rows: [from, to], columns: [from, to] })',
    () => slice(x, { row: [0, 1] }),
  ],
  [
    'padding at half a row',
    ArgumentError,
    'pad: row and column must be whole numbers counted from 0, got 0.5 and 0',
    () => pad(x, { row: 0.5, column: 0, rows: 9, columns: 9 }),
  ],
  [
    'padding without sizes',
    ShapeError,
    'pad(undefinedxundefined): sizes are whole numbers of at least 1, but rows is missing',
    () => pad(x, { row: 0, column: 0 }),
  ],
  [
    'no options of differentiate as null',
    ArgumentError,
    "differentiate: the options must be an object, got null. Write differentiate(tape) or differentiate(tape, { seed: 'one' })",
    () => differentiate(tape, null),
  ],
  [
    'a format without its name',
    ArgumentError,
    `print: the options must be an object, got the string "dot". Write print(tape) or print(tape, { format: 'dot' })`,
    () => print(tape, 'dot'),
  ],
  [
    'a block without its name',
    ArgumentError,
    'plan: the options must be an object, got the number 64. Write plan(tape) or plan(tape, { block: 64 })',
    () => plan(tape, 64),
  ],
  [
    'a table of no rows',
    ShapeError,
    'scatterRows(0x4): sizes are whole numbers of at least 1, but rows is 0. There are no empty matrices: leave out what is empty',
    () => scatterRows(x, ones(5, 1), 0),
  ],
];
