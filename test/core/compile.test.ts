import {
  add,
  compile,
  grad,
  item,
  type Mat,
  matrix,
  mul,
  ones,
  RecordingError,
  type Scalar,
  scalar,
  ShapeError,
  sigmoid,
  square,
  sub,
  sum,
  zeros,
} from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matrixOf, between, runs } from '../laws/caseOf.ts';
import { program, runProgram } from '../laws/programs.ts';

/** A function that counts how often it runs: compiled, it runs once per recording. */
function counted<F extends (...args: never[]) => unknown>(f: F): { readonly f: F; calls(): number } {
  let count = 0;
  const counting = (...args: never[]): unknown => {
    count += 1;
    return f(...args);
  };
  return { f: counting as F, calls: () => count };
}

describe('compile(f)', () => {
  test('equals f on any program, and goes on doing so', () => {
    fc.assert(
      fc.property(program, (given) => {
        const step = compile((xs: readonly Mat[]) => runProgram(given, xs));
        const expected = runProgram(given, given.inputs).at(0, 0);
        for (const inputs of [given.inputs, given.inputs.map((x) => mul(1, x)), given.directions, given.inputs]) {
          const found = step(inputs).at(0, 0);
          const called = inputs === given.directions ? runProgram(given, inputs).at(0, 0) : expected;
          expect(Math.abs(found - called)).toBeLessThanOrEqual(1e-10 * Math.max(1, Math.abs(called)));
        }
      }),
      runs(0.5),
    );
  });
  test('of a gradient gives the gradient', () => {
    const gradient = grad(({ w, b }: Record<'w' | 'b', Mat>, x: Mat) => sum(square(sigmoid(add(mul(x, w), b)))));
    fc.assert(
      fc.property(matrixOf(2, 3, between(-2, 2)), matrixOf(1, 3, between(-2, 2)), matrixOf(2, 3, between(-2, 2)), (w, b, x) => {
        const [found, expected] = [compile(gradient)({ w, b }, x), gradient({ w, b }, x)];
        for (const key of ['w', 'b'] as const) expect(found[key].toArray()).toEqual(expected[key].toArray());
      }),
      runs(0.3),
    );
  });
  test('does not remember what it must not: the same object, another, and the first again', () => {
    const step = compile((x: Mat, y: Mat) => add(square(x), y));
    const [a, b] = [ones(1, 2), matrix([[2, 3]])];
    const all = [
      [a, a],
      [a, a],
      [a, b],
      [b, b],
      [b, a],
      [a, a],
    ] as const;
    for (const [x, y] of all) expect(step(x, y).toArray()).toEqual(add(square(x), y).toArray());
  });
  test('gives answers that later calls leave alone', () => {
    const step = compile((x: Mat) => mul(2, x));
    const first = step(ones(1, 2));
    step(zeros(1, 2));
    expect(first.toArray()).toEqual([[2, 2]]);
  });
  test('keeps trees, static values among the arguments and inputs that are outputs', () => {
    const step = compile((x: Mat, how: { readonly times: number; readonly name: string }) => ({
      same: x,
      list: [mul(how.times, x)] as const,
    }));
    const x = ones(1, 1);
    const { same, list } = step(x, { times: 3, name: 'a' });
    expect([same.toArray(), list[0].toArray()]).toEqual([[[1]], [[3]]]);
  });
});

