import { ArgumentError, ShapeError } from '@adjoint/core';
import * as nn from '@adjoint/nn';
import { type Mistake, untyped } from '../../core/mistakes/mistake.ts';

const { matrix, ones } = untyped;
const { attention, dense, embedding, gru, lstm, multiHeadAttention, random, rnn, unroll } = nn as any;
const cell = lstm(3, 2);
const p = cell.initialize(random(1));

/** Steps and states of other sizes, heads that do not divide, indices outside the table. */
export const mistakesOfSequences: readonly Mistake[] = [
  [
    'an activation by name',
    ArgumentError,
    'rnn: the activation must be a function, got "relu". Write rnn(3, 2, relu)',
    () => rnn(3, 2, 'relu'),
  ],
  ['a cell of size 0', ShapeError, 'gru(3x0): sizes are whole numbers of at least 1. Write gru(inputs, size)', () => gru(3, 0)],
  [
    'a step of other columns',
    ShapeError,
    'step(4x2): this cell takes 3 inputs, x has 2 columns',
    () => cell.step(p, ones(4, 2), cell.start(4)),
  ],
  [
    'the state of another cell',
    ArgumentError,
    'step: the state of lstm must be { h, c }. Make the first with start(x.rows)',
    () => cell.step(p, ones(4, 3), gru(3, 2).start(4)),
  ],
  [
    'no state',
    ArgumentError,
    'step: the state of rnn must be { h }. Make the first with start(x.rows)',
    () => rnn(3, 2).step(p, ones(4, 3)),
  ],
  [
    'the state of another batch',
    ShapeError,
    'step(4x3, 5x2): h must be 4x2. Make the first with start(x.rows)',
    () => cell.step(p, ones(4, 3), cell.start(5)),
  ],
  [
    'a step that is a row of numbers',
    ArgumentError,
    'step: the input of a step must be a matrix, batch x 3',
    () => cell.step(p, [1, 2, 3], cell.start(1)),
  ],
  [
    'the parameters of another layer',
    ArgumentError,
    'step: the parameters of a recurrent cell must be { wx, wh, bx, bh }. Make them with initialize(random(seed))',
    () => cell.step(dense(3, 2).initialize(random(1)), ones(4, 3), cell.start(4)),
  ],
  [
    'one matrix of steps to unroll',
    ArgumentError,
    'unroll: xs must be an array, one matrix per step. One sequence as a matrix goes to cell.apply',
    () => unroll(cell, p, ones(4, 3)),
  ],
  [
    'no steps',
    ArgumentError,
    'unroll: xs must be an array of at least one matrix, batch x inputs each, a step each',
    () => unroll(cell, p, []),
  ],
  [
    'steps of different batches',
    ShapeError,
    'step(3x3, 4x2): h must be 3x2. Make the first with start(x.rows)',
    () => unroll(cell, p, [ones(4, 3), ones(3, 3)]),
  ],
  ['a sequence of other columns', ShapeError, 'apply(4x2): this layer takes 3 inputs, x has 2 columns', () => cell.apply(p, ones(4, 2))],
  [
    'an index outside the table',
    ArgumentError,
    'gatherRows: row 1 of the indices holds 7, which is not a whole number from 0 to 4',
    () => embedding(5, 2).apply({ w: ones(5, 2) }, matrix([[0], [7]])),
  ],
  [
    'an embedding with the parameters of another layer',
    ArgumentError,
    'apply: the parameters of an embedding must be { w }. Make them with initialize(random(seed))',
    () => embedding(5, 2).apply(p, matrix([[0]])),
  ],
  [
    'an embedding of 0 rows',
    ShapeError,
    'embedding(0x2): sizes are whole numbers of at least 1. Write embedding(count, size)',
    () => embedding(0, 2),
  ],
  [
    'heads that do not divide',
    ShapeError,
    'multiHeadAttention(8x3): 3 heads cannot share 8 columns equally. Make size a multiple of heads',
    () => multiHeadAttention(8, 3),
  ],
  [
    'attention with the parameters of another layer',
    ArgumentError,
    'apply: the parameters of multiHeadAttention must be { query, key, value, output }. Make them with initialize(random(seed))',
    () => multiHeadAttention(3, 1).apply(p, ones(4, 3)),
  ],
  [
    'queries and keys of other sizes',
    ShapeError,
    'attention(4x3, 5x2, 5x2): queries and keys must have as many columns',
    () => attention(ones(4, 3), ones(5, 2), ones(5, 2)),
  ],
  [
    'more values than keys',
    ShapeError,
    'attention(4x3, 5x3, 6x2): keys and values must have as many rows',
    () => attention(ones(4, 3), ones(5, 3), ones(6, 2)),
  ],
  [
    'attention of one matrix',
    ArgumentError,
    'attention: takes three matrices. Write attention(queries, keys, values)',
    () => attention(ones(4, 3)),
  ],
];
