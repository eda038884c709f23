/** Numbers as a file holds them. Whole numbers of 64 bits become doubles, halves become singles. */
export type Numbers = Float64Array | Float32Array | Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array;

/** An array of any number of dimensions, the last one running fastest. No sizes at all: one number. */
export interface NdArray {
  readonly sizes: readonly number[];
  readonly values: Numbers;
}

/** sizes in words: 2x3, and for none: one number */
export const sizesText = (sizes: readonly number[]): string => (sizes.length === 0 ? 'one number' : sizes.join('x'));

const MOST_NUMBERS = 2 ** 49; // times 8 bytes and a header it is still an exact number

/** How many numbers an array of these sizes has; undefined when no file can hold so many. */
export function countOf(sizes: readonly number[]): number | undefined {
  let count = 1;
  for (const size of sizes) {
    if (!Number.isSafeInteger(size) || size < 0) return undefined;
    count *= size;
    if (count > MOST_NUMBERS) return undefined;
  }
  // 2^40 x 2^40 x 0 is no number at all, but nobody means it
  return count;
}
