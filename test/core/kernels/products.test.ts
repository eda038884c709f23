import fc, { type Arbitrary } from 'fast-check';
import { describe, test } from 'vitest';
import { chunkOf } from '../../../packages/core/src/ops/chunks.ts';
import { matmulKernel } from '../../../packages/core/src/ops/matmulKernel.ts';
import { runs } from '../../laws/caseOf.ts';
import { edges, entries, generator, requireSame, run } from './kernelMemory.ts';

interface Factors {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly seed: number;
  readonly edges: readonly number[];
  /** the share of 0 and -0 among the entries */
  readonly zeros: number;
}
const side = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 100 }));
const factorsWith = (inner: Arbitrary<number>): Arbitrary<Factors> =>
  fc.record({
    rows: side,
    inner,
    columns: fc.oneof(side, fc.integer({ min: 16, max: 100 })), // from 16 on it may leave out terms
    seed: fc.integer(),
    edges: fc.oneof(fc.subarray([...edges]), fc.constant([])),
    zeros: fc.constantFrom(0, 0.3, 0.6, 0.9, 1),
  });
const long = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 700 }), fc.constantFrom(255, 256, 257, 512, 513));
const short = fc.integer({ min: 1, max: 256 });
const examples = (...shapes: readonly [number, number, number][]): [Factors][] =>
  shapes.map(([rows, inner, columns]) => [{ rows, inner, columns, seed: 1, edges: [], zeros: 0 }]);

const transposed = (values: Float64Array, rows: number, columns: number): Float64Array =>
  values.map((_, at) => values[(at % rows) * columns + Math.floor(at / rows)]!);
/** Columns from..to of a matrix of that many columns. */
const columnsOf = (values: Float64Array, columns: number, from: number, to: number): Float64Array =>
  values.filter((_, at) => at % columns >= from && at % columns < to);

const scratchOf = (terms: number, columns: number): number =>
  256 + 320 * terms + 32 * Math.max(terms, Math.min(terms * Math.ceil(columns / 4), 5120));

const forms = ['productNN', 'productTN', 'productNT'] as const;
type Form = (typeof forms)[number];

/** Terms from..to of a product by one form, its factors stored as that form wants them; a transposed left factor is a part of a wider matrix. */
function byForm(form: Form, { rows, inner, columns }: Factors, left: Float64Array, right: Float64Array, part: Part): Float64Array {
  const { from, to, out, mode, chunk } = part;
  const [a, b] = [columnsOf(left, inner, from, to), right.subarray(from * columns, to * columns)];
  const terms = to - from;
  const scratch = scratchOf(Math.min(terms, chunk), columns);
  const rest = [columns, chunk, mode] as const;
  if (form === 'productNN') return run(form, { out, inputs: [a, b], scratch }, (o, [x, y], s) => [o, x!, y!, rows, terms, ...rest, s]);
  if (form === 'productNT')
    return run(form, { out, inputs: [a, transposed(b, terms, columns)], scratch }, (o, [x, y], s) => [o, x!, y!, rows, terms, ...rest, s]);
  const width = rows + 3;
  const wide = entries(terms * width, 3);
  transposed(a, rows, terms).forEach((value, at) => (wide[Math.floor(at / rows) * width + 2 + (at % rows)] = value));
  return run(form, { out, inputs: [wide, b], scratch }, (o, [x, y], s) => [o, x! + 16, 8 * width, y!, rows, terms, ...rest, s]);
}
interface Part {
  readonly from: number;
  readonly to: number;
  readonly out: Float64Array;
  readonly mode: 0 | 1;
  readonly chunk: number;
}

function productOf({ rows, inner, columns }: Factors, left: Float64Array, right: Float64Array): Float64Array {
  const values = new Float64Array(rows * columns);
  matmulKernel({ rows, columns, values }, { rows, columns: inner, values: left }, { rows: inner, columns, values: right });
  return values;
}
function drawn({ rows, inner, columns, seed, edges: some, zeros }: Factors): [Float64Array, Float64Array] {
  const [left, right] = [entries(rows * inner, seed, some), entries(inner * columns, seed ^ 0x5555, some)];
  const next = generator(seed ^ 0x3333);
  const sparse = (value: number, at: number): number => (next() / 2 ** 32 < zeros ? (at % 3 === 0 ? -0 : 0) : value);
  return [left.map(sparse), right.map(sparse)];
}

describe.each(forms)('%s', (form) => {
  test('gives the bits of matmul for any shape and any numbers', () => {
    fc.assert(
      fc.property(factorsWith(long), (given) => {
        const [left, right] = drawn(given);
        const part = {
          from: 0,
          to: given.inner,
          out: new Float64Array(given.rows * given.columns),
          mode: 0,
          chunk: chunkOf(given.inner),
        } as const;
        requireSame(byForm(form, given, left, right, part), productOf(given, left, right));
      }),
      {
        ...runs(1),
        examples: examples(
          [4, 2, 2],
          [5, 1, 1],
          [47, 300, 83],
          [91, 257, 97],
          [7, 5000, 9],
          [46, 4100, 67],
          [1, 600, 30],
          [30, 600, 1],
          [3, 300, 3],
        ),
      },
    );
  });
  test('leaves out no zero that meets NaN or Infinity', () => {
    const shape: Factors = { rows: 67, inner: 80, columns: 36, seed: 5, edges: [], zeros: 0.9 };
    const part = { from: 0, to: 80, mode: 0, chunk: 80 } as const;
    for (const stranger of [NaN, Infinity, -Infinity]) {
      for (const at of [0, 7, 80 * 36 - 1]) {
        const [left, right] = drawn(shape);
        right[at] = stranger;
        requireSame(byForm(form, shape, left, right, { ...part, out: new Float64Array(67 * 36) }), productOf(shape, left, right));
      }
    }
  });
  test('goes on with sums that are there: in as many parts as one likes it gives the bits of one sum', () => {
    fc.assert(
      fc.property(factorsWith(short), fc.integer({ min: 1, max: 100 }), (given, block) => {
        const [left, right] = drawn(given);
        let out: Float64Array = new Float64Array(given.rows * given.columns).fill(3);
        for (let from = 0; from < given.inner; from += block) {
          const to = Math.min(given.inner, from + block);
          out = byForm(form, given, left, right, { from, to, out, mode: from === 0 ? 0 : 1, chunk: 256 });
        }
        requireSame(out, productOf(given, left, right));
      }),
      runs(0.5),
    );
  });
});

test('a column times a part of a wider matrix leaves out no zero that meets NaN or Infinity', () => {
  for (const stranger of [NaN, Infinity]) {
    const shape: Factors = { rows: 20, inner: 200, columns: 1, seed: 7, edges: [], zeros: 0.9 };
    const [left, right] = drawn(shape);
    right[199] = 0;
    left[199] = stranger; // the last term of the first row
    const part = { from: 0, to: 200, mode: 0, chunk: 200, out: new Float64Array(20) } as const;
    requireSame(byForm('productTN', shape, left, right, part), productOf(shape, left, right));
  }
});
