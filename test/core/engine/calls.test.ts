import {
  add,
  compile,
  identity,
  inverse,
  leaves,
  type Mat,
  matmul,
  mul,
  ones,
  sigmoid,
  sub,
  sum,
  tanh,
  transpose,
  valueAndGrad,
  zeros,
} from '@adjoint/core';
import { describe, expect, test } from 'vitest';
import { exercise4Loss, type Exercise4Parameters } from '../../exercise4.ts';
import { randomMatrix, requireSameBits } from './bits.ts';

const engines = [
  { engine: 'wasm', threads: 1 },
  { engine: 'wasm', threads: 3 },
  { engine: 'closures' },
  { engine: 'interpreter' },
] as const;
const interpreted = { engine: 'interpreter' } as const;

describe.each(engines)('calls of a compiled function: $engine $threads', (options) => {
  test('have the bits of the interpreter for exercise 4, for rows that blocks divide and others', () => {
    const loss = exercise4Loss as unknown as (p: Exercise4Parameters, x: Mat, y: Mat) => Mat<1, 1>;
    const f = (p: Exercise4Parameters, x: Mat, y: Mat) => valueAndGrad((q: Exercise4Parameters) => loss(q, x, y))(p);
    const step = compile(f, options);
    const parametersOf = (seed: number): Exercise4Parameters => ({
      w1: mul(0.1, randomMatrix(400, 25, seed)),
      b1: randomMatrix(1, 25, seed + 1),
      w2: randomMatrix(25, 10, seed + 2),
      b2: randomMatrix(1, 10, seed + 3),
    });
    for (const rows of [1, 63, 65, 300, 1001]) {
      const [x, y] = [randomMatrix(rows, 400, 4), randomMatrix(rows, 10, 5)];
      for (const p of [1, 2, 2].map(parametersOf)) requireSameBits(leaves(step(p, x, y)), leaves(compile(f, interpreted)(p, x, y)));
    }
  });
  test('leave earlier answers alone, and arguments and constants', () => {
    const constant = randomMatrix(90, 90, 1);
    const f = (x: Mat) => [matmul(x, constant), matmul(transpose(x), x), x, constant];
    const step = compile(f, options);
    const [x, z] = [randomMatrix(90, 90, 2), zeros(90, 90)];
    const expected = f(x);
    const copy = x.toArray();
    const first = step(x);
    step(z);
    requireSameBits(first, expected);
    requireSameBits(step(x), expected);
    expect(x.toArray()).toEqual(copy);
  });
  test.each([3, 90])('take the same matrix twice, and their own results, in any order: %i rows', (n) => {
    const f = (x: Mat, y: Mat): readonly Mat[] => [tanh(sub(matmul(x, y), y)), add(x, mul(0.5, y))];
    const step = compile(f, options);
    const known: Mat[] = [randomMatrix(n, n, 1), randomMatrix(n, n, 2)];
    for (const [i, j] of [
      [0, 0],
      [0, 1],
      [2, 3],
      [4, 5],
      [2, 2],
      [5, 4],
      [7, 0],
      [6, 7],
      [10, 11],
      [11, 10],
      [2, 13],
    ] as const) {
      const found = step(known[i]!, known[j]!);
      requireSameBits(found, f(known[i]!, known[j]!));
      known.push(...found);
    }
    requireSameBits(step(known[2]!, known[3]!), f(known[2]!, known[3]!));
  });
  test('go on after an exception of a kernel, with the numbers of the next call', () => {
    const f = (x: Mat<12, 12>, y: Mat): Mat => add(inverse(matmul(x, x)), y);
    const step = compile(f, options);
    step(randomMatrix(12, 12, 9), randomMatrix(12, 12, 9));
    const [x, y] = [add(randomMatrix(12, 12, 3), mul(5, identity(12))), randomMatrix(12, 12, 4)];
    expect(() => step(zeros(12, 12), ones(12, 12))).toThrow('singular');
    requireSameBits([step(x, y)], [f(x, y)]);
  });
  test('of several functions at once, one within the other, do not mix', () => {
    const inner = compile((x: Mat) => sigmoid(matmul(x, x)), options);
    const outer = compile((x: Mat) => add(inner(x), x), options);
    const [x, y] = [randomMatrix(80, 80, 1), randomMatrix(80, 80, 2)];
    const expected = [x, y].map((z) => add(sigmoid(matmul(z, z)), z));
    const steps = Array.from({ length: 5 }, (_, i) => compile((z: Mat) => add(outer(z), i), options));
    for (const step of steps) step(x);
    steps.forEach((step, i) => requireSameBits([step(y), outer(x), inner(y)], [add(expected[1]!, i), expected[0]!, sigmoid(matmul(y, y))]));
  });
  test('of a step many times are one call of repeat', () => {
    const f = ({ w, b }: Record<'w' | 'b', Mat>, x: Mat) => ({
      w: sub(w, mul(0.1, matmul(transpose(x), add(matmul(x, w), b)))),
      b: add(mul(0.5, b), sum(w)),
    });
    for (const [rows, columns] of [
      [3, 2],
      [80, 90],
    ] as const) {
      const step = compile(f, options);
      const start = { w: mul(0.01, randomMatrix(columns, 1, 1)) as Mat, b: zeros(1, 1) as Mat };
      const x = mul(0.01, randomMatrix(rows, columns, 2)) as Mat;
      let expected = start;
      for (let i = 0; i < 7; i += 1) expected = step(expected, x);
      const found = step.repeat(start, 7, x);
      requireSameBits([found.w, found.b], [expected.w, expected.b]);
      requireSameBits(leaves(step.repeat(step.repeat(start, 3, x), 4, x)), leaves(expected));
      requireSameBits(leaves(step(start, x)), leaves(compile(f, interpreted)(start, x)));
    }
  });
  test('of a step whose state is large and changes places', () => {
    const f = ({ a, b, c }: Record<'a' | 'b' | 'c', Mat>) => ({ a: b, b: add(a, mul(0.5, b)), c });
    const step = compile(f, options);
    let expected = { a: randomMatrix(70, 70, 1) as Mat, b: randomMatrix(70, 70, 2) as Mat, c: randomMatrix(70, 70, 3) as Mat };
    const found = step.repeat(expected, 5);
    for (let i = 0; i < 5; i += 1) expected = f(expected);
    requireSameBits(leaves(found), leaves(expected));
  });
});

describe('repeat', () => {
  test('asks for a number of times, and for a state that the function returns', () => {
    const step = compile((s: Mat) => mul(2, s));
    for (const times of [0, -1, 1.5, NaN, '3'])
      expect(() => step.repeat(ones(1, 1), times as number)).toThrow('a whole number of at least 1');
    const other = compile((s: { a: Mat }) => ({ b: s.a }));
    // @ts-expect-error: the result is no state
    expect(() => other.repeat({ a: ones(1, 1) }, 2)).toThrow('must return a tree like its first argument');
    const growing = compile((s: Mat): Mat => matmul(s, ones(2, 3)));
    expect(() => growing.repeat(ones(2, 2), 2)).toThrow('must keep its shape');
  });
});
