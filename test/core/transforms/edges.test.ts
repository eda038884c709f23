import {
  abs,
  add,
  ArgumentError,
  checkGradients,
  customVjp,
  detectAnomaly,
  exp,
  grad,
  GradientError,
  hessian,
  hvp,
  inverse,
  jacobian,
  jvp,
  type Mat,
  matrix,
  mul,
  ones,
  type Scalar,
  scalar,
  SingularMatrixError,
  square,
  sum,
  valueAndGrad,
} from '@adjoint/core';
import { describe, expect, test } from 'vitest';
import { thrownBy } from '../mistakes/mistake.ts';

const unchecked = valueAndGrad as unknown as (f: unknown, options?: unknown) => (x: unknown) => unknown;

describe('valueAndGrad with aux', () => {
  const rule = 'valueAndGrad: with { aux: true } the function must return { value, aux }, neither of them undefined';
  test.each([
    ['no aux', () => ({ value: scalar(1) })],
    ['no value', () => ({ aux: scalar(1) })],
    ['nothing', () => undefined],
    ['a matrix', () => scalar(1)],
  ])('refuses %s', (_what, f) => {
    expect(thrownBy(() => unchecked(f, { aux: true })(1)).message).toBe(rule);
  });
  test('refuses a tree where the value belongs, even of one scalar', () => {
    const error = thrownBy(() => unchecked((x: Scalar) => ({ value: { loss: square(x) }, aux: x }), { aux: true })(1));
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error.message).toMatch(/^valueAndGrad: the function must return one 1x1 matrix, it returned a tree with matrices at value.loss/);
  });
  test('takes the keys in any order', () => {
    const f = (x: Scalar) => ({ aux: { twice: mul(2, x), three: 3 }, value: square(x) });
    const { value, gradient, aux } = valueAndGrad(f as never, { aux: true })(5 as never) as unknown as Record<
      'value' | 'gradient',
      Scalar
    > & {
      readonly aux: { readonly twice: Scalar; readonly three: number };
    };
    expect([value.at(0, 0), gradient.at(0, 0), aux.twice.at(0, 0), aux.three]).toEqual([25, 10, 10, 3]);
  });
});

/** f, with a derivative that is `factor` times too large, plus `more`. */
const misled = (f: (x: Mat) => Mat, slope: (x: Mat) => Mat, factor: number, more = 0): ((x: Mat) => Scalar) =>
  customVjp(
    (x: Mat) => f(x),
    (g: Mat, _y: Mat, x: Mat) => [add(mul(g, mul(factor, slope(x))), mul(more, g))],
  ) as never;

