import { add, grad, hessian, hvp, item, type Mat, matmul, matrix, mul, type Scalar, square, sum, transpose } from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../laws/caseOf.ts';
import { moved } from '../../laws/checks.ts';
import { program, runProgram } from '../../laws/programs.ts';
import { requireSlope } from '../../laws/richardson.ts';
import { type Blocks, columnOf, requireRowsAndColumns } from './blocks.ts';
import { listOf, loss, netOf, numbersOf, place, requireNear, units } from './functions.ts';

describe('hessian', () => {
  test('of Σ a xᵀ x is block by block what is written by hand', () => {
    const f = ({ a, x }: { readonly a: Mat<1, 2>; readonly x: Mat<1, 2> }): Scalar => sum(mul(a, square(x)));
    const h = hessian(f)({ a: matrix([[2, 3]]), x: matrix([[5, 7]]) });
    expect([h.a.a, h.a.x, h.x.a, h.x.x].map((block) => block.toArray())).toEqual([
      [
        [0, 0],
        [0, 0],
      ],
      [
        [10, 0],
        [0, 14],
      ],
      [
        [10, 0],
        [0, 14],
      ],
      [
        [4, 0],
        [0, 6],
      ],
    ]);
  });
  test('has hvp of the unit directions for its columns, is symmetric, and has the slopes of differences of gradients', () => {
    fc.assert(
      fc.property(place, ({ parameters, x }) => {
        const h = listOf(hessian(loss)(parameters, x) as never).map((row) => listOf(row as never));
        expect(h.map((row) => row.map(({ rows, columns }) => [rows, columns]))).toEqual([
          [
            [6, 6],
            [6, 2],
            [6, 1],
          ],
          [
            [2, 6],
            [2, 2],
            [2, 1],
          ],
          [
            [1, 6],
            [1, 2],
            [1, 1],
          ],
        ]);
        const along = (v: readonly Mat[]) => listOf(hvp(loss)(parameters, netOf(v), x));
        requireRowsAndColumns(h, listOf(parameters), listOf(parameters), along, along);
        units(listOf(parameters)).forEach((unit) => {
          const [leaf, column] = [
            unit.findIndex((v) => numbersOf([v]).includes(1)),
            numbersOf(unit.filter((v) => numbersOf([v]).includes(1))).indexOf(1),
          ];
          const at = (t: number) => listOf(grad(loss)(netOf(moved(listOf(parameters), unit, t)), x));
          h.forEach((row, i) => columnOf(row[leaf]!, column).forEach((entry, r) => requireSlope(entry, (t) => numbersOf([at(t)[i]!])[r]!)));
        });
      }),
      runs(0.02),
    );
  });
  test('of a random program is symmetric and has hvp for its product with a direction', () => {
    fc.assert(
      fc.property(program, (given) => {
        const f = (xs: readonly Mat[]): Scalar => runProgram(given, xs) as Scalar;
        const h = hessian(f)(given.inputs) as unknown as Blocks;
        const size = Math.max(1, ...numbersOf(h.flat()).map(Math.abs));
        const scaled = (x: Mat) => numbersOf([mul(1 / size, x)]);
        h.forEach((row, i) => row.forEach((block, j) => requireNear(scaled(block), scaled(transpose(h[j]![i]!)))));
        hvp(f)(given.inputs, given.directions).forEach((product, i) => {
          const sums = h[i]!.map((block, j) => matmul(block, matrix(numbersOf([given.directions[j]!]).map((v) => [v])) as Mat) as Mat);
          requireNear(scaled(product), scaled(sums.reduce((total, part) => add(total, part))));
        });
      }),
      runs(0.25),
    );
  });
  test('of a number is a number', () => expect(item(hessian((x: Scalar) => mul(x, square(x)))(2) as Scalar)).toBe(12));
});
