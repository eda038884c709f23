/** A matrix as plain rows, for everything that shares nothing with the package. */
export type Rows = readonly (readonly number[])[];

export const build = (rows: number, columns: number, entry: (i: number, j: number) => number): Rows =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (__, j) => entry(i, j)));
export const identity = (n: number): Rows => build(n, n, (i, j) => (i === j ? 1 : 0));
export const transposed = (x: Rows): Rows => x[0]!.map((_, j) => x.map((row) => row[j]!));
export const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, entry, i) => sum + entry * b[i]!, 0);
export const times = (a: Rows, b: Rows): Rows =>
  build(a.length, b[0]!.length, (i, j) => a[i]!.reduce((sum, entry, k) => sum + entry * b[k]![j]!, 0));
export const plus = (a: Rows, b: Rows): Rows => a.map((row, i) => row.map((entry, j) => entry + b[i]![j]!));
export const minus = (a: Rows, b: Rows): Rows => a.map((row, i) => row.map((entry, j) => entry - b[i]![j]!));
