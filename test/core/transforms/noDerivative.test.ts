import * as core from '@adjoint/core';
import {
  add,
  AdjointError,
  customVjp,
  grad,
  item,
  jvp,
  type Mat,
  mul,
  oneHot,
  ones,
  type Scalar,
  scalar,
  stopGradient,
  sum,
  where,
  zeros,
} from '@adjoint/core';
import { expect, test } from 'vitest';
import { thrownBy } from '../mistakes/mistake.ts';

const functions = core as unknown as Readonly<Record<string, (...xs: readonly Mat[]) => Mat>>;

test.each(['stopGradient', 'sign', 'step', 'floor', 'ceil', 'round'])(
  '%s lets no cotangent through, and leaves those of others alone',
  (name) => {
    const f = functions[name]!;
    const slope = (of: (x: Scalar) => Mat): number => item(grad(of as (x: Scalar) => Scalar)(2.25));
    const value = item(f(scalar(2.25)) as Scalar);
    expect(slope((x) => f(x))).toBe(0);
    expect(slope((x) => mul(x, f(x)))).toBe(value);
    expect(slope((x) => add(f(x), mul(3, x)))).toBe(3);
    expect(slope((x) => add(mul(3, x), f(x)))).toBe(3);
  },
);

test.each(['greater', 'less', 'greaterEqual', 'lessEqual', 'equal', 'notEqual'])('%s likewise, of both arguments', (name) => {
  const f = functions[name]!;
  const slope = (of: (x: Scalar) => Mat): number => item(grad(of as (x: Scalar) => Scalar)(2.25));
  expect(slope((x) => f(x, scalar(2)))).toBe(0);
  expect(slope((x) => add(mul(3, x), f(x, scalar(2))))).toBe(3);
  expect(slope((x) => add(mul(3, x), f(scalar(2), x)))).toBe(3);
  expect(slope((x) => add(f(x, x), mul(3, x)))).toBe(3);
});

test('where: the mask has none', () => {
  const slopes = grad((x: Scalar) => where(x, mul(2, x), mul(5, x)) as Scalar);
  expect([item(slopes(1)), item(slopes(0))]).toEqual([2, 5]);
});

test('indices have none', () => {
  const total = (x: Mat<2, 1>): Scalar => add(sum(mul(3, x)), sum(oneHot(x as never, 2))) as Scalar;
  expect(grad(total)(zeros(2, 1)).toArray()).toEqual([[3], [3]]);
  expect(thrownBy(() => oneHot(zeros(2, 1) as never, 0)).message).toMatch(/^oneHot\(1x0\): sizes are whole numbers of at least 1/);
});

test('a rule of two arguments that is not linear in its cotangent has no pushforward', () => {
  const bent = customVjp(
    (x: Mat, y: Mat) => mul(x, y),
    (g: Mat, _y: Mat, x: Mat, y: Mat) => [mul(g, y), add(mul(g, x), 1)],
  );
  expect(thrownBy(() => jvp((x: Scalar) => bent(x, stopGradient(x)) as Scalar)(3, 1))).toBeInstanceOf(AdjointError);
  expect(
    thrownBy(() =>
      jvp(({ x, y }: { readonly x: Mat; readonly y: Mat }) => bent(x, y))(
        { x: ones(2, 2), y: ones(2, 2) },
        { x: ones(2, 2), y: ones(2, 2) },
      ),
    ).message,
  ).toMatch(
    /^jvp: backward of a customVjp gives 1 for argument 1 where g is 0\. A rule that is not linear in its cotangent has no pushforward/,
  );
});

test('customVjp says what to write for what is no function', () => {
  expect(thrownBy(() => customVjp(3 as never, (() => []) as never)).message).toBe(
    'customVjp: expected a function of matrices, got the number 3. Write customVjp(f, (g, y, ...xs) => [one cotangent per x])',
  );
});
