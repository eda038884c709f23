import { cholesky, det, eigSymmetric, inverse, item, logDet, type Mat, matrix, ones, qr, solve, svd } from '@adjoint/core';
import { describe, expect, test } from 'vitest';

// Small examples whose numbers NumPy gives.

const close = (found: Mat, expected: readonly (readonly number[])[], digits = 12): void => {
  const rows = found.toArray();
  expect(rows.map((row) => row.length)).toEqual(expected.map((row) => row.length));
  rows.forEach((row, i) => row.forEach((value, j) => expect(value).toBeCloseTo(expected[i]![j]!, digits)));
};

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
