import {
  argMax,
  argMin,
  cholesky,
  clip,
  cumulativeSum,
  det,
  eigSymmetric,
  equal,
  grad,
  greater,
  greaterEqual,
  inverse,
  item,
  kron,
  less,
  lessEqual,
  logDet,
  logSoftmax,
  logSumExp,
  type Mat,
  matrix,
  max,
  maximum,
  mean,
  min,
  minimum,
  mul,
  norm,
  notEqual,
  ones,
  outer,
  prod,
  qr,
  round,
  scalar,
  type Scalar,
  softmax,
  solve,
  std,
  sum,
  svd,
  tril,
  triu,
  variance,
} from '@adjoint/core';
import { describe, expect, test } from 'vitest';

// Small examples whose numbers NumPy gives.

const x = matrix([
  [1, 2, 3],
  [4, 5, 6],
]);
const close = (found: Mat, expected: readonly (readonly number[])[], digits = 12): void => {
  const rows = found.toArray();
  expect(rows.map((row) => row.length)).toEqual(expected.map((row) => row.length));
  rows.forEach((row, i) => row.forEach((value, j) => expect(value).toBeCloseTo(expected[i]![j]!, digits)));
};

describe('a reduction of all, of the columns, of the rows', () => {
  test.each([
    ['sum', sum, [[21]], [[5, 7, 9]], [[6], [15]]],
    ['mean', mean, [[3.5]], [[2.5, 3.5, 4.5]], [[2], [5]]],
    ['max', max, [[6]], [[4, 5, 6]], [[3], [6]]],
    ['min', min, [[1]], [[1, 2, 3]], [[1], [4]]],
    ['prod', prod, [[720]], [[4, 10, 18]], [[6], [120]]],
    ['variance', variance, [[35 / 12]], [[2.25, 2.25, 2.25]], [[2 / 3], [2 / 3]]],
    ['std', std, [[1.707825127659933]], [[1.5, 1.5, 1.5]], [[0.816496580927726], [0.816496580927726]]],
    [
      'norm',
      norm,
      [[9.539392014169456]],
      [[4.123105625617661, 5.385164807134504, 6.708203932499369]],
      [[3.7416573867739413], [8.774964387392123]],
    ],
    [
      'logSumExp',
      logSumExp,
      [[6.456193316018123]],
      [[4.048587351573742, 5.048587351573742, 6.048587351573742]],
      [[3.4076059644443806], [6.40760596444438]],
    ],
    ['argMax', argMax, [[5]], [[1, 1, 1]], [[2], [2]]],
    ['argMin', argMin, [[0]], [[0, 0, 0]], [[0], [0]]],
  ] as const)('%s', (_name, f, all, columns, rows) => {
    close(f(x), all);
    close(f(x, { axis: 0 }), columns);
    close(f(x, { axis: 1 }), rows);
  });
  test('of logarithms, where all are -Infinity or one is Infinity', () => {
    expect(item(logSumExp(matrix([[-Infinity, -Infinity]])))).toBe(-Infinity);
    expect(item(logSumExp(matrix([[Infinity, 1]])))).toBe(Infinity);
  });
  test('the first of equals', () => {
    expect(item(argMax(matrix([[2, 7, 7, 1]])))).toBe(1);
    expect(item(argMin(matrix([[2, 1, 7, 1]])))).toBe(1);
    expect(item(argMax(matrix([[2, NaN, 7]])))).toBeNaN();
  });
});

test('running sums', () => {
  expect(cumulativeSum(x).toArray()).toEqual([[1, 3, 6, 10, 15, 21]]);
  expect(cumulativeSum(x, { axis: 0 }).toArray()).toEqual([
    [1, 2, 3],
    [5, 7, 9],
  ]);
  expect(cumulativeSum(x, { axis: 1 }).toArray()).toEqual([
    [1, 3, 6],
    [4, 9, 15],
  ]);
});

test('a running sum keeps a negative zero', () => {
  expect(Object.is(cumulativeSum(matrix([[-0, -0]])).at(0, 1), -0)).toBe(true);
});

test('softmax along the rows unless told', () => {
  const [a, b, c] = [0.09003057317038046, 0.24472847105479767, 0.6652409557748219];
  close(softmax(x), [
    [a, b, c],
    [a, b, c],
  ]);
  close(softmax(x, { axis: 1 }), [
    [a, b, c],
    [a, b, c],
  ]);
  const [low, high] = [0.04742587317756678, 0.9525741268224334];
  close(softmax(x, { axis: 0 }), [
    [low, low, low],
    [high, high, high],
  ]);
  close(logSoftmax(x), [
    [-2.40760596444438, -1.4076059644443804, -0.4076059644443804],
    [-2.40760596444438, -1.4076059644443804, -0.4076059644443804],
  ]);
  close(logSoftmax(x, { axis: 0 }), [
    [-3.048587351573742, -3.048587351573742, -3.048587351573742],
    [-0.04858735157374196, -0.04858735157374196, -0.04858735157374196],
  ]);
});

