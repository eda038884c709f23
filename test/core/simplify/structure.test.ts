import {
  add,
  full,
  grad,
  interpret,
  linspace,
  type Mat,
  matmul,
  matrix,
  mul,
  ones,
  reshape,
  scalar,
  simplify,
  sub,
  sum,
  transpose,
} from '@adjoint/core';
import { describe, expect, test } from 'vitest';
import { type Shape, simplified, simplifiedWith, tapeOf } from './formula.ts';

describe('constants are computed', () => {
  test('where the result is no larger than what it is made of', () => {
    expect(simplifiedWith((c, x) => add(x, matmul(c(matrix([[1, 2]])), c(matrix([[3], [4]])) as never)), [3, 2])).toBe('add(11, x)');
    expect(simplifiedWith((c, x) => mul(x, transpose(c(matrix([[1, 2, 3]])))), [3, 1])).toBe('mul(x, [1 2 3])');
    expect(simplifiedWith((c, x) => mul(x, sub(c(matrix([[1, 2]])), c(matrix([[3, 5]])))), [1, 2])).toBe('mul(x, [-2 -3])');
  });
  test('the largest of them counts', () => {
    expect(simplifiedWith((c, x) => add(x, matmul(c(scalar(2)), c(matrix([[1, 2, 3, 4]])) as never)), [1, 4])).toBe('add(x, [2 4 6 8])');
  });
  test('up to 16 entries', () => {
    expect(simplifiedWith((c, x) => add(x, sum(c(full(4, 4, 2)))), [1, 1])).toBe('add(32, x)');
    expect(simplifiedWith((c, x) => add(x, sum(c(linspace(1, 17, 17) as Mat))), [1, 1])).toMatch(/^add\(x, sumTo1x1\(\[1 2 .* 17\]\)\)$/);
  });
  test('not where it would grow', () => {
    const outer = simplifiedWith((c, x) => add(x, matmul(c(matrix([[1], [2]])), c(matrix([[3, 4]])) as never)), [2, 2]);
    expect(outer).toBe('add(x, matmul([1 2], [3 4]))');
  });
  test('not where an argument is none', () => {
    expect(simplifiedWith((c, x) => matmul(x, c(matrix([[3], [4]])) as never), [3, 2])).toBe('matmul(x, [3 4])');
  });
  test('all of them: the result of one is a constant of the next', () => {
    expect(simplifiedWith((c, x) => add(x, mul(c(scalar(2)), add(c(scalar(3)), c(scalar(4))))), [1, 1])).toBe('add(14, x)');
  });
});

describe('a chain of products is multiplied in the cheapest order', () => {
  const left = (...factors: readonly Mat[]): Mat => factors.reduce((a, b) => matmul(a, b as never) as Mat);
  const right = (...factors: readonly Mat[]): Mat => factors.reduceRight((b, a) => matmul(a, b as never) as Mat);
  test.each([
    ['a column last', 'matmul(x, matmul(y, z))', [10, 2], [2, 10], [10, 1]],
    ['a row first', 'matmul(matmul(x, y), z)', [1, 10], [10, 2], [2, 10]],
    ['growing sizes', 'matmul(matmul(x, y), z)', [2, 3], [3, 4], [4, 5]],
    ['shrinking sizes', 'matmul(x, matmul(y, z))', [5, 4], [4, 3], [3, 2]],
    ['four factors', 'matmul(matmul(x, matmul(y, z)), u)', [30, 35], [35, 15], [15, 5], [5, 10]],
    ['five factors', 'matmul(matmul(x, matmul(y, z)), matmul(u, v))', [30, 35], [35, 15], [15, 5], [5, 10], [10, 20]],
    ['a bottleneck', 'matmul(matmul(x, y), matmul(z, u))', [9, 9], [9, 1], [1, 9], [9, 9]],
  ] as const)('%s', (_what, expected, ...shapes) => {
    expect(simplified(left, ...(shapes as readonly Shape[]))).toEqual([expected]);
    expect(simplified(right, ...(shapes as readonly Shape[]))).toEqual([expected]);
  });
  test('at equal cost it stays as it was written', () => {
    const square = [2, 2] as const;
    expect(simplified(left, square, square, square)).toEqual(['matmul(matmul(x, y), z)']);
    expect(simplified(right, square, square, square)).toEqual(['matmul(x, matmul(y, z))']);
  });
  test('an inner product that something else reads is one factor', () => {
    const kept = (x: Mat, y: Mat, z: Mat): readonly Mat[] => {
      const p = matmul(x, y as never) as Mat;
      return [matmul(p, z as never), p];
    };
    expect(simplified(kept as never, [10, 2], [2, 10], [10, 1])).toEqual(['matmul(matmul(x, y), z)', 'matmul(x, y)']);
  });
  test('of more factors than are looked at together it is still the same product', () => {
    const factors = Array.from({ length: 40 }, (_, i) => [1 + (i % 3), 1 + ((i + 1) % 3)] as const);
    const tape = tapeOf((_, ...xs) => left(...xs), ...factors);
    const values = factors.map(([rows, columns], i) => reshape(linspace(-1, 1 + i / 40, rows * columns) as Mat, rows, columns));
    const [expected] = interpret(tape, values);
    const [found] = interpret(simplify(tape), values);
    const scale = Math.max(...expected!.toFloat64Array().map(Math.abs));
    found!
      .toFloat64Array()
      .forEach((value, i) => expect(Math.abs(value - expected!.toFloat64Array()[i]!)).toBeLessThanOrEqual(1e-12 * scale));
  });
});

describe('simplify', () => {
  test('drops what no output needs, but no input', () => {
    const tape = tapeOf(
      (_, x, y) => {
        mul(y, 2);
        return add(x, x);
      },
      [1, 1],
      [2, 3],
    );
    const short = simplify(tape);
    expect(short.entries.map((entry) => (entry.kind === 'applied' ? entry.op.name : entry.kind))).toEqual(['input', 'input', 'add']);
    expect(short.inputs).toEqual([0, 1]);
    expect(short.outputs).toEqual([2]);
  });
  test('does not count what nothing needs as a reader', () => {
    const read = (x: Mat): Mat => {
      const p = mul(3, x);
      mul(p, p);
      return sum(p);
    };
    expect(simplified(read, [2, 2])).toEqual(['mul(3, sumTo1x1(x))']);
  });
  test('goes through a thousand links that each make a rule apply', () => {
    const deep = tapeOf((_, x) => Array.from({ length: 1000 }).reduce((y: Mat, _x, i) => mul(1 + 1 / (i + 2), y), x), [1, 1]);
    expect(simplify(deep).entries.length).toBe(3);
  });
  test('is what a gradient of a program starts from and ends with', () => {
    expect(grad((x: Mat) => sum(mul(2, mul(3, x))) as never)(ones(2, 2)).toArray()).toEqual([
      [6, 6],
      [6, 6],
    ]);
  });
});
