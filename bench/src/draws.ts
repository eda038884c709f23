import type { Table } from './tables.ts';

/** Numbers in [0, 1) that are the same on every machine (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A table of numbers between low and high. */
export const uniform = (seed: number, rows: number, columns: number, low: number, high: number): Table => {
  const next = generator(seed);
  return { rows, columns, values: Float64Array.from({ length: rows * columns }, () => low + (high - low) * next()) };
};

/** Rows of zeros with a single 1. */
export function labels(seed: number, rows: number, classes: number): Table {
  const next = generator(seed);
  const values = new Float64Array(rows * classes);
  for (let row = 0; row < rows; row += 1) values[row * classes + Math.floor(next() * classes)] = 1;
  return { rows, columns: classes, values };
}