test('triangles and the diagonals that they keep', () => {
  const of = (f: typeof tril, offset?: number): number[][] => (offset === undefined ? f(x) : f(x, offset)).toArray();
  expect(of(tril)).toEqual([
    [1, 0, 0],
    [4, 5, 0],
  ]);
  expect(of(tril, 1)).toEqual([
    [1, 2, 0],
    [4, 5, 6],
  ]);
  expect(of(tril, -1)).toEqual([
    [0, 0, 0],
    [4, 0, 0],
  ]);
  expect(of(triu)).toEqual([
    [1, 2, 3],
    [0, 5, 6],
  ]);
  expect(of(triu, 1)).toEqual([
    [0, 2, 3],
    [0, 0, 6],
  ]);
  expect(of(triu, -1)).toEqual([
    [1, 2, 3],
    [4, 5, 6],
  ]);
});

test('products of all with all', () => {
  expect(outer(matrix([[1, 2]]), matrix([[3], [4], [5]])).toArray()).toEqual([
    [3, 4, 5],
    [6, 8, 10],
  ]);
  expect(
    kron(
      matrix([[1, 2]]),
      matrix([
        [3, 4],
        [5, 6],
      ]),
    ).toArray(),
  ).toEqual([
    [3, 4, 6, 8],
    [5, 6, 10, 12],
  ]);
});