describe('what is compiled again', () => {
  test('a shape that was not met, and no other', () => {
    const { f, calls } = counted((x: Mat) => sum(x));
    const step = compile(f);
    for (const [rows, columns] of [
      [2, 3],
      [2, 3],
      [3, 2],
      [2, 3],
      [3, 2],
    ] as const)
      expect(item(step(ones(rows, columns)))).toBe(6);
    expect(calls()).toBe(2);
  });
  test('a static value that was not met: 0 and -0, 1 and "1", true and "true" are different', () => {
    const { f, calls } = counted((x: Mat, how: unknown) => mul(x, typeof how === 'number' ? how : 1));
    const step = compile(f);
    for (const how of [0, -0, 1, '1', true, 'true', null, undefined, NaN, 1, '1', NaN]) step(ones(1, 1), how);
    expect(calls()).toBe(9);
    expect(Object.is(step(ones(1, 1), -0).at(0, 0), -0)).toBe(true);
  });
  test('another form of the same matrices', () => {
    const { f, calls } = counted((x: unknown) => sum((Array.isArray(x) ? x[0] : (x as { a: Mat }).a) as Mat));
    const step = compile(f);
    const m = ones(1, 1);
    for (const x of [[m], { a: m }, [m, m], { a: m, b: m }, { a: [m] }.a, [m]]) step(x);
    expect(calls()).toBe(4);
  });
  test('functions and objects by identity', () => {
    const { f, calls } = counted((x: Mat, g: (x: Mat) => Mat) => g(x));
    const step = compile(f);
    const [twice, thrice] = [(x: Mat) => mul(2, x), (x: Mat) => mul(3, x)];
    expect([twice, thrice, twice].map((g) => step(ones(1, 1), g).at(0, 0))).toEqual([2, 3, 2]);
    expect(calls()).toBe(2);
  });
  test('after 64 others it is forgotten', () => {
    const { f, calls } = counted((x: Mat, n: number) => mul(n, x));
    const step = compile(f);
    for (let n = 0; n < 65; n += 1) step(ones(1, 1), n);
    step(ones(1, 1), 64);
    expect(calls()).toBe(65);
    step(ones(1, 1), 0);
    expect(calls()).toBe(66);
  });
});

describe('inside other transforms', () => {
  test('compile(f) on recorded values is f', () => {
    const step = compile((x: Scalar) => square(x));
    expect(item(grad((x: Scalar) => mul(x, step(x)))(3))).toBe(27);
    expect(compile((x: Scalar) => step(x))(scalar(3)).at(0, 0)).toBe(9);
  });
});

describe('errors under compile', () => {
  test('reading a number says what to do instead', () => {
    const step = compile((x: Scalar) => (item(x) > 0 ? x : square(x)));
    expect(() => step(scalar(1))).toThrow(RecordingError);
    expect(() => step(scalar(1))).toThrow('choose with where(mask, a, b)');
  });
  test('an exception in mid-call leaves it usable', () => {
    let fails = true;
    const step = compile((x: Mat) => {
      const y = square(x);
      if (fails) throw new Error('this time');
      return sub(y, 1);
    });
    expect(() => step(ones(1, 2))).toThrow('this time');
    fails = false;
    expect(step(matrix([[2, 3]])).toArray()).toEqual([[3, 8]]);
  });
  test('an exception of a kernel leaves it usable, with the numbers of the next call', async () => {
    const { inverse } = await import('@adjoint/core');
    const step = compile((x: Mat) => inverse(x as Mat<2, 2>));
    const good = matrix([
      [2, 0],
      [0, 4],
    ]);
    expect(step(good).toArray()).toEqual([
      [0.5, 0],
      [0, 0.25],
    ]);
    expect(() => step(zeros(2, 2))).toThrow('singular');
    expect(step(good).toArray()).toEqual([
      [0.5, 0],
      [0, 0.25],
    ]);
  });
  test('shapes that do not fit are refused as without compile', () => {
    const step = compile((x: Mat, y: Mat) => add(x, y));
    expect(() => step(ones(2, 3), ones(3, 2))).toThrow(ShapeError);
    expect(step(ones(2, 3), ones(1, 3)).toArray()).toEqual([
      [2, 2, 2],
      [2, 2, 2],
    ]);
  });
  test('a thing that is not a function is refused', () => {
    expect(() => compile(ones(1, 1) as never)).toThrow('Write compile(f)(x), not compile(f(x))');
  });
});
