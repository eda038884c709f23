import {
  add,
  concatColumns,
  exp,
  grad,
  hessian,
  hvp,
  item,
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
  sum,
  transpose,
  vjp,
} from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { between, matrixOf, runs } from '../../laws/caseOf.ts';
import { moved } from '../../laws/checks.ts';
import { program, runProgram } from '../../laws/programs.ts';
import { requireSlope } from '../../laws/richardson.ts';
import { type Answer, answersOf, listOf, loss, net, netOf, type Net, numbersOf, place, requireNear, units } from './functions.ts';

type Blocks = readonly (readonly Mat[])[];
const rowOf = (x: Mat, row: number): readonly number[] => x.toArray()[row]!;
const columnOf = (x: Mat, column: number): readonly number[] => x.toArray().map((row) => row[column]!);
/** Numbers of several matrices, cut as their sizes are. */
const cut = (numbers: readonly number[], xs: readonly Mat[]): readonly (readonly number[])[] => {
  let from = 0;
  return xs.map(({ rows, columns }) => numbers.slice(from, (from += rows * columns)));
};
/** [output leaf][parameter leaf] */
const blocksOf = ({ hidden, sizes: [size, row] }: JacobianOf<Net, Answer>): Blocks =>
  [hidden, size, row].map((block) => listOf(block as never));

/** @throws unless row r of the blocks is what a reverse pass of output entry r gives, and column c what a forward pass of parameter entry c */
function requireRowsAndColumns(
  blocks: Blocks,
  outputs: readonly Mat[],
  parameters: readonly Mat[],
  pull: (g: readonly Mat[]) => readonly Mat[],
  push: (v: readonly Mat[]) => readonly Mat[],
): void {
  units(outputs).forEach((unit) => {
    const output = unit.findIndex((g) => numbersOf([g]).includes(1));
    const row = numbersOf([unit[output]!]).indexOf(1);
    pull(unit).forEach((g, parameter) => requireNear(rowOf(blocks[output]![parameter]!, row), numbersOf([g])));
  });
  units(parameters).forEach((unit) => {
    const parameter = unit.findIndex((v) => numbersOf([v]).includes(1));
    const column = numbersOf([unit[parameter]!]).indexOf(1);
    push(unit).forEach((t, output) => requireNear(columnOf(blocks[output]![parameter]!, column), numbersOf([t])));
  });
}

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
