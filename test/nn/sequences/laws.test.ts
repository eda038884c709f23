import { concatColumns, type Mat, matrix, zeros } from '@adjoint/core';
import { attention, embedding, gru, type Layer, lstm, multiHeadAttention, random, type Recurrent, rnn, unroll } from '@adjoint/nn';
import { describe } from 'vitest';
import { obeysTheLaws, type Whole } from '../wholeFunction.ts';

/** By the parameters, two steps of a batch of two, and the state before them; all that the cell gives side by side. */
function ofBatches<P, Names extends string>(cell: Recurrent<P, 3, 2, Names>): Whole {
  return {
    tree: { p: cell.initialize(random(1)), xs: [zeros(2, 3), zeros(2, 3)], start: cell.start(2) },
    of: ({ p, xs, start }) => {
      const { outputs, state } = unroll(cell, p as never, xs as Mat<2, 3>[], start as never);
      return concatColumns(...outputs, ...(Object.values(state) as Mat[])) as Mat;
    },
  };
}
/** By the parameters and one sequence: a matrix of three steps. */
const ofOne = <P>(net: Layer<P, 3, number, any>): Whole => ({
  tree: [net.initialize(random(1)), zeros(3, 3)],
  of: ([p, x]: [P, Mat<3, 3>]) => net.apply(p, x),
});
const indices = matrix([[2], [0], [2], [1]]);

describe.each<readonly [string, Whole]>([
  ['rnn on a batch of sequences', ofBatches(rnn(3, 2))],
  ['gru on a batch of sequences', ofBatches(gru(3, 2))],
  ['lstm on a batch of sequences', ofBatches(lstm(3, 2))],
  ['rnn on one sequence', ofOne(rnn(3, 2))],
  ['gru on one sequence', ofOne(gru(3, 2))],
  ['lstm on one sequence', ofOne(lstm(3, 2))],
  ['attention', { tree: [zeros(2, 3), zeros(4, 3), zeros(4, 2)], of: ([q, k, v]) => attention(q, k, v) as Mat }],
  ['causal attention', { tree: [zeros(3, 2), zeros(3, 2), zeros(3, 4)], of: ([q, k, v]) => attention(q, k, v, { causal: true }) as Mat }],
  ['multiHeadAttention of one head', ofOne(multiHeadAttention(3, 1))],
  ['causal multiHeadAttention of three heads', ofOne(multiHeadAttention(3, 3, { causal: true }))],
  ['embedding', { tree: embedding(3, 2).initialize(random(1)), of: (p) => embedding(3, 2).apply(p, indices) }],
])('%s', (_name, whole) => {
  obeysTheLaws(whole, 0.06);
});
