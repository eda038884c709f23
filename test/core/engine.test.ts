import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  add,
  compile,
  type CompileOptions,
  identity,
  interpret,
  inverse,
  leaves,
  type Mat,
  matmul,
  matrix,
  mul,
  ones,
  record,
  simplify,
  spec,
  sub,
  sum,
  tanh,
  transpose,
  valueAndGrad,
  zeros,
} from '@adjoint/core';
import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generatedPath, generateKernels } from '../../packages/core/kernels/build.ts';
import { fastCallsOf } from '../../packages/core/src/execute/fastKernels.ts';
import { createEngine } from '../../packages/core/src/execute/wasm.ts';
import { chunkOf } from '../../packages/core/src/ops/chunks.ts';
import { matmulKernel } from '../../packages/core/src/ops/matmulKernel.ts';
import { type Exercise4Parameters, exercise4Loss } from '../exercise4.ts';
import { runs } from '../laws/caseOf.ts';
import { program, runProgram } from '../laws/programs.ts';

/** Numbers in [-1, 1) from a seed, and now and then one that is not ordinary. */
function numbers(count: number, seed: number, edges: readonly number[] = []): Float64Array {
  let state = seed >>> 0;
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0);
  return Float64Array.from({ length: count }, () => {
    const value = next() / 2 ** 31 - 1;
    return edges.length > 0 && next() % 4096 < 40 ? edges[(next() >>> 16) % edges.length]! : value;
  });
}
const randomMatrix = <R extends number, C extends number>(rows: R, columns: C, seed: number): Mat<R, C> =>
  matrix.of(rows, columns, numbers(rows * columns, seed));

const transposed = (values: Float64Array, rows: number, columns: number): Float64Array =>
  values.map((_, at) => values[(at % rows) * columns + Math.floor(at / rows)]!);

/** Where two lists of numbers differ in their bits; any NaN equals any NaN. */
const firstDifference = (a: Float64Array, b: Float64Array): number =>
  a.length === b.length ? a.findIndex((value, i) => !Object.is(value, b[i])) : 0;

function requireSameBits(found: readonly Mat[], expected: readonly Mat[]): void {
  expect(found.map((x) => [x.rows, x.columns])).toEqual(expected.map((x) => [x.rows, x.columns]));
  found.forEach((x, i) => expect(firstDifference((x as Dense).toFloat64Array(), (expected[i] as Dense).toFloat64Array())).toBe(-1));
}
interface Dense extends Mat {
  toFloat64Array(): Float64Array;
}

interface Factors {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly seed: number;
  readonly edges: readonly number[];
}
const side = fc.oneof(fc.integer({ min: 1, max: 70 }), fc.constantFrom(1, 2, 4, 5, 6, 25));
const factors: Arbitrary<Factors> = fc.record({
  rows: side,
  inner: fc.oneof(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 700 }), fc.constantFrom(255, 256, 257, 512, 513)),
  columns: side,
  seed: fc.integer(),
  edges: fc.subarray([NaN, Infinity, -Infinity, -0, 0, 5e-324, -1e-310, 1e308, -1e308]),
});

/** out = left · right by the engine: as it stands, and with the left factor stored transposed. Nothing is written beside `out`. */
function byEngine({ rows, inner, columns }: Factors, left: Float64Array, right: Float64Array): readonly Float64Array[] {
  const chunk = chunkOf(inner);
  const [a, b, out] = [0, left.length, left.length + right.length].map((at) => 65536 + 8 * at) as [number, number, number];
  const { buffer, kernels } = createEngine(out + 8 * rows * columns + 16)!;
  const at = (offset: number, length: number): Float64Array => new Float64Array(buffer, offset, length);
  at(b, right.length).set(right);
  return (['product', 'productTransposedLeft'] as const).map((name) => {
    const stored = name === 'product' ? left : transposed(left, rows, inner);
    at(a, left.length).set(stored);
    at(out, rows * columns + 2).fill(7);
    kernels[name](out, a, b, rows, inner, columns, chunk);
    expect(Array.from(at(out, rows * columns + 2).subarray(-2))).toEqual([7, 7]);
    expect(firstDifference(at(a, left.length), stored)).toBe(-1);
    return at(out, rows * columns).slice();
  });
}

describe('the kernels', () => {
  test('are what the sources give', async () => {
    expect(await generateKernels()).toBe(readFileSync(generatedPath, 'utf8'));
  });
  test('give the bits of the op for any shape and any numbers', () => {
    fc.assert(
      fc.property(factors, (drawn) => {
        const { rows, inner, columns, seed, edges } = drawn;
        const [left, right] = [numbers(rows * inner, seed, edges), numbers(inner * columns, seed ^ 0x5555, edges)];
        const expected = new Float64Array(rows * columns);
        matmulKernel({ rows, columns, values: expected }, { rows, columns: inner, values: left }, { rows: inner, columns, values: right });
        for (const found of byEngine(drawn, left, right)) expect(firstDifference(found, expected)).toBe(-1);
      }),
      runs(3),
    );
  });
});

const engines: readonly CompileOptions[] = [{ engine: 'wasm' }, { engine: 'kernels' }, { engine: 'auto' }];

