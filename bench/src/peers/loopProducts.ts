/** Numbers with steps from row to row and from column to column, so that transposes need no copy. */
export interface Strided {
  readonly values: Float64Array;
  readonly row: number;
  readonly column: number;
}
/** c += a · b, c being m x n, row by row, and k the inner size. */
export type Product = (c: Float64Array, a: Strided, b: Strided, m: number, k: number, n: number) => void;

/** Numbers row by row, and their transpose. */
export const asIs = (values: Float64Array, columns: number): Strided => ({ values, row: columns, column: 1 });
export const transposed = (values: Float64Array, columns: number): Strided => ({ values, row: 1, column: columns });

/** Three loops, as one writes them. */
export const simpleProduct: Product = (c, a, b, m, k, n) => {
  const [left, right] = [a.values, b.values];
  for (let i = 0; i < m; i += 1) {
    for (let j = 0; j < n; j += 1) {
      let sum = c[i * n + j]!;
      for (let l = 0; l < k; l += 1) sum += left[i * a.row + l * a.column]! * right[l * b.row + j * b.column]!;
      c[i * n + j] = sum;
    }
  }
};

const depth = 128;

/** Tiles of 4 x 4 sums in local variables, the inner size in pieces of 128. */
export const tiledProduct: Product = (c, a, b, m, k, n) => {
  for (let from = 0; from < k; from += depth) {
    const to = Math.min(k, from + depth);
    for (let i = 0; i < m; i += 4) {
      for (let j = 0; j < n; j += 4) {
        if (i + 4 <= m && j + 4 <= n) tile(c, a, b, i, j, n, from, to);
        else edge(c, a, b, i, Math.min(m, i + 4), j, Math.min(n, j + 4), n, from, to);
      }
    }
  }
};

function tile(c: Float64Array, a: Strided, b: Strided, i: number, j: number, n: number, from: number, to: number): void {
  const left = a.values,
    aRow = a.row,
    aColumn = a.column;
  const right = b.values,
    bRow = b.row,
    bColumn = b.column;
  let c00 = 0,
    c01 = 0,
    c02 = 0,
    c03 = 0,
    c10 = 0,
    c11 = 0,
    c12 = 0,
    c13 = 0;
  let c20 = 0,
    c21 = 0,
    c22 = 0,
    c23 = 0,
    c30 = 0,
    c31 = 0,
    c32 = 0,
    c33 = 0;
  let p = i * aRow + from * aColumn;
  let q = j * bColumn + from * bRow;
  for (let l = from; l < to; l += 1) {
    const a0 = left[p]!,
      a1 = left[p + aRow]!,
      a2 = left[p + 2 * aRow]!,
      a3 = left[p + 3 * aRow]!;
    const b0 = right[q]!,
      b1 = right[q + bColumn]!,
      b2 = right[q + 2 * bColumn]!,
      b3 = right[q + 3 * bColumn]!;
    c00 += a0 * b0;
    c01 += a0 * b1;
    c02 += a0 * b2;
    c03 += a0 * b3;
    c10 += a1 * b0;
    c11 += a1 * b1;
    c12 += a1 * b2;
    c13 += a1 * b3;
    c20 += a2 * b0;
    c21 += a2 * b1;
    c22 += a2 * b2;
    c23 += a2 * b3;
    c30 += a3 * b0;
    c31 += a3 * b1;
    c32 += a3 * b2;
    c33 += a3 * b3;
    p += aColumn;
    q += bRow;
  }
  let at = i * n + j;
  c[at]! += c00;
  c[at + 1]! += c01;
  c[at + 2]! += c02;
  c[at + 3]! += c03;
  at += n;
  c[at]! += c10;
  c[at + 1]! += c11;
  c[at + 2]! += c12;
  c[at + 3]! += c13;
  at += n;
  c[at]! += c20;
  c[at + 1]! += c21;
  c[at + 2]! += c22;
  c[at + 3]! += c23;
  at += n;
  c[at]! += c30;
  c[at + 1]! += c31;
  c[at + 2]! += c32;
  c[at + 3]! += c33;
}

function edge(
  c: Float64Array,
  a: Strided,
  b: Strided,
  top: number,
  bottom: number,
  first: number,
  last: number,
  n: number,
  from: number,
  to: number,
): void {
  const left = a.values,
    right = b.values;
  for (let i = top; i < bottom; i += 1) {
    for (let j = first; j < last; j += 1) {
      let sum = c[i * n + j]!;
      for (let l = from; l < to; l += 1) sum += left[i * a.row + l * a.column]! * right[l * b.row + j * b.column]!;
      c[i * n + j] = sum;
    }
  }
}
