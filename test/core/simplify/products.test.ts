import { broadcastTo, inverse, type Mat, matmul, sum, transpose } from '@adjoint/core';
import { describe, test } from 'vitest';
import { check, type Line, S } from './check.ts';

// Sums and products of matrices: where a rule applies, and where it comes near and must not. Matrices are 3x2 unless told.

test('sums of sums', () =>
  check([
    [(x: Mat) => sum(sum(x, { axis: 1 })), 'sumTo1x1(x)'],
    [(x: Mat) => sum(sum(x, { axis: 0 })), 'sumTo1x1(x)'],
  ]));

describe('products', () => {
  test('are transposed by transposing their factors where one is transposed already', () =>
    check([
      [(x: Mat, y: Mat) => transpose(matmul(transpose(x), y)), 'matmul(transpose(y), x)'],
      [(x: Mat, y: Mat) => transpose(matmul(x, transpose(y))), 'matmul(y, transpose(x))'],
      [(x: Mat, y: Mat) => transpose(matmul(x, y)), 'transpose(matmul(x, y))', S, [2, 4]],
      [(x: Mat) => transpose(transpose(x)), 'x'],
    ]));
  test('of what is repeated need the row or the column once', () =>
    check([
      [(x: Mat, y: Mat) => matmul(broadcastTo(x, 3, 2), y), 'broadcastTo3x4(matmul(x, y))', [1, 2], [2, 4]],
      [(x: Mat, y: Mat) => matmul(broadcastTo(x, 3, 2), y), 'mul(broadcastTo3x4(x), broadcastTo3x4(sumTo1x4(y)))', [3, 1], [2, 4]],
      [(x: Mat, y: Mat) => matmul(broadcastTo(x, 3, 2), y), 'mul(broadcastTo3x4(x), broadcastTo3x4(sumTo1x4(y)))', [1, 1], [2, 4]],
      [(x: Mat, y: Mat) => matmul(y, broadcastTo(x, 2, 3)), 'broadcastTo4x3(matmul(y, x))', [2, 1], [4, 2]],
      [(x: Mat, y: Mat) => matmul(y, broadcastTo(x, 2, 3)), 'mul(broadcastTo4x3(sumTo4x1(y)), broadcastTo4x3(x))', [1, 3], [4, 2]],
      [(x: Mat, y: Mat) => matmul(y, broadcastTo(x, 2, 3)), 'mul(broadcastTo4x3(sumTo4x1(y)), broadcastTo4x3(x))', [1, 1], [4, 2]],
    ]));
  test('are not made where only their sums are wanted', () =>
    check([
      [(x: Mat, y: Mat) => sum(matmul(x, y), { axis: 0 }), 'matmul(sumTo1x2(x), y)', S, [2, 4]],
      [(x: Mat, y: Mat) => sum(matmul(x, y), { axis: 1 }), 'matmul(x, sumTo2x1(y))', S, [2, 4]],
      [(x: Mat, y: Mat) => sum(matmul(x, y)), 'matmul(sumTo1x2(x), sumTo2x1(y))', S, [2, 4]],
      [(x: Mat, y: Mat) => sum(matmul(x, y), { axis: 0 }), 'matmul(sumTo1x2(x), y)', S, [2, 1]],
      [(x: Mat, y: Mat) => sum(matmul(x, y), { axis: 1 }), 'matmul(x, sumTo2x1(y))', [1, 2], [2, 4]],
      [(x: Mat, y: Mat) => sum(matmul(x, y), { axis: 0 }), 'matmul(x, y)', [1, 2], [2, 4]],
    ]));
  test('with an inverse solve', () =>
    check([
      [(x: Mat, y: Mat) => matmul(inverse(x as never), y), 'solve(x, y)', [3, 3], S],
      [(x: Mat, y: Mat) => matmul(y, inverse(x as never)), 'transpose(solve(transpose(x), transpose(y)))', [3, 3], [2, 3]],
    ]));
  const keptWith = (f: (p: Mat, y: Mat) => Mat, make: (x: Mat, y: Mat) => Mat) => (x: Mat, y: Mat) => {
    const p = make(x, y);
    return [f(p, y), p];
  };
  test('that something else reads stay', () =>
    check(
      [
        [keptWith(transpose, (x, y) => matmul(transpose(x), y)), ['transpose(matmul(transpose(x), y))', 'matmul(transpose(x), y)']],
        [keptWith(transpose, (x, y) => matmul(x, transpose(y))), ['transpose(matmul(x, transpose(y)))', 'matmul(x, transpose(y))']],
        [keptWith((p) => sum(p, { axis: 0 }), matmul as never), ['sumTo1x4(matmul(x, y))', 'matmul(x, y)'], S, [2, 4]],
        [keptWith((p) => sum(p, { axis: 1 }), matmul as never), ['sumTo3x1(matmul(x, y))', 'matmul(x, y)'], S, [2, 4]],
        [keptWith((p) => sum(p), matmul as never), ['sumTo1x1(matmul(x, y))', 'matmul(x, y)'], S, [2, 4]],
        [keptWith(matmul as never, (x) => inverse(x as never)), ['matmul(inverse(x), y)', 'inverse(x)'], [3, 3], S],
        [
          keptWith(
            (p, y) => matmul(y, p),
            (x) => inverse(x as never),
          ),
          ['matmul(y, inverse(x))', 'inverse(x)'],
          [3, 3],
          [2, 3],
        ],
      ].map(([f, becomes, ...shapes]) => [f, becomes, ...(shapes.length > 0 ? shapes : [S, S])] as unknown as Line),
    ));
});
