import * as core from '@adjoint/core';
import { AdjointError, grad, matrix, mul, ones, type Scalar, square, sum } from '@adjoint/core';
import { describe, expect, test } from 'vitest';
import { thrownBy } from '../mistakes/mistake.ts';

// The functions without their types, which refuse all this before it runs.
type Transform = (f: unknown, options?: unknown) => (...args: readonly unknown[]) => unknown;
const transforms = core as unknown as Readonly<Record<string, Transform>>;
const messageOf = (make: () => unknown): string => {
  const error = thrownBy(make);
  expect(error).toBeInstanceOf(AdjointError);
  return error.message;
};
const x = ones(2, 3);
const direction = ['jvp', 'hvp'];
const ofScalars = ['grad', 'valueAndGrad', 'hessian', 'hvp'];

describe.each(['grad', 'valueAndGrad', 'vjp', 'jvp', 'jacobian', 'hessian', 'hvp'])('%s names itself', (name) => {
  const transform = transforms[name]!;
  test('when it gets no function', () => {
    expect(messageOf(() => transform(3)(x))).toMatch(new RegExp(`^${name}: expected a function of matrices, got the number 3`));
  });
  test('when there is nothing to differentiate by', () => {
    expect(messageOf(() => transform(() => x)())).toBe(`${name}: the first argument is missing. Write ${name}(f)(x)`);
    expect(messageOf(() => transform(() => x)([]))).toBe(`${name}: the first argument holds no matrix to differentiate by`);
    expect(messageOf(() => transform(() => x)({ a: 'text' }))).toMatch(new RegExp(`^${name}: the parameters`));
  });
  test('when the function returns a number', () => {
    expect(messageOf(() => transform(() => 3)(x))).toMatch(new RegExp(`^${name}: the function returned the JavaScript number 3`));
  });
  test.skipIf(!ofScalars.includes(name))('when the function returns no scalar', () => {
    const rule = new RegExp(
      `^${name}\\((2x1|1x3|2x3)\\): the function must return a 1x1 matrix, it returned \\1. Reduce it with sum or mean`,
    );
    expect(messageOf(() => transform((p: never) => sum(p, { axis: 1 }))(x, x))).toMatch(rule);
    expect(messageOf(() => transform((p: never) => sum(p, { axis: 0 }))(x, x))).toMatch(rule);
    expect(messageOf(() => transform((p: never) => square(p))(x, x))).toMatch(rule);
    const tree = (of: string) => new RegExp(`^${name}: the function must return one 1x1 matrix, it returned a tree with ${of}`);
    expect(messageOf(() => transform((p: never) => [sum(p), sum(p)])(x, x))).toMatch(tree('matrices at 0, 1. Return the loss alone'));
    expect(messageOf(() => transform((p: never) => ({ loss: sum(p) }))(x, x))).toMatch(tree('matrices at loss. Return the loss alone'));
    expect(messageOf(() => transform(() => [])(x, x))).toMatch(tree('no matrix. Return the loss alone'));
  });
  test.skipIf(!direction.includes(name))('when the direction does not fit', () => {
    const f = (p: { readonly a: never; readonly b: never }) => sum(mul(sum(p.a), sum(p.b)));
    const place = { a: x, b: ones(1, 2) };
    const call = transform(f);
    expect(messageOf(() => call(place))).toBe(`${name}: the direction is missing. Give it the form { a, b }`);
    expect(messageOf(() => call(place, { a: x }))).toMatch(new RegExp(`^${name}: the direction`));
    expect(messageOf(() => call(place, { a: x, b: ones(2, 1) }))).toBe(`${name}(2x1): the direction at b must have the shape 1x2`);
    expect(messageOf(() => transform((p: never) => sum(p))(x, ones(3, 2)))).toBe(`${name}(3x2): the direction must have the shape 2x3`);
  });
});

test('a pullback names itself and the cotangent', () => {
  const { pullback } = transforms.vjp!((p: never) => square(p))(x) as { readonly pullback: (g?: unknown) => unknown };
  expect(messageOf(() => pullback())).toMatch(/^pullback: the cotangent is missing/);
  expect(messageOf(() => pullback(ones(3, 2)))).toBe('pullback(3x2): the cotangent must have the shape 2x3');
});

test('a value that outlived its recording is refused by the transform that gets it', () => {
  let kept: unknown;
  grad((p: Scalar) => {
    kept = p;
    return square(p) as Scalar;
  })(2);
  for (const name of ['grad', 'vjp', 'jacobian'])
    expect(messageOf(() => transforms[name]!((p: never) => square(p))(kept))).toMatch(
      new RegExp(`^${name}: .* outlived the function in which it was recorded`),
    );
});

test('an anomaly names the op, and its label where there is one', () => {
  const { detectAnomaly, log, named, sqrt } = core as any;
  const first = (make: () => unknown): string => thrownBy(make).message.split('\n')[0]!;
  expect(first(() => detectAnomaly((p: never) => log(p))(matrix([[1, 0]])))).toBe(
    'detectAnomaly: log (1x2): row 0, column 1 is -Infinity, from finite numbers',
  );
  expect(first(() => detectAnomaly((p: never) => named('height', log(p)))(matrix([[1], [0]])))).toBe(
    'detectAnomaly: height = log (2x1): row 1, column 0 is -Infinity, from finite numbers',
  );
  expect(first(() => detectAnomaly((p: never) => sqrt(p))(matrix([[1, 0]])))).toMatch(
    /^detectAnomaly: the gradient through sqrt, in \w+ \(1x2\): row 0, column 1 is Infinity, from finite numbers$/,
  );
  expect(first(() => detectAnomaly((p: never) => named('root', sqrt(p)))(matrix([[1, 0]])))).toMatch(
    /^detectAnomaly: the gradient through sqrt \(root\), in \w+ \(1x2\): /,
  );
  expect(first(() => detectAnomaly((p: never) => square(p))(matrix([[NaN]])))).toBe('detectAnomaly: input (1x1): row 0, column 0 is NaN');
});
