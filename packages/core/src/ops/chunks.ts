/**
 * How sums over rows, and products along their inner size, add: in chunks of this many terms, each chunk ascending from its
 * first term, the chunks' sums then added in order. It depends on the number of terms only, so the bits do not depend on
 * who computes which chunk.
 */
export const chunkOf = (terms: number): number => Math.max(256, Math.ceil(terms / 16));
