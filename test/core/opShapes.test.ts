import { matrix, ones, type Op, oneHot, gatherRows, scatterRows, registry, ShapeError } from '@adjoint/core';
import { expect, test } from 'vitest';
import { callOp } from '../../packages/core/src/ops/calling.ts';
import type { Tape } from '../../packages/core/src/tape/tape.ts';
import { thrownBy } from './mistakes/mistake.ts';

// What only a tape from elsewhere can say: attributes that no public function writes.

const opOf = (name: string): Op => registry.find((op) => op.name === name)!;
const refusal = (op: Pick<Op, 'shape'>, shapes: readonly (readonly [number, number])[], attributes: object): string => {
  const error = thrownBy(() =>
    op.shape(
      shapes.map(([rows, columns]) => ({ rows, columns })),
      attributes as never,
    ),
  );
  expect(error).toBeInstanceOf(ShapeError);
  return error.message;
};

test.each([
  ['softmax', { axis: 2 }, 'softmax(2x3): axis must be 1 (along each row), 0 (along each column) or -1 (over all), got 2'],
  ['logSoftmax', { axis: 0.5 }, 'logSoftmax(2x3): axis must be 1 (along each row), 0 (along each column) or -1 (over all), got 0.5'],
  ['cumulativeSum', { axis: -1, reverse: 0 }, 'cumulativeSum(2x3): axis and reverse must be 0 or 1, got -1 and 0'],
  ['cumulativeSum', { axis: 1, reverse: 2 }, 'cumulativeSum(2x3): axis and reverse must be 0 or 1, got 1 and 2'],
  ['tril', { offset: 0.5 }, 'tril(2x3): the offset must be a whole number of diagonals, got 0.5'],
  ['triu', { offset: NaN }, 'triu(2x3): the offset must be a whole number of diagonals, got NaN'],
  ['qr', {}, 'qr(2x3): rows must be at least as many as columns'],
  ['sumTo', { rows: 2, columns: 2 }, 'sumTo(2x3): does not reduce to 2x2: each size must become 1 or stay'],
  ['sumTo', { rows: 3, columns: 1 }, 'sumTo(2x3): does not reduce to 3x1: each size must become 1 or stay'],
  ['max', { rows: 1, columns: 2 }, 'max(2x3): does not reduce to 1x2: each size must become 1 or stay'],
  ['broadcastTo', { rows: 4, columns: 3 }, 'broadcastTo(2x3): does not broadcast to 4x3: each size must be 1 or equal'],
  ['broadcastTo', { rows: 2, columns: 6 }, 'broadcastTo(2x3): does not broadcast to 2x6: each size must be 1 or equal'],
])('%s refuses %o', (name, attributes, message) => {
  expect(refusal(opOf(name), [[2, 3]], attributes)).toBe(message);
});

test('ops whose arguments have one shape refuse another', () => {
  expect(
    refusal(
      opOf('add'),
      [
        [2, 3],
        [2, 1],
      ],
      {},
    ),
  ).toBe('add(2x3, 2x1): shapes must be equal (broadcasting is a broadcastTo of its own)');
  expect(
    refusal(
      opOf('where'),
      [
        [2, 3],
        [2, 3],
        [1, 3],
      ],
      {},
    ),
  ).toBe('where(2x3, 2x3, 1x3): shapes must be equal (broadcasting is a broadcastTo of its own)');
});