describe('decompositions have the signs of LAPACK', () => {
  test('qr, square', () => {
    const { q, r } = qr(
      matrix([
        [1, 2],
        [3, 4],
      ]),
    );
    close(q, [
      [-0.316227766016838, -0.948683298050514],
      [-0.948683298050514, 0.316227766016838],
    ]);
    close(r, [
      [-3.16227766016838, -4.42718872423573],
      [0, -0.632455532033676],
    ]);
  });
  test('qr, of three rows', () => {
    const { q, r } = qr(
      matrix([
        [2, -1, 3],
        [4, 0, 1],
        [-2, 5, 2],
      ]),
    );
    close(q, [
      [-0.408248290463863, 0, 0.912870929175277],
      [-0.816496580927726, -0.447213595499958, -0.365148371670111],
      [0.408248290463863, -0.894427190999916, 0.182574185835055],
    ]);
    close(r, [
      [-4.898979485566356, 2.449489742783178, -1.224744871391589],
      [0, -4.472135954999579, -2.23606797749979],
      [0, 0, 2.73861278752583],
    ]);
  });
  test('qr, tall', () => {
    const { q, r } = qr(
      matrix([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
    );
    close(q, [
      [-0.169030850945703, 0.897085227145061],
      [-0.50709255283711, 0.276026223736942],
      [-0.845154254728517, -0.345032779671177],
    ]);
    close(r, [
      [-5.916079783099616, -7.437357441610947],
      [0, 0.828078671210825],
    ]);
  });
  test('qr, wide', () => {
    const { q, r } = qr(
      matrix([
        [1, 2, 3],
        [3, 4, 7],
      ]),
    );
    close(q, [
      [-0.316227766016838, -0.948683298050514],
      [-0.948683298050514, 0.316227766016838],
    ]);
    close(r, [
      [-3.16227766016838, -4.42718872423573, -7.589466384404111],
      [0, -0.632455532033676, -0.632455532033676],
    ]);
  });
  test('eigenvalues ascend, singular values descend', () => {
    const a = matrix([
      [5, 0, 0],
      [0, -3, 0],
      [0, 0, 1],
    ]);
    close(eigSymmetric(a).values, [[-3], [1], [5]]);
    close(eigSymmetric(a).vectors, [
      [0, 0, 1],
      [1, 0, 0],
      [0, 1, 0],
    ]);
    close(svd(a).s, [[5], [3], [1]]);
  });
  test('the logarithm of a determinant knows its sign', () => {
    expect(
      item(
        logDet(
          matrix([
            [0, 1],
            [-1, 0],
          ]),
        ),
      ),
    ).toBeCloseTo(0, 12);
    expect(
      item(
        logDet(
          matrix([
            [0, 1],
            [1, 0],
          ]),
        ),
      ),
    ).toBeNaN();
    expect(
      item(
        logDet(
          matrix([
            [1, 2],
            [2, 4],
          ]),
        ),
      ),
    ).toBe(-Infinity);
    expect(item(logDet(matrix.of(2, 2, [Infinity, 0, 0, 1])))).toBeNaN();
  });
});

describe('what is not finite', () => {
  const alone = {
    inverse,
    cholesky,
    det,
    logDet,
    qr: (a: never) => qr(a).q,
    svd: (a: never) => svd(a).s,
    eigSymmetric: (a: never) => eigSymmetric(a).values,
  };
  test.each(Object.entries(alone))('gives NaN everywhere in %s', (_name, f) => {
    for (const bad of [NaN, Infinity, -Infinity])
      for (const at of [0, 1, 3]) {
        const values = [2, 1, 1, 3].with(at, bad);
        expect((f(matrix.of(2, 2, values) as never) as Mat).toFloat64Array().every(Number.isNaN)).toBe(true);
      }
  });
  test('gives NaN everywhere in solve, on either side', () => {
    const fine = matrix.of(2, 2, [2, 1, 1, 3]) as never;
    for (const bad of [NaN, Infinity])
      for (const [a, b] of [
        [fine, matrix.of(2, 1, [1, bad])],
        [matrix.of(2, 2, [2, bad, 1, 3]), ones(2, 1)],
      ] as const)
        expect(
          solve(a as never, b as never)
            .toFloat64Array()
            .every(Number.isNaN),
        ).toBe(true);
  });
});

describe('where entries tie, or are not numbers', () => {
  const values = [-1, -0, 0, 2, Infinity, -Infinity, NaN];
  const left = matrix.of(7, 1, values);
  const right = matrix.of(1, 7, values);
  test.each([
    ['greater', greater, (a: number, b: number) => a > b],
    ['less', less, (a: number, b: number) => a < b],
    ['greaterEqual', greaterEqual, (a: number, b: number) => a >= b],
    ['lessEqual', lessEqual, (a: number, b: number) => a <= b],
    ['equal', equal, (a: number, b: number) => a === b],
    ['notEqual', notEqual, (a: number, b: number) => a !== b],
  ] as const)('%s of every two', (_name, compare, holds) => {
    expect(compare(left, right).toArray()).toEqual(values.map((a) => values.map((b) => Number(holds(a, b)))));
  });
  test.each([
    ['maximum', maximum, Math.max, [1, 0, 0.5]],
    ['minimum', minimum, Math.min, [0, 1, 0.5]],
  ] as const)('%s of every two, and its share of the cotangent', (_name, op, of, shares) => {
    expect(op(left, right).toArray()).toEqual(values.map((a) => values.map((b) => of(a, b))));
    const slope = (a: number, b: number): number => item(grad((p: Scalar) => op(p, scalar(b)) as Scalar)(a));
    expect([slope(2, 1), slope(1, 2), slope(2, 2)]).toEqual(shares);
    expect(slope(NaN, 1)).toBeNaN();
    expect(slope(1, NaN)).toBeNaN();
  });
  test('clip keeps its bounds and their slope', () => {
    expect(clip(matrix([[-2, -1, 0, 1, 2, NaN]]), -1, 1).toArray()).toEqual([[-1, -1, 0, 1, 1, NaN]]);
    const slope = (at: number): number => item(grad((p: Scalar) => clip(p, -1, 1) as Scalar)(at));
    expect([-2, -1, 0, 1, 2].map(slope)).toEqual([0, 1, 1, 1, 0]);
  });
  test('ties of a reduction share its cotangent', () => {
    const slopes = (f: (p: Mat) => Mat): number[][] =>
      grad((p: Mat) => sum(mul(2, f(p))) as Scalar)(
        matrix([
          [3, 1, 3],
          [1, 1, 3],
        ]) as Mat,
      ).toArray();
    expect(slopes((p) => max(p))).toEqual([
      [2 / 3, 0, 2 / 3],
      [0, 0, 2 / 3],
    ]);
    expect(slopes((p) => min(p, { axis: 1 }))).toEqual([
      [0, 2, 0],
      [1, 1, 0],
    ]);
  });
});

test('numbers beyond 2^51 are whole', () => {
  for (const n of [2 ** 51, 2 ** 51 - 0.5, 2 ** 52 + 1, 2 ** 53 - 1, 2 ** 53 + 2, 1e300, Infinity])
    for (const signed of [n, -n]) expect(item(round(scalar(signed)))).toBe(n === 2 ** 51 - 0.5 ? Math.sign(signed) * 2 ** 51 : signed);
  expect([0.5, 1.5, 2.5, -0.5, -1.5].map((n) => item(round(scalar(n))))).toEqual([0, 2, 2, -0, -2]);
});
