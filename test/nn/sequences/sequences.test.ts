import { compile, concatRows, grad, type Mat, matrix, ones, slice, sum, transpose } from '@adjoint/core';
import {
  attention,
  dense,
  embedding,
  gru,
  lstm,
  multiHeadAttention,
  random,
  type Recurrent,
  residual,
  rnn,
  sequential,
  uniform,
  unroll,
} from '@adjoint/nn';
import { describe, expect, test } from 'vitest';

const drawn = <R extends number, C extends number>(rows: R, columns: C, seed: number): Mat<R, C> =>
  random(seed).uniform(rows, columns, -1, 1).value;
const rowOf = (x: Mat, i: number): Mat => slice(x, { rows: [i, i + 1] });

type AnyCell = Recurrent<any, 3, 4, any>;
describe.each<readonly [string, AnyCell, gates: number, state: readonly string[]]>([
  ['rnn', rnn(3, 4), 1, ['h']],
  ['gru', gru(3, 4), 3, ['h']],
  ['lstm', lstm(3, 4), 4, ['h', 'c']],
])('%s', (_name, cell, gates, state) => {
  const p = cell.initialize(random(1));

  test('starts evenly within ±1/√size, as PyTorch, all four from numbers of their own', () => {
    const shapes = Object.entries(p as Readonly<Record<string, Mat>>).map(([name, { rows, columns }]) => [name, rows, columns]);
    expect(shapes).toEqual([
      ['wx', 3, 4 * gates],
      ['wh', 4, 4 * gates],
      ['bx', 1, 4 * gates],
      ['bh', 1, 4 * gates],
    ]);
    const entries = Object.values(p as Readonly<Record<string, Mat>>).flatMap((x) => [...x.toFloat64Array()]);
    expect(new Set(entries).size).toBe(entries.length);
    expect(entries.every((entry) => Math.abs(entry) <= 0.5)).toBe(true);
    expect(Math.max(...entries.map(Math.abs))).toBeGreaterThan(0.4);
  });

  test('starts from a state of zeros', () => {
    const start = cell.start(2) as Readonly<Record<string, Mat>>;
    expect(Object.keys(start)).toEqual(state);
    expect(Object.values(start).every((x) => x.toFloat64Array().every((entry) => entry === 0))).toBe(true);
  });

  test('on one sequence gives the rows that a batch of sequences gives step by step', () => {
    const [first, second] = [drawn(5, 3, 1), drawn(5, 3, 2)];
    const steps = Array.from({ length: 5 }, (_, i) => concatRows(rowOf(first, i), rowOf(second, i)));
    const { outputs } = unroll(cell, p, steps as never);
    [first, second].forEach((sequence, row) => {
      const ofBatch = (outputs as readonly Mat[]).map((output) => output.toArray()[row]);
      expect(cell.apply(p, sequence).toArray()).toEqual(ofBatch);
    });
  });

  test('goes on where it stopped when it is given its last state', () => {
    const steps = [drawn(2, 3, 1), drawn(2, 3, 2), drawn(2, 3, 3)];
    const whole = unroll(cell, p, steps);
    const half = unroll(cell, p, steps.slice(0, 1));
    const rest = unroll(cell, p, steps.slice(1), half.state as never);
    expect(rest.state).toEqual(whole.state);
    expect([...half.outputs, ...rest.outputs]).toEqual(whole.outputs);
  });

  test('over 200 steps compiles, and its gradient is finite', () => {
    const gradient = compile(grad((q: typeof p, x: Mat<200, 3>) => sum(cell.apply(q, x))))(p, drawn(200, 3, 4));
    const entries = Object.values(gradient as Readonly<Record<string, Mat>>).flatMap((x) => [...x.toFloat64Array()]);
    expect(entries.every(Number.isFinite)).toBe(true);
    expect(entries.some((entry) => entry !== 0)).toBe(true);
  });
});

