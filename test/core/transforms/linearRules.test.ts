import {
  add,
  AdjointError,
  compile,
  concatColumns,
  customVjp,
  grad,
  greater,
  hessian,
  hvp,
  item,
  jacobian,
  jvp,
  log,
  type Mat,
  matrix,
  mul,
  type Scalar,
  scalar,
  sin,
  solve,
  sqrt,
  square,
  sub,
  sum,
  transpose,
  vjp,
  where,
} from '@adjoint/core';
import { describe, expect, test } from 'vitest';

type Of = (x: Scalar) => Scalar;
/** 2x under a rule of one's own. */
const ruled = (backward: (g: Mat, y: Mat, x: Mat) => Mat): Of =>
  customVjp(
    (x: Mat) => mul(2, x),
    (g: Mat, y: Mat, x: Mat) => [backward(g, y, x)],
  ) as Of;

const bent: Readonly<Record<string, Of>> = {
  'the square of g': ruled((g) => square(g)),
  'g plus a number': ruled((g) => add(g, 1)),
  'g less x': ruled((g, _y, x) => sub(g, x)),
  'g plus a term that is 0 at most places': ruled((g, _y, x) => add(g, greater(x, 2.5))),
  'g where a mask chooses it, else a number': ruled((g, _y, x) => where(greater(0, x), g, 3)),
  'a rule with such a rule in it': ruled((g) => ruled((h) => add(h, 1))(g as Scalar)),
};

describe.each(Object.entries(bent))('%s', (_what, f) => {
  const wide = (x: Scalar): Mat<1, 2> => concatColumns(f(x), x);
  const pushing: Readonly<Record<string, () => unknown>> = {
    jvp: () => jvp(f)(3, 1),
    hvp: () => hvp((x: Scalar) => square(f(x)))(3, 1),
    hessian: () => hessian((x: Scalar) => square(f(x)))(3),
    'the columns of jacobian': () => jacobian(wide)(3),
    'jvp in grad': () => grad((x: Scalar) => jvp(f)(x, 1).tangent)(3),
  };
  test.each(Object.entries(pushing))('has no pushforward: %s throws', (_name, push) => {
    expect(push).toThrow(AdjointError);
    expect(push).toThrow('A rule that is not linear in its cotangent has no pushforward');
  });
  test('is a gradient like any other', () => {
    expect(Number.isFinite(item(grad(f)(3)))).toBe(true);
    expect(Number.isFinite(item(vjp(f)(3).pullback(2)))).toBe(true);
  });
});

test('the error says what the rule gives, and what to write', () => {
  expect(() => jvp(bent['g less x']!)(3, 1)).toThrow(
    'jvp: backward of a customVjp gives -3 for argument 0 where g is 0. A rule that is not linear in its cotangent has no pushforward: every term that backward returns must be a multiple of g',
  );
  expect(() => hvp((x: Scalar) => square(bent['the square of g']!(x)))(3, 1)).toThrow('hvp: a rule on this tape has another slope');
});

test('where there are no numbers yet a rule is asked at others', () => {
  const pushed = (f: Of) => compile((x: Scalar) => jvp(f)(x, 1).tangent);
  expect(() => pushed(bent['g plus a number']!)(scalar(3))).toThrow('where g is 0');
  expect(item(pushed(ruled((g, _y, x) => mul(g, x)))(scalar(3)))).toBe(3);
});

describe('a rule that is linear passes', () => {
  const fine: Readonly<Record<string, Of>> = {
    'with a slope that is not finite': ruled((g, _y, x) => mul(g, log(sub(x, 3)))),
    'with a NaN': ruled((g, _y, x) => mul(g, sqrt(sub(0, x)))),
    'with a zero that is written as a difference': ruled((g, _y, x) => sub(add(g, x), x)),
    'whose values the laws of numbers refuse elsewhere': ruled((g, _y, x) => solve(sub(x, 2), g as Scalar)),
    'with a rule that is not, of what is constant': ruled((g, _y, x) => mul(g, bent['g plus a number']!(sin(x) as Scalar))),
  };
  test.each(Object.entries(fine))('%s', (_what, f) => expect(() => jvp(f)(3, 1)).not.toThrow());
  test('though one is not that the derivative does not use', () => {
    const f = (x: Scalar): Scalar => mul(x, bent['g plus a number']!(scalar(2)));
    expect(item(jvp(f)(3, 1).tangent)).toBe(4);
  });
  test('in matrices', () => {
    const f = customVjp(
      (x: Mat) => transpose(x),
      (g: Mat) => [transpose(g)],
    );
    const [x, v] = [matrix([[1, 2]]), matrix([[3, 4]])];
    expect(jvp((p: Mat) => f(p))(x, v).tangent.toArray()).toEqual([[3], [4]]);
    expect(item(jvp((p: Mat) => sum(f(p)))(x, v).tangent)).toBe(7);
  });
});