describe('checkGradients', () => {
  const cubed = (x: Mat): Mat => exp(mul(3, x));
  const slope = (x: Mat): Mat => mul(3, exp(mul(3, x)));
  test('notices an error of a millionth where the function is curved', () => {
    const x = scalar(0.5) as Mat;
    expect(() => checkGradients((p: Mat) => misled(cubed, slope, 1 + 1e-6)(p), [x])).toThrow(GradientError);
    expect(checkGradients((p: Mat) => misled(cubed, slope, 1)(p), [x]).checked).toBe(1);
  });
  test('allows what is small beside the value, and beside the gradient', () => {
    const steep = misled(
      (x) => mul(1e10, x),
      (x) => mul(1e10, add(mul(0, x), 1)),
      1,
      1,
    );
    expect(checkGradients(steep, [scalar(1) as Mat]).worst.difference).toBeGreaterThan(0.5);
    expect(() => checkGradients(steep, [scalar(1) as Mat], { tolerance: 1e-11 })).toThrow(GradientError);
    const high = misled(
      (x) => add(1e10, mul(0, x)),
      (x) => mul(0, x),
      1,
      1,
    );
    expect(checkGradients(high, [scalar(1) as Mat]).checked).toBe(1);
    const low = misled(
      (x) => mul(0, x),
      (x) => mul(0, x),
      1,
      1e-3,
    );
    expect(() => checkGradients(low, [scalar(1) as Mat])).toThrow(GradientError);
  });
  test('a difference that is just the tolerance passes', () => {
    const flat = (x: Mat): Scalar => sum(mul(0, x)) as Scalar;
    expect(checkGradients(flat, [ones(2, 2)], { tolerance: 0 }).worst.difference).toBe(0);
  });
  test('forgives what extrapolation itself is unsure of, as beside a kink', () => {
    const { worst } = checkGradients((x: Mat) => sum(abs(x)) as Scalar, [scalar(1e-4) as Mat]);
    expect(worst.difference).toBeGreaterThan(0.5);
  });
  test('names itself when there is nothing to check', () => {
    expect(thrownBy(() => checkGradients(sum as never, [] as never)).message).toMatch(/^checkGradients: the first argument is missing/);
  });
  test('says which leaf', () => {
    const doubled = customVjp(
      (x: Mat) => mul(1, x),
      (g: Mat) => [mul(g, 2)],
    );
    const f = ({ a, b }: { readonly a: Mat; readonly b: Mat }): Scalar => add(sum(a), sum(doubled(b))) as Scalar;
    expect(thrownBy(() => checkGradients(f, [{ a: ones(1, 2), b: ones(2, 1) }])).message).toMatch(
      /^checkGradients: at b \(0, 0\) the gradient is 2, /,
    );
  });
  test('of equally bad entries it names the first', () => {
    const doubled = customVjp(
      (x: Mat) => mul(0, x),
      (g: Mat) => [
        mul(
          g,
          matrix([
            [0, 1],
            [1, 1],
          ]),
        ),
      ],
    );
    const error = thrownBy(() => checkGradients((x: Mat) => sum(doubled(x)) as Scalar, [ones(2, 2)]));
    expect(error.message).toBe('checkGradients: at (0, 1) the gradient is 1, finite differences give 0');
  });
  test('checks at most as many entries as it is told, evenly spread', () => {
    const x = ones(2, 5) as Mat;
    const touched = new Set<string>();
    const f = (p: Mat): Scalar => sum(square(p)) as Scalar;
    for (const [most, expected] of [
      [3, 3],
      [10, 10],
      [11, 10],
      [1, 1],
    ] as const)
      expect(checkGradients(f, [x], { entriesPerLeaf: most }).checked).toBe(expected);
    for (let wrong = 0; wrong < 10; wrong += 1) {
      const one = matrix.of(
        2,
        5,
        Float64Array.from({ length: 10 }, (_, i) => Number(i === wrong)),
      );
      const off = customVjp(
        (p: Mat) => mul(1, p),
        (g: Mat) => [add(g, mul(g, one))],
      );
      try {
        checkGradients((p: Mat) => sum(off(p)) as Scalar, [x], { entriesPerLeaf: 3 });
      } catch {
        touched.add(`${Math.floor(wrong / 5)},${wrong % 5}`);
      }
    }
    expect([...touched]).toEqual(['0,0', '0,3', '1,1']);
  });
});

test('checkGradients needs every leaf concrete', () => {
  const check = (a: Scalar, b: Scalar): unknown =>
    checkGradients(({ p, q }: { readonly p: Scalar; readonly q: Scalar }) => mul(p, q), [{ p: a, q: b }]);
  const message = (f: (x: Scalar) => unknown): string => thrownBy(() => grad(f as (x: Scalar) => Scalar)(1)).message;
  const rule = 'checkGradients: needs concrete matrices: call it outside grad and compile';
  expect(message((x) => check(x, scalar(1)))).toBe(rule);
  expect(message((x) => check(scalar(1), x))).toBe(rule);
});

test('a rule that has no value where it is asked is no rule that is not linear', () => {
  const steep = customVjp(
    (x: Mat) => mul(2, x),
    (g: Mat, _y: Mat, x: Mat) => [mul(g, inverse(x as never))],
  ) as (x: Scalar) => Scalar;
  expect(thrownBy(() => jvp(steep)(0, 1))).toBeInstanceOf(SingularMatrixError);
});

test('detectAnomaly needs every leaf concrete', () => {
  const watched = detectAnomaly(({ a, b }: { readonly a: Scalar; readonly b: Scalar }) => mul(a, b));
  const message = (f: (x: Scalar) => unknown): string => thrownBy(() => grad(f as (x: Scalar) => Scalar)(1)).message;
  const rule = 'detectAnomaly: needs concrete matrices: call it outside grad and compile';
  expect(message((x) => watched({ a: x, b: scalar(1) }))).toBe(rule);
  expect(message((x) => watched({ a: scalar(1), b: x }))).toBe(rule);
});

test('a rule that is not linear in its cotangent is refused in the name of who asked', () => {
  const bent = customVjp(
    (x: Mat) => mul(2, x),
    (g: Mat) => [add(g, 1)],
  ) as (x: Scalar) => Scalar;
  const squared = (x: Scalar): Scalar => square(bent(x)) as Scalar;
  const tall = (x: Scalar): Mat => add(bent(x), ones(3, 1));
  const messages = [() => jvp(bent)(3, 1), () => hvp(squared)(3, 1), () => hessian(squared)(3), () => jacobian(tall)(3)].map(
    (make) => thrownBy(make).message,
  );
  expect(messages.map((message) => message.slice(0, message.indexOf(':')))).toEqual(['jvp', 'hvp', 'hessian', 'jacobian']);
});