describe('attention', () => {
  const [queries, keys, values] = [drawn(4, 3, 1), drawn(4, 3, 2), drawn(4, 2, 3)];

  test('to one key gives its value', () => {
    const value = matrix([[7, -8]]);
    expect(attention(queries, ones(1, 3), value).toArray()).toEqual([7, 7, 7, 7].map(() => [7, -8]));
  });

  test('does not ask for the order of the keys', () => {
    const turned = (x: Mat): Mat => concatRows(...[3, 1, 0, 2].map((i) => rowOf(x, i)));
    const [plain, other] = [attention(queries, keys, values), attention(queries, turned(keys), turned(values))].map((x) =>
      x.toFloat64Array(),
    );
    plain!.forEach((entry, i) => expect(entry).toBeCloseTo(other![i]!, 14));
  });

  test('that is causal gives each token the same bits whatever comes behind it', () => {
    const net = residual(multiHeadAttention(6, 3, { causal: true }));
    const p = net.initialize(random(1));
    const whole = net.apply(p, drawn(7, 6, 1)).toArray();
    for (let n = 1; n <= 7; n += 1) expect(net.apply(p, slice(drawn(7, 6, 1), { rows: [0, n] })).toArray()).toEqual(whole.slice(0, n));
    const open = residual(multiHeadAttention(6, 3))
      .apply(p, drawn(7, 6, 1))
      .toArray();
    expect(open[0]).not.toEqual(whole[0]);
    expect(open[6]).toEqual(whole[6]);
  });

  test('that is causal passes no gradient from a token to those behind it', () => {
    const net = multiHeadAttention(6, 2, { causal: true });
    const p = net.initialize(random(1));
    const gradient = grad((x: Mat<5, 6>) => sum(rowOf(net.apply(p, x), 2)))(drawn(5, 6, 2)).toArray();
    expect(gradient.map((row) => row.some((entry) => entry !== 0))).toEqual([true, true, true, false, false]);
    expect(gradient.flat().every(Number.isFinite)).toBe(true);
  });

  test('of scores of ±1000 is finite, and chooses', () => {
    const big = matrix([
      [1e3, 0],
      [0, 1e3],
    ]);
    expect(attention(big, transpose(transpose(big)), matrix([[1], [2]])).toArray()).toEqual([[1], [2]]);
  });
});

describe('embedding', () => {
  test('gives the rows that are asked for, as often as they are asked for, and adds their gradients up', () => {
    const net = embedding(4, 2, { weights: uniform(1, 2) });
    const p = net.initialize(random(1));
    const indices = matrix([[3], [0], [3]]);
    const rows = p.w.toArray();
    expect(net.apply(p, indices).toArray()).toEqual([rows[3], rows[0], rows[3]]);
    expect(rows.flat().every((entry) => entry >= 1 && entry < 2)).toBe(true);
    const gradient = grad((q: typeof p) => sum(net.apply(q, indices)))(p).w;
    expect(gradient.toArray()).toEqual([
      [1, 1],
      [0, 0],
      [0, 0],
      [2, 2],
    ]);
  });
  test('starts normal with deviation 1', () => {
    const entries = embedding(100, 50).initialize(random(1)).w.toFloat64Array();
    const variance = entries.reduce((total, entry) => total + entry ** 2, 0) / entries.length;
    expect(Math.abs(variance - 1)).toBeLessThan(0.1);
  });
});

test('tokens go through embedding, a cell and attention in a row', () => {
  const net = sequential(embedding(9, 8), gru(8, 8), residual(multiHeadAttention(8, 2, { causal: true })), dense(8, 9));
  const p = net.initialize(random(1));
  const tokens = matrix([[1], [8], [0], [3]]);
  const logits = net.apply(p, tokens);
  expect([logits.rows, logits.columns]).toEqual([4, 9]);
  expect(compile((q: typeof p, x: Mat<4, 1>) => net.apply(q, x))(p, tokens).toArray()).toEqual(logits.toArray());
});
