import { add, exp, type Mat, matmul, matrix, mul, type Scalar, sin, square, sum, tanh, transpose } from '@adjoint/core';
import fc from 'fast-check';
import { between, matrixOf } from '../../laws/caseOf.ts';

// What the transforms are tried on, and what their results are compared by.

/** Parameters as users declare them: an interface, a tuple within, no index signature. */
export interface Net {
  readonly w: Mat<3, 2>;
  readonly rest: readonly [b: Mat<1, 2>, scale: Scalar];
}
export interface Answer {
  readonly hidden: Mat<2, 2>;
  readonly sizes: readonly [Scalar, Mat<1, 3>];
}
/** From 2x3 inputs: leaves of 3x2, 1x2 and 1x1 to leaves of 2x2, 1x1 and 1x3. */
export const net = ({ w, rest: [b, scale] }: Net, x: Mat<2, 3>): Answer => ({
  hidden: tanh(add(matmul(x, w), b)),
  sizes: [sum(mul(exp(scale), square(w))), mul(scale, transpose(sin(sum(w, { axis: 1 }))))],
});
/** The same in one number that is curved in every parameter. */
export const loss = (parameters: Net, x: Mat<2, 3>): Scalar => {
  const { hidden, sizes } = net(parameters, x);
  return add(sum(square(hidden)), add(sizes[0], sum(sin(sizes[1]))));
};

const entry = between(-1, 1);
const of = <R extends number, C extends number>(rows: R, columns: C) => matrixOf(rows, columns, entry) as fc.Arbitrary<Mat<R, C>>;
const aNet: fc.Arbitrary<Net> = fc.record({ w: of(3, 2), rest: fc.tuple(of(1, 2), of(1, 1)) });
/** A point, two directions there, an input and a cotangent of the answer. */
export const place = fc.record({
  parameters: aNet,
  u: aNet,
  v: aNet,
  x: of(2, 3),
  cotangent: fc.record({ hidden: of(2, 2), sizes: fc.tuple(of(1, 1), of(1, 3)) }),
});

export const listOf = ({ w, rest: [b, scale] }: Net): readonly Mat[] => [w, b, scale];
export const netOf = ([w, b, scale]: readonly Mat[]): Net => ({ w: w as Mat<3, 2>, rest: [b as Mat<1, 2>, scale as Scalar] });
export const answersOf = ({ hidden, sizes: [size, row] }: Answer): readonly Mat[] => [hidden, size, row];

/** Every entry of every matrix, row by row. */
export const numbersOf = (xs: readonly Mat[]): readonly number[] => xs.flatMap((x) => Array.from(x.toFloat64Array()));
/** One direction per entry of these: 1 there, else 0. */
export const units = (xs: readonly Mat[]): readonly (readonly Mat[])[] =>
  xs.flatMap(({ rows, columns }, index) =>
    Array.from({ length: rows * columns }, (_, at) =>
      xs.map((x, i) =>
        matrix.of(
          x.rows,
          x.columns,
          Float64Array.from({ length: x.rows * x.columns }, (__, j) => Number(i === index && j === at)),
        ),
      ),
    ),
  );

/** @throws unless two lists of numbers agree to 1e-12 of max(1, |number|) */
export function requireNear(found: readonly number[], expected: readonly number[], tolerance = 1e-12): void {
  if (found.length !== expected.length) throw new Error(`${found.length} numbers should be ${expected.length}`);
  found.forEach((value, i) => {
    if (Object.is(value, expected[i]) || Math.abs(value - expected[i]!) <= tolerance * Math.max(1, Math.abs(expected[i]!))) return;
    throw new Error(`number ${i} is ${value} and should be ${expected[i]}`);
  });
}