/** A program of square matrices that are large enough for the engine: each step takes two earlier values. */
interface Products {
  readonly size: number;
  readonly seed: number;
  readonly steps: readonly (readonly [number, number, number])[];
}
const products: Arbitrary<Products> = fc.record({
  size: fc.integer({ min: 8, max: 14 }),
  seed: fc.integer(),
  steps: fc.array(fc.tuple(fc.nat(6), fc.nat(40), fc.nat(40)), { minLength: 2, maxLength: 12 }),
});
function runProducts({ steps }: Products, inputs: readonly Mat[]): readonly Mat[] {
  const values = [...inputs];
  for (const [kind, first, second] of steps) {
    const [x, y] = [values[first % values.length]!, values[second % values.length]!];
    const made = [
      () => matmul(x, y),
      () => matmul(transpose(x), y),
      () => matmul(x, transpose(y)),
      () => transpose(x),
      () => tanh(matmul(transpose(x), sub(y, x))),
      () => add(x, y),
      () => mul(0.125, y),
    ][kind]!();
    values.push(made);
  }
  return values.slice(-3);
}

describe('compile', () => {
  test('gives the same bits by the engine, by the kernels and by interpret: products', () => {
    fc.assert(
      fc.property(products, (given) => {
        const inputs = [0, 1, 2].map((i) => randomMatrix(given.size, given.size, given.seed + i));
        const tape = simplify(record((...xs: readonly Mat[]) => runProducts(given, xs), ...inputs.map(() => spec(given.size, given.size))));
        const steps = engines.map((options) => compile((xs: readonly Mat[]) => runProducts(given, xs), options));
        for (const given2 of [inputs, inputs, [inputs[2]!, inputs[1]!, inputs[0]!], inputs]) {
          const expected = interpret(tape, given2);
          for (const step of steps) requireSameBits(step(given2), expected);
        }
      }),
      runs(1),
    );
  });
  test('gives the same bits by the engine, by the kernels and by interpret: any program', () => {
    fc.assert(
      fc.property(program, (given) => {
        const f = (xs: readonly Mat[]): Mat => runProgram(given, xs);
        const shapes = given.inputs.map(({ rows, columns }) => spec(rows, columns));
        const tape = simplify(record((...xs: readonly Mat[]) => f(xs), ...shapes));
        for (const options of engines) requireSameBits([compile(f, options)(given.inputs)], interpret(tape, given.inputs));
      }),
      runs(0.5),
    );
  });
  test('gives the same bits for exercise 4, and reads its transposed factors where they are', () => {
    const loss = exercise4Loss as unknown as (p: Exercise4Parameters, x: Mat, y: Mat) => Mat<1, 1>;
    const f = (p: Exercise4Parameters, x: Mat, y: Mat) => valueAndGrad((q: Exercise4Parameters) => loss(q, x, y))(p);
    const parametersOf = (seed: number): Exercise4Parameters => ({
      w1: mul(0.1, randomMatrix(400, 25, seed)),
      b1: randomMatrix(1, 25, seed + 1),
      w2: randomMatrix(25, 10, seed + 2),
      b2: randomMatrix(1, 10, seed + 3),
    });
    const [x, y] = [
      randomMatrix(300, 400, 4),
      matrix.of(
        300,
        10,
        numbers(3000, 5).map((value) => (value > 0 ? 1 : 0)),
      ),
    ];
    const [byWasm, byKernels] = [compile(f, { engine: 'wasm' }), compile(f, { engine: 'kernels' })];
    for (const p of [1, 2, 2].map(parametersOf)) requireSameBits(leaves(byWasm(p, x, y)), leaves(byKernels(p, x, y)));
  });
  test('runs the engine where there is something to win, and only there', () => {
    const callsOf = (size: number) => fastCallsOf(record((a: Mat, b: Mat) => matmul(transpose(a), b), spec(size, size), spec(size, size)));
    expect(callsOf(8).map((call) => call?.args)).toEqual([undefined, undefined, undefined, [0, 1]]);
    expect(callsOf(7).some((call) => call !== undefined)).toBe(false);
  });
  test.each(engines)('gives answers that later calls leave alone, inputs and constants included: $engine', (options) => {
    const constant = randomMatrix(20, 20, 1);
    const step = compile((x: Mat) => [matmul(x, constant), matmul(transpose(x), x), x, constant], options);
    const [x, z] = [randomMatrix(20, 20, 2), zeros(20, 20)];
    const expected = [matmul(x, constant), matmul(transpose(x), x), x, constant];
    const first = step(x);
    step(z);
    requireSameBits(first, expected);
    requireSameBits(step(x), expected);
  });
  test.each(engines)('an exception of a kernel leaves it usable, with the numbers of the next call: $engine', (options) => {
    const f = (x: Mat<12, 12>, y: Mat): Mat => matmul(inverse(matmul(x, x)), y);
    const step = compile(f, options);
    step(randomMatrix(12, 12, 9), randomMatrix(12, 12, 9));
    const [x, y] = [add(randomMatrix(12, 12, 3), mul(5, identity(12))), randomMatrix(12, 12, 4)];
    const expected = compile(f, { engine: 'kernels' })(x, y);
    expect(() => step(zeros(12, 12), ones(12, 12))).toThrow('singular');
    requireSameBits([step(x, y)], [expected]);
  });
  test('compiled functions that are dropped give their memory back', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const held = (): number => process.memoryUsage().external / 2 ** 20;
    const x = ones(200, 500);
    collect();
    const before = held();
    for (let i = 0; i < 100; i += 1) {
      compile((y: Mat) => sum(matmul(y, transpose(y))), { engine: 'wasm' })(x);
      if (i % 20 === 19) collect();
    }
    collect();
    expect(held() - before).toBeLessThan(50); // megabytes; held, they are 77
  });
});