test('indices are one column, one per row, and whole', () => {
  const [table, wrong, turned] = [ones(3, 2), ones(2, 2), ones(1, 2)];
  expect(thrownBy(() => gatherRows(table, wrong as never)).message).toBe('gatherRows(2x2): indices must be one column');
  expect(thrownBy(() => gatherRows(table, turned as never)).message).toBe(
    'gatherRows(1x2): indices must be one column. Did you mean transpose(indices)?',
  );
  expect(thrownBy(() => scatterRows(table, turned as never, 4)).message).toBe(
    'scatterRows(1x2): indices must be one column. Did you mean transpose(indices)?',
  );
  expect(thrownBy(() => scatterRows(table, ones(2, 1) as never, 4)).message).toBe('scatterRows(3x2, 2x1): there must be one index per row');
  expect(thrownBy(() => scatterRows(table, ones(3, 1) as never, 0)).message).toMatch(/^scatterRows\(0x2\): sizes are whole numbers/);
  expect(thrownBy(() => oneHot(wrong as never, 3)).message).toBe('oneHot(2x2): indices must be one column');
  const column = (...values: readonly number[]) => matrix.of(values.length, 1, values) as never;
  const rule = (name: string, row: number, found: number | string, last: number) =>
    `${name}: row ${row} of the indices holds ${found}, which is not a whole number from 0 to ${last}`;
  expect(thrownBy(() => gatherRows(table, column(0, 3))).message).toBe(
    `${rule('gatherRows', 1, 3, 2)}. If yours count from 1, write sub(indices, 1)`,
  );
  expect(thrownBy(() => gatherRows(table, column(0, 4))).message).toBe(rule('gatherRows', 1, 4, 2));
  expect(thrownBy(() => gatherRows(table, column(-1))).message).toBe(rule('gatherRows', 0, -1, 2));
  expect(thrownBy(() => scatterRows(table, column(0, 1, 0.5), 2)).message).toBe(rule('scatterRows', 2, 0.5, 1));
  expect(thrownBy(() => scatterRows(table, column(0, 2, 1), 2)).message).toBe(
    `${rule('scatterRows', 1, 2, 1)}. If yours count from 1, write sub(indices, 1)`,
  );
  expect(thrownBy(() => oneHot(column(NaN), 2)).message).toBe(rule('oneHot', 0, 'NaN', 1));
});

const inputs = (...shapes: readonly (readonly [number, number])[]): Tape => ({
  entries: shapes.map(([rows, columns]) => ({ kind: 'input', rows, columns })),
  inputs: shapes.map((_, ref) => ref),
  outputs: [0],
});

test('a call fits the tapes that it calls', () => {
  const forward = inputs([2, 3], [1, 3]);
  const fits: Tape = { ...inputs([2, 3], [2, 3], [2, 3], [1, 3]), outputs: [2, 3] };
  const xs = [
    [2, 3],
    [1, 3],
  ] as const;
  expect(
    callOp.shape(
      xs.map(([rows, columns]) => ({ rows, columns })),
      { forward, backward: fits },
    ),
  ).toEqual({ rows: 2, columns: 3 });
  expect(refusal(callOp as unknown as Op, [[2, 3]], { forward, backward: fits })).toBe('call(2x3): was recorded for 2x3, 1x3');
  expect(refusal(callOp as unknown as Op, [...xs, [1, 1]], { forward, backward: fits })).toBe(
    'call(2x3, 1x3, 1x1): was recorded for 2x3, 1x3',
  );
  expect(
    refusal(
      callOp as unknown as Op,
      [
        [2, 3],
        [1, 4],
      ],
      { forward, backward: fits },
    ),
  ).toBe('call(2x3, 1x4): was recorded for 2x3, 1x3');
  expect(refusal(callOp as unknown as Op, xs, { forward: { ...forward, outputs: [] }, backward: fits })).toBe(
    'call(2x3, 1x3): forward must have one output',
  );
  expect(refusal(callOp as unknown as Op, xs, { forward: { ...forward, outputs: [0, 1] }, backward: fits })).toBe(
    'call(2x3, 1x3): forward must have one output',
  );
  const rule = 'call(2x3, 1x3): backward must take (g, y, ...xs) and give one cotangent per x, in its shape';
  for (const backward of [
    { ...fits, outputs: [2] },
    { ...fits, outputs: [2, 3, 3] },
    { ...fits, outputs: [2, 2] },
    { ...fits, outputs: [3, 3] },
    { ...inputs([1, 3], [2, 3], [2, 3], [1, 3]), outputs: [2, 3] },
    { ...inputs([2, 3], [2, 3], [2, 3], [1, 4]), outputs: [2, 2] },
    { ...inputs([2, 3], [2, 3], [2, 3]), outputs: [2, 2] },
    { ...inputs([2, 3], [2, 3], [2, 3], [1, 3], [1, 1]), outputs: [2, 3] },
  ])
    expect(refusal(callOp as unknown as Op, xs, { forward, backward })).toBe(rule);
  expect(thrownBy(() => callOp.shape([{ rows: 2, columns: 3 }], { forward: 3 as never, backward: fits })).message).toMatch(
    /^call: expected a tape, got the number 3/,
  );
  expect(thrownBy(() => callOp.shape([{ rows: 2, columns: 3 }], { forward, backward: null as never })).message).toMatch(
    /^call: expected a tape, got null/,
  );
});
