import {
  add,
  ArgumentError,
  grad,
  item,
  leaves,
  type Mat,
  mul,
  ones,
  record,
  type Scalar,
  scalar,
  ShapeError,
  simplify,
  spec,
  square,
  sum,
  vjp,
} from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../laws/caseOf.ts';
import { dot, moved } from '../../laws/checks.ts';
import { program, running } from '../../laws/programs.ts';
import { requireSlope } from '../../laws/richardson.ts';
import { type Answer, answersOf, listOf, net, netOf, numbersOf, place, requireNear } from './functions.ts';

const isBitEqual = (a: readonly Mat[], b: readonly Mat[]) => expect(numbersOf(a)).toEqual(numbersOf(b));

describe('vjp', () => {
  test('gives the value as the function gives it, and a gradient in the form of the parameters', () => {
    fc.assert(
      fc.property(place, ({ parameters, x, cotangent }) => {
        const { value, pullback } = vjp(net)(parameters, x);
        requireNear(numbersOf(answersOf(value)), numbersOf(answersOf(net(parameters, x))));
        const gradient = pullback(cotangent);
        expect(Object.keys(gradient)).toEqual(['w', 'rest']);
        expect(leaves(gradient).map(({ rows, columns }) => [rows, columns])).toEqual([
          [3, 2],
          [1, 2],
          [1, 1],
        ]);
      }),
      runs(0.3),
    );
  });
  test('pulls a cotangent back to the gradient of its product with the value, which has the slope of differences', () => {
    fc.assert(
      fc.property(place, ({ parameters, v, x, cotangent }) => {
        const { pullback } = vjp(net)(parameters, x);
        const weighted = (answer: Answer): Scalar =>
          answersOf(answer).reduce((total: Scalar, y, i) => add(total, sum(mul(y, answersOf(cotangent)[i]!))), scalar(0));
        const gradient = listOf(pullback(cotangent));
        requireNear(
          numbersOf(gradient),
          numbersOf(listOf(grad(({ p }: { readonly p: typeof parameters }) => weighted(net(p, x)))({ p: parameters }).p)),
        );
        requireSlope(dot(gradient, listOf(v)).sum, (t) => item(weighted(net(netOf(moved(listOf(parameters), listOf(v), t)), x))));
      }),
      runs(0.5),
    );
  });
  test('of every intermediate value of a random program is the sum of the gradients of each', () => {
    fc.assert(
      fc.property(program, (given) => {
        const all = (xs: readonly Mat[]): readonly Mat[] => Array.from(running(given, xs));
        const { value, pullback } = vjp(all)(given.inputs);
        const gradient = pullback(value);
        const halves = grad((xs: readonly Mat[]) => all(xs).reduce((total: Scalar, y) => add(total, sum(square(y))), scalar(0)))(
          given.inputs,
        );
        const size = Math.max(1, ...numbersOf(gradient).map(Math.abs), ...numbersOf(value).map((y) => y * y));
        gradient.forEach((g, i) => requireNear(numbersOf([mul(2 / size, g)]), numbersOf([mul(1 / size, halves[i]!)]), 1e-11));
      }),
      runs(0.5),
    );
  });
});

describe('a pullback', () => {
  test('may be called many times, between other recordings: it is linear, and the same to the bit', () => {
    fc.assert(
      fc.property(place, ({ parameters, v, x, cotangent }) => {
        const { pullback } = vjp(net)(parameters, x);
        const first = listOf(pullback(cotangent));
        grad((p: Mat) => sum(square(p)))(x);
        simplify(record((p: Mat) => square(p), spec(2, 2)));
        vjp(net)(v, x).pullback(cotangent);
        isBitEqual(listOf(pullback(cotangent)), first);
        const doubled: Answer = { hidden: mul(2, cotangent.hidden), sizes: [mul(2, cotangent.sizes[0]), mul(2, cotangent.sizes[1])] };
        isBitEqual(
          listOf(pullback(doubled)),
          first.map((g) => mul(2, g)),
        );
        isBitEqual(listOf(pullback(cotangent)), first);
      }),
      runs(0.3),
    );
  });
  const { pullback } = vjp(net)({ w: ones(3, 2), rest: [ones(1, 2), scalar(1)] }, ones(2, 3));
  test.each<readonly [string, unknown, new (...args: never) => Error, string]>([
    ['none at all', undefined, ArgumentError, 'pullback: the cotangent is missing. Give it the form { hidden, sizes.0, sizes.1 }'],
    ['of another tree', { hidden: ones(2, 2), sizes: [ones(1, 1)] }, ArgumentError, 'pullback: the cotangent: the trees differ'],
    [
      'with its keys in another order',
      { sizes: [ones(1, 1), ones(1, 3)], hidden: ones(2, 2) },
      ArgumentError,
      'Give their keys the same order',
    ],
    [
      'of another shape',
      { hidden: ones(2, 2), sizes: [ones(1, 1), ones(3, 1)] },
      ShapeError,
      'pullback(3x1): the cotangent at sizes.1 must have the shape 1x3',
    ],
    ['a matrix alone', ones(2, 2), ArgumentError, 'pullback: the cotangent: the trees differ'],
  ])('refuses a cotangent: %s', (_what, cotangent, error, message) => {
    expect(() => pullback(cotangent as Answer)).toThrow(error);
    expect(() => pullback(cotangent as Answer)).toThrow(message);
  });
  test('of one that is not a tree takes a number for a 1x1 cotangent', () => {
    const { value, pullback: back } = vjp((x: Scalar) => square(x))(3);
    expect([item(value), item(back(1)), item(back(-0.5))]).toEqual([9, 6, -3]);
  });
  test('made inside a recording cannot be called after it', () => {
    let kept: ((g: number) => Scalar) | undefined;
    grad((x: Scalar) => {
      kept = vjp((y: Scalar) => mul(x, y))(2).pullback;
      return x;
    })(3);
    expect(() => kept!(1)).toThrow('outlived the function in which it was recorded');
  });
});
