import {
  concatColumns,
  exp,
  jacobian,
  type JacobianOf,
  jvp,
  linspace,
  type Mat,
  matmul,
  matrix,
  mul,
  record,
  type Scalar,
  spec,
  square,
  transpose,
  vjp,
} from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { between, matrixOf, runs } from '../../laws/caseOf.ts';
import { moved } from '../../laws/checks.ts';
import { requireSlope } from '../../laws/richardson.ts';
import { type Blocks, requireRowsAndColumns, rowOf } from './blocks.ts';
import { type Answer, answersOf, listOf, net, netOf, type Net, numbersOf, place } from './functions.ts';

/** Numbers of several matrices, cut as their sizes are. */
const cut = (numbers: readonly number[], xs: readonly Mat[]): readonly (readonly number[])[] => {
  let from = 0;
  return xs.map(({ rows, columns }) => numbers.slice(from, (from += rows * columns)));
};
/** [output leaf][parameter leaf] */
const blocksOf = ({ hidden, sizes: [size, row] }: JacobianOf<Net, Answer>): Blocks =>
  [hidden, size, row].map((block) => listOf(block as never));

describe('jacobian', () => {
  test('unrolls outputs and parameters by rows: that of a transpose is a permutation', () => {
    const j = jacobian((x: Mat<2, 3>) => transpose(x))(
      matrix([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    );
    // entry (i, j) of xᵀ, number 2 i + j, is entry (j, i) of x, number 3 j + i
    expect(j.toArray().map((row) => row.indexOf(1))).toEqual([0, 3, 1, 4, 2, 5]);
    expect(
      j
        .toArray()
        .flat()
        .filter((entry) => entry !== 0),
    ).toEqual([1, 1, 1, 1, 1, 1]);
  });
  test('of a · x is a ⊗ identity, by x, and identity ⊗ xᵀ, by a', () => {
    const [a, x] = [
      matrix([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
      matrix([
        [7, 8],
        [9, 10],
      ]),
    ];
    const j = jacobian((p: { readonly a: Mat; readonly x: Mat }) => matmul(p.a, p.x))({ a, x });
    expect(j.x.toArray()).toEqual([
      [1, 0, 2, 0],
      [0, 1, 0, 2],
      [3, 0, 4, 0],
      [0, 3, 0, 4],
      [5, 0, 6, 0],
      [0, 5, 0, 6],
    ]);
    expect(j.a.toArray()).toEqual([
      [7, 9, 0, 0, 0, 0],
      [8, 10, 0, 0, 0, 0],
      [0, 0, 7, 9, 0, 0],
      [0, 0, 8, 10, 0, 0],
      [0, 0, 0, 0, 7, 9],
      [0, 0, 0, 0, 8, 10],
    ]);
  });
  test('is a tree like the value of trees like the parameters, each leaf (c·d) x (a·b): rows are pullbacks, columns pushforwards', () => {
    fc.assert(
      fc.property(place, ({ parameters, x }) => {
        const blocks = blocksOf(jacobian(net)(parameters, x));
        expect(blocks.map((row) => row.map(({ rows, columns }) => [rows, columns]))).toEqual([
          [
            [4, 6],
            [4, 2],
            [4, 1],
          ],
          [
            [1, 6],
            [1, 2],
            [1, 1],
          ],
          [
            [3, 6],
            [3, 2],
            [3, 1],
          ],
        ]);
        const { value, pullback } = vjp(net)(parameters, x);
        const pull = ([hidden, size, row]: readonly Mat[]) => listOf(pullback({ hidden, sizes: [size, row] } as Answer));
        const push = (v: readonly Mat[]) => answersOf(jvp(net)(parameters, netOf(v), x).tangent);
        requireRowsAndColumns(blocks, answersOf(value), listOf(parameters), pull, push);
      }),
      runs(0.15),
    );
  });
  test('times a direction has the slope of differences', () => {
    fc.assert(
      fc.property(place, ({ parameters, v, x }) => {
        const blocks = blocksOf(jacobian(net)(parameters, x));
        const directions = cut(numbersOf(listOf(v)), listOf(v));
        blocks.forEach((block, output) => {
          const at = (t: number) => numbersOf([answersOf(net(netOf(moved(listOf(parameters), listOf(v), t)), x))[output]!]);
          at(0).forEach((_, row) => {
            const slope = block.reduce(
              (total, leaf, i) => total + rowOf(leaf, row).reduce((sum, entry, j) => sum + entry * directions[i]![j]!, 0),
              0,
            );
            requireSlope(slope, (t) => at(t)[row]!);
          });
        });
      }),
      runs(0.15),
    );
  });
  test('by a number is a column, and of a parameter that is not used zeros', () => {
    expect(jacobian((x: Scalar) => concatColumns(x, square(x), mul(3, x)))(2).toArray()).toEqual([[1], [4], [3]]);
    const j = jacobian((p: { readonly used: Scalar; readonly unused: Mat<2, 2> }) => ({ y: mul(2, p.used) }))({
      used: matrix([[5]]),
      unused: matrix([
        [1, 2],
        [3, 4],
      ]),
    });
    expect([j.y.used.toArray(), j.y.unused.toArray()]).toEqual([[[2]], [[0, 0, 0, 0]]]);
  });
});

describe('jacobian of more outputs than parameters', () => {
  const grown = (p: readonly [Mat<1, 2>, Scalar]) => ({ outer: matmul(transpose(p[0]), mul(p[0], p[1])), row: square(p[0]), s: p[1] });
  test('has the rows of pullbacks and the columns of pushforwards', () => {
    const entry = between(-2, 2);
    fc.assert(
      fc.property(matrixOf(1, 2, entry), matrixOf(1, 1, entry), (x, s) => {
        const p = [x, s] as unknown as readonly [Mat<1, 2>, Scalar];
        const j = jacobian(grown)(p);
        const blocks = [j.outer, j.row, j.s].map(([byX, byS]) => [byX, byS]);
        const { value, pullback } = vjp(grown)(p);
        const pull = ([outer, row, last]: readonly Mat[]) => pullback({ outer, row, s: last } as never);
        const push = (v: readonly Mat[]) => {
          const { outer, row, s: last } = jvp(grown)(p, v as never).tangent;
          return [outer, row, last];
        };
        requireRowsAndColumns(blocks, [value.outer, value.row, value.s], p, pull, push);
      }),
      runs(0.3),
    );
  });
  test('takes a pass per parameter, not one per output', () => {
    const applied = (size: number) =>
      record((x: Scalar) => jacobian((y: Scalar) => exp(mul(y, linspace(0, 1, size))))(x), spec(1, 1)).entries.length;
    expect(applied(200)).toBe(applied(2));
  });
});
