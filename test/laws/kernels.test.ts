import { matmul, matrix, type Op, registry, scatterRows, sumTo } from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block } from '../../packages/core/src/tape/tape.ts';
import { type Case, caseOf, runs } from './caseOf.ts';

const isIndex = (key: string | symbol): key is string => typeof key === 'string' && /^-?\d+(\.\d+)?$|^NaN$/.test(key);

/** The same numbers, whose reader or writer must not reach past them: an array of numbers forgives that silently. */
function guarded(values: Float64Array): Float64Array {
  const inside = (key: string): void => {
    if (!(Number(key) in values)) throw new RangeError(`entry ${key} of ${values.length}`);
  };
  return new Proxy(values, {
    get(target, key) {
      if (isIndex(key)) inside(key);
      const found: unknown = Reflect.get(target, key);
      if (key === 'subarray') return (from: number, to: number) => guarded(target.subarray(from, to));
      return typeof found === 'function' ? (found.bind(target) as unknown) : found;
    },
    set(target, key, value: number) {
      if (isIndex(key)) inside(key);
      return Reflect.set(target, key, value);
    },
  });
}

const shapeOf = (op: Op, { xs, attributes }: Case) => op.shape(xs, attributes);
const blocksOf = ({ xs }: Case, of: (values: Float64Array) => Float64Array): readonly Block[] =>
  xs.map((x) => ({ rows: x.rows, columns: x.columns, values: of(x.toFloat64Array()) }));

function written(op: Op, c: Case, before: number, of: (values: Float64Array) => Float64Array): Float64Array {
  const shape = shapeOf(op, c);
  const values = new Float64Array(shape.rows * shape.columns).fill(before);
  op.kernel({ ...shape, values: of(values) }, blocksOf(c, of), c.attributes);
  return values;
}

const plain = (values: Float64Array): Float64Array => values;
/** `toEqual` would take most of the time here. @throws unless all bits are equal, any NaN being like any other */
function requireSame(found: Float64Array, expected: Float64Array): void {
  const at = found.findIndex((value, i) => !Object.is(value, expected[i]));
  if (at >= 0 || found.length !== expected.length) throw new Error(`entry ${at} is ${found[at]} and should be ${expected[at]}`);
}

// `call` hands its arguments to a tape of its own
describe.each(registry.filter(({ name }) => name !== 'call'))('the kernel of $name', (op) => {
  test('reads and writes nothing outside of its matrices', () => {
    fc.assert(
      fc.property(caseOf(op), (c) => {
        requireSame(written(op, c, 0, guarded), written(op, c, 0, plain));
      }),
      runs(0.3),
    );
  });
  test('overwrites whatever its output held', () => {
    fc.assert(
      fc.property(caseOf(op), (c) => {
        requireSame(written(op, c, 12345.678, plain), written(op, c, NaN, plain));
      }),
      runs(0.3),
    );
  });
  test('leaves its arguments as they are', () => {
    fc.assert(
      fc.property(caseOf(op), (c) => {
        const kept = c.xs.map((x) => x.toFloat64Array());
        const xs = kept.map((values, i) => ({ rows: c.xs[i]!.rows, columns: c.xs[i]!.columns, values: values.slice() }));
        const shape = shapeOf(op, c);
        op.kernel({ ...shape, values: new Float64Array(shape.rows * shape.columns) }, xs, c.attributes);
        xs.forEach(({ values }, i) => requireSame(values, kept[i]!));
      }),
      runs(0.1),
    );
  });
});

// ---- the order of additions, which is part of what sums and products mean

/** Σ term(k): chunks of at least 256 terms, at most 16 of them where there are more than 4,096, each ascending, then their sums in order. */
function inChunks(terms: number, term: (k: number) => number, from: 'zero' | 'first'): number {
  const chunk = terms > 4096 ? Math.ceil(terms / 16) : 256;
  let total: number | undefined;
  for (let start = 0; start < terms; start += chunk) {
    let part = from === 'zero' ? 0 : term(start);
    for (let k = from === 'zero' ? start : start + 1; k < Math.min(terms, start + chunk); k += 1) part += term(k);
    total = total === undefined ? part : total + part;
  }
  return total!;
}

/** Numbers whose sums round: no two ways of adding them give the same bits. */
const rough = (seed: number) => (i: number) => Math.sin(seed + 1.7 * i) * 10 ** ((i * 7 + seed) % 5);
const lengths = [1, 2, 5, 255, 256, 257, 511, 512, 513, 1000, 4096, 4097, 5000];

test.each(lengths)('a product along %i terms adds them in the order that it says', (inner) => {
  for (const [rows, columns] of [
    [1, 1],
    [4, 4],
    [5, 6],
    [9, 7],
    [3, 8],
    [8, 3],
    [8, 13],
  ] as const) {
    const a = Float64Array.from({ length: rows * inner }, (_, i) => rough(1)(i));
    const b = Float64Array.from({ length: inner * columns }, (_, i) => rough(2)(i));
    const found = new Float64Array(rows * columns).fill(NaN);
    matmul.op.kernel(
      { rows, columns, values: found },
      [
        { rows, columns: inner, values: a },
        { rows: inner, columns, values: b },
      ],
      {},
    );
    const expected = Array.from({ length: rows * columns }, (_, at) => {
      const [i, j] = [Math.floor(at / columns), at % columns];
      return inChunks(inner, (k) => a[i * inner + k]! * b[k * columns + j]!, 'zero');
    });
    expect(Array.from(found)).toEqual(expected);
  }
});

test.each(lengths)('a sum over %i rows adds them in the order that it says', (rows) => {
  for (const columns of [1, 3]) {
    const values = Float64Array.from({ length: rows * columns }, (_, i) => rough(3)(i));
    const x = matrix.of(rows, columns, values);
    const overRows = Array.from({ length: columns }, (_, j) => inChunks(rows, (i) => values[i * columns + j]!, 'first'));
    expect(Array.from(sumTo(x, 1, columns).toFloat64Array())).toEqual(overRows);
    const alongRow = (i: number) => values.subarray(i * columns + 1, (i + 1) * columns).reduce((a, b) => a + b, values[i * columns]!);
    expect(Array.from(sumTo(x, rows, 1).toFloat64Array())).toEqual(Array.from({ length: rows }, (_, i) => alongRow(i)));
    expect(sumTo(x, 1, 1).at(0, 0)).toBe(columns === 1 ? overRows[0] : inChunks(rows, alongRow, 'first'));
  }
});

test.each(lengths)('a row of %i numbers is added from the first to the last', (columns) => {
  const values = Float64Array.from({ length: columns }, (_, i) => rough(4)(i));
  const x = matrix.of(1, columns, values);
  const total = values.subarray(1).reduce((a, b) => a + b, values[0]!);
  expect(sumTo(x, 1, 1).at(0, 0)).toBe(total);
});

test.each(lengths)('rows scattered from %i rows are added in the order that a sum says', (rows) => {
  const [columns, to] = [2, 3];
  const values = Float64Array.from({ length: rows * columns }, (_, i) => rough(5)(i));
  const indices = Float64Array.from({ length: rows }, (_, i) => (i * i) % to);
  const found = scatterRows(matrix.of(rows, columns, values), matrix.of(rows, 1, indices) as never, to);
  const expected = Array.from({ length: to }, (_, row) =>
    Array.from({ length: columns }, (__, j) => inChunks(rows, (i) => (indices[i] === row ? values[i * columns + j]! : 0), 'zero')),
  );
  expect(found.toArray()).toEqual(expected);
});
