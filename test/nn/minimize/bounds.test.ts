import { add, ArgumentError, type Mat, matrix, ones, type Scalar, scalar, ShapeError, square, sub, sum } from '@adjoint/core';
import { type Bounds, minimize } from '@adjoint/nn';
import { describe, expect, test } from 'vitest';

interface Params {
  readonly w: Mat<1, 2>;
  readonly layers: readonly [{ readonly b: Mat<1, 1> }, { readonly b: Mat<1, 1> }];
}
const start: Params = { w: matrix([[3, 3]]), layers: [{ b: scalar(3) }, { b: scalar(3) }] };
/** the squares of all four numbers: each ends at its bound, or at 0 */
const squares = ({ w, layers }: Params): Scalar => add(sum(square(w)), add(square(layers[0].b), square(layers[1].b)));
const endWith = (bounds: Bounds<Params>): readonly number[] => {
  const { parameters } = minimize(squares, start, { method: 'lbfgsb', bounds });
  return [...parameters.w.toFloat64Array(), ...parameters.layers.map(({ b }) => b.at(0, 0))];
};

describe('bounds', () => {
  test.each<[string, Bounds<Params>, readonly number[]]>([
    ['one number for all', { lower: 1 }, [1, 1, 1, 1]],
    ['a number for a branch', { lower: { w: 1, layers: 2 } }, [1, 1, 2, 2]],
    ['a number for a leaf', { lower: { w: -1, layers: [{ b: 1 }, { b: 2 }] } }, [0, 0, 1, 2]],
    ['a matrix for a leaf', { lower: { w: matrix([[1, 2]]), layers: 0.5 } }, [1, 2, 0.5, 0.5]],
    ['upper and lower', { lower: { w: 1, layers: -Infinity }, upper: { w: Infinity, layers: [{ b: -1 }, { b: -2 }] } }, [1, 1, -1, -2]],
    ['keys in another order', { lower: { layers: [2, { b: 4 }], w: 1 } }, [1, 1, 2, 4]],
    ['none', {}, [0, 0, 0, 0]],
  ])('may be %s', (_title, bounds, expected) => {
    expect(endWith(bounds)).toEqual(expected.map((element) => (element === 0 ? expect.closeTo(0, 7) : element)));
  });

  test.each<[string, unknown, typeof ArgumentError | typeof ShapeError, string]>([
    [
      'a bare number',
      3,
      ArgumentError,
      'minimize: the bounds must be an object. Write { lower: 0, upper: 1 }, or trees like the parameters there',
    ],
    [
      'another key',
      { min: 0 },
      ArgumentError,
      'minimize: bounds has no key min. Write { lower: 0, upper: 1 }, or trees like the parameters there',
    ],
    [
      'a missing key',
      { lower: { w: 0 } },
      ArgumentError,
      'minimize: the bound lower must be a number or have the keys of the parameters there: w, layers',
    ],
    [
      'a missing element',
      { upper: { w: 0, layers: [{ b: 0 }] } },
      ArgumentError,
      'minimize: the bound upper.layers must be a number or have the keys of the parameters there: 0, 1',
    ],
    ['another shape', { upper: { w: ones(2, 1), layers: 0 } }, ShapeError, 'minimize(2x1): the bound upper.w must have the shape 1x2'],
    ['a string', { upper: { w: 'x', layers: 0 } }, ArgumentError, 'minimize: the bound upper.w must be a number or a 1x2 matrix'],
    [
      'NaN',
      { upper: NaN },
      ArgumentError,
      'minimize: element 0 of the parameters has the bounds -Infinity and NaN, with no number between them',
    ],
    [
      'crossing ones',
      { lower: { w: matrix([[0, 2]]), layers: 0 }, upper: 1 },
      ArgumentError,
      'minimize: element 1 of the parameters has the bounds 2 and 1, with no number between them',
    ],
  ])('may not be %s', (_title, bounds, error, message) => {
    const run = (): unknown => minimize(squares, start, { method: 'lbfgsb', bounds: bounds as Bounds<Params> });
    expect(run).toThrow(error);
    expect(run).toThrow(message);
  });

  test('that meet hold a number fast', () => {
    const fixed = { w: matrix([[1, 7]]), layers: [{ b: 2 }, { b: 5 }] } as const;
    const moved = minimize((p: Params) => squares({ ...p, w: sub(p.w, 2) }), start, {
      method: 'lbfgsb',
      bounds: { lower: fixed, upper: fixed },
    });
    expect(moved.parameters.w.toArray()).toEqual([[1, 7]]);
    expect(moved).toMatchObject({ status: 'converged', iterations: 0 });
  });
});
