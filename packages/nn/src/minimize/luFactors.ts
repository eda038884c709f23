/** Rows of a small square matrix, eliminated in the order of `pivots`. */
export interface LuFactors {
  readonly rows: readonly Float64Array[];
  readonly pivots: readonly number[];
}

/** The LU factors of a matrix, by Gaussian elimination with partial pivoting; undefined where a pivot is 0 or not finite. */
export const luFactors = (matrix: readonly Float64Array[]): LuFactors | undefined => {
  const rows = matrix.map((row) => row.slice());
  const pivots: number[] = [];
  for (let k = 0; k < rows.length; k++) {
    let pivot = k;
    for (let i = k + 1; i < rows.length; i++) if (Math.abs(rows[i]![k]!) > Math.abs(rows[pivot]![k]!)) pivot = i;
    const top = rows[pivot]!;
    if (!(Math.abs(top[k]!) > 0 && Math.abs(top[k]!) < Infinity)) return undefined;
    rows[pivot] = rows[k]!;
    rows[k] = top;
    pivots.push(pivot);
    for (const row of rows.slice(k + 1)) {
      row[k]! /= top[k]!;
      for (let j = k + 1; j < row.length; j++) row[j]! -= row[k]! * top[j]!;
    }
  }
  return { rows, pivots };
};

/** The solution of A x = b. */
export const solveFactored = ({ rows, pivots }: LuFactors, b: Float64Array): Float64Array => {
  const x = b.slice();
  pivots.forEach((pivot, k) => {
    const taken = x[pivot]!;
    x[pivot] = x[k]!;
    x[k] = taken;
  });
  for (let i = 0; i < x.length; i++) for (let j = 0; j < i; j++) x[i]! -= rows[i]![j]! * x[j]!;
  for (let i = x.length - 1; i >= 0; i--) {
    for (let j = i + 1; j < x.length; j++) x[i]! -= rows[i]![j]! * x[j]!;
    x[i]! /= rows[i]![i]!;
  }
  return x;
};
