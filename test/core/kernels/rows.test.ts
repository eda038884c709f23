import fc, { type Arbitrary } from 'fast-check';
import { describe, test } from 'vitest';
import { logSoftmax, logSumExp, softmax, sumTo } from '@adjoint/core';
import { chunkOf } from '../../../packages/core/src/ops/chunks.ts';
import type { Attributes, Op } from '../../../packages/core/src/tape/tape.ts';
import { runs } from '../../laws/caseOf.ts';
import { edges, entries, requireSame, run } from './kernelMemory.ts';

interface Given {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}
const given = (most: number): Arbitrary<Given> =>
  fc
    .record({
      rows: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: most })),
      columns: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 70 })),
      seed: fc.integer(),
      edges: fc.subarray([...edges]),
      scale: fc.constantFrom(1, 1, 30, 1000),
    })
    .map(({ rows, columns, seed, edges, scale }) => ({
      rows,
      columns,
      values: entries(rows * columns, seed, edges).map((value) => scale * value),
    }));

/** What the op's own kernel makes of x. */
function byOp<A extends Attributes>(op: Op<A>, attributes: A, x: Given, rows: number, columns: number): Float64Array {
  const out = { rows, columns, values: new Float64Array(rows * columns) };
  op.kernel(out, [x], attributes);
  return out.values;
}

const along = { axis: 1 };
const kernelsOfRows = [
  { kernel: 'sumAlongRows', expected: (x: Given) => byOp(sumTo.op, { rows: x.rows, columns: 1 }, x, x.rows, 1) },
  { kernel: 'logSumExpRows', expected: (x: Given) => byOp(logSumExp.op, { rows: x.rows, columns: 1 }, x, x.rows, 1) },
  { kernel: 'softmaxRows', expected: (x: Given) => byOp(softmax.op, along, x, x.rows, x.columns) },
  { kernel: 'logSoftmaxRows', expected: (x: Given) => byOp(logSoftmax.op, along, x, x.rows, x.columns) },
];

describe.each(kernelsOfRows)('$kernel', ({ kernel, expected }) => {
  test('gives the bits of the op for any shape and any numbers', () => {
    fc.assert(
      fc.property(given(70), (x) => {
        const bits = expected(x);
        const out = new Float64Array(bits.length);
        requireSame(
          run(kernel, { out, inputs: [x.values] }, (o, [at]) => [o, at!, x.rows, x.columns]),
          bits,
        );
      }),
      runs(3),
    );
  });
});

describe.each(['softmaxRows', 'logSoftmaxRows'])('%s', (kernel) => {
  test('may write over what it reads', () => {
    fc.assert(
      fc.property(given(20), (x) => {
        const apart = run(kernel, { out: new Float64Array(x.values.length), inputs: [x.values] }, (o, [at]) => [o, at!, x.rows, x.columns]);
        requireSame(
          run(kernel, { out: x.values, inputs: [] }, (o) => [o, o, x.rows, x.columns]),
          apart,
        );
      }),
      runs(1),
    );
  });
});

describe('sumOverRows', () => {
  const overRows = (x: Given): Float64Array => byOp(sumTo.op, { rows: 1, columns: x.columns }, x, 1, x.columns);
  const rowsOf = (x: Given, from: number, to: number): Float64Array => x.values.subarray(from * x.columns, to * x.columns);
  const summed = (x: Given, from: number, to: number, out: Float64Array, mode: 0 | 1): Float64Array =>
    run('sumOverRows', { out, inputs: [rowsOf(x, from, to)] }, (o, [at]) => [o, at!, to - from, x.columns, chunkOf(x.rows), mode]);

  test('gives the bits of the op for any shape and any numbers', () => {
    fc.assert(
      fc.property(given(700), (x) => requireSame(summed(x, 0, x.rows, new Float64Array(x.columns), 0), overRows(x))),
      runs(3),
    );
  });
  test('goes on with sums that are there: in as many parts as one likes it gives the bits of one sum', () => {
    fc.assert(
      fc.property(given(256), fc.integer({ min: 1, max: 100 }), (x, block) => {
        let out: Float64Array = new Float64Array(x.columns).fill(3);
        for (let from = 0; from < x.rows; from += block) out = summed(x, from, Math.min(x.rows, from + block), out, from === 0 ? 0 : 1);
        requireSame(out, overRows(x));
      }),
      runs(1),
    );
  });
  test('chunk by chunk, added by addChunks, it gives the bits of the op', () => {
    fc.assert(
      fc.property(given(700), fc.integer({ min: 0, max: 5 }), (x, apart) => {
        const [chunk, stride] = [chunkOf(x.rows), x.columns + apart];
        const count = Math.ceil(x.rows / chunk);
        const sums = new Float64Array(count * stride);
        for (let c = 0; c < count; c += 1) {
          const to = Math.min(x.rows, (c + 1) * chunk);
          sums.set(summed(x, c * chunk, to, new Float64Array(x.columns), 0), c * stride);
        }
        const out = new Float64Array(x.columns);
        requireSame(
          run('addChunks', { out, inputs: [sums] }, (o, [at]) => [o, at!, 8 * stride, count, x.columns]),
          overRows(x),
        );
      }),
      runs(1),
    );
  });
});
