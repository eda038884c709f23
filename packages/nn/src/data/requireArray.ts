import { ArgumentError, isMat, type Mat } from '@adjoint/core';
import { countOf, type NdArray, type Numbers, sizesText } from './ndArray.ts';

const kinds: ReadonlySet<unknown> = new Set([
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
]);
export const isNumbers = (x: unknown): x is Numbers => kinds.has((x as { readonly constructor?: unknown } | null | undefined)?.constructor);

/** A matrix as an array of two dimensions, an array itself. @throws ArgumentError on anything else */
export function requireArray(asker: string, array: Mat | NdArray): NdArray {
  if (isMat(array)) return { sizes: [array.rows, array.columns], values: array.toFloat64Array() };
  const { sizes, values } = (array ?? {}) as Partial<NdArray>;
  if (!Array.isArray(sizes) || !isNumbers(values))
    throw new ArgumentError(
      `${asker}: expected a matrix or { sizes, values }, where values is a typed array. Write { sizes: [2, 3], values }`,
    );
  if (countOf(sizes) !== values.length)
    throw new ArgumentError(`${asker}: ${sizesText(sizes)} and ${values.length} values do not fit. Give as many values as the sizes say`);
  return array;
}
