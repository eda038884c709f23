import { ArgumentError, type Mat, matrix } from '@adjoint/core';
import type { NumericArray } from './matlabMatrix.ts';
import type { NdArray } from './ndArray.ts';

/**
 * The matrix of an array that was read: doubles, a row per entry of the first dimension, all other dimensions unrolled in it. n labels become
 * n x 1, n images of 28x28 n x 784, a single number 1x1. @throws ShapeError when it has no numbers
 */
export function toMatrix(array: NdArray | NumericArray): Mat {
  if (!ArrayBuffer.isView((array as Partial<NdArray> | undefined)?.values))
    throw new ArgumentError('toMatrix: expected an array that was read: { sizes, values } or { rows, columns, values }');
  if (!('rows' in array) && !Array.isArray(array.sizes))
    throw new ArgumentError('toMatrix: expected the sizes of the array, as in { sizes: [2, 3], values }');
  const { values } = array;
  const numbers = values instanceof Float64Array ? values : Float64Array.from(values);
  if ('rows' in array) return matrix.of(array.rows, array.columns, numbers);
  const [rows = 1, ...others] = array.sizes;
  return matrix.of(
    rows,
    others.reduce((product, size) => product * size, 1),
    numbers,
  );
}
