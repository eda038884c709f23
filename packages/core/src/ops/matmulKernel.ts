import type { Block } from '../tape/tape.ts';
import { chunkOf } from './chunks.ts';

/**
 * out = left · right. Each entry adds its products in the order of k, in chunks of `chunkOf(k)`, whose sums are added in order.
 * Four rows by four columns at a time, so that sixteen running sums stay in registers.
 */
export function matmulKernel(out: Block, left: Block, right: Block): void {
  const inner = left.columns;
  const chunk = chunkOf(inner);
  for (let start = 0; start < inner; start += chunk) {
    const end = Math.min(inner, start + chunk);
    const wholeRows = out.rows - (out.rows % 4);
    const wholeColumns = out.columns - (out.columns % 4);
    for (let i = 0; i < wholeRows; i += 4) {
      for (let j = 0; j < wholeColumns; j += 4) tile(out.values, left.values, right.values, i, j, inner, out.columns, start, end);
    }
    for (let i = 0; i < wholeRows; i += 4) {
      for (let j = wholeColumns; j < out.columns; j += 1) column(out.values, left.values, right.values, i, j, inner, out.columns, start, end);
    }
    lastRows(out.values, left.values, right.values, wholeRows, out.rows, inner, out.columns, start, end);
  }
}

function tile(out: Float64Array, a: Float64Array, b: Float64Array, i: number, j: number, inner: number, columns: number, start: number, end: number): void {
  const a0 = i * inner;
  const a1 = a0 + inner;
  const a2 = a1 + inner;
  const a3 = a2 + inner;
  let c00 = 0, c01 = 0, c02 = 0, c03 = 0;
  let c10 = 0, c11 = 0, c12 = 0, c13 = 0;
  let c20 = 0, c21 = 0, c22 = 0, c23 = 0;
  let c30 = 0, c31 = 0, c32 = 0, c33 = 0;
  for (let k = start, at = start * columns + j; k < end; k += 1, at += columns) {
    const b0 = b[at]!, b1 = b[at + 1]!, b2 = b[at + 2]!, b3 = b[at + 3]!;
    const x0 = a[a0 + k]!;
    c00 += x0 * b0; c01 += x0 * b1; c02 += x0 * b2; c03 += x0 * b3;
    const x1 = a[a1 + k]!;
    c10 += x1 * b0; c11 += x1 * b1; c12 += x1 * b2; c13 += x1 * b3;
    const x2 = a[a2 + k]!;
    c20 += x2 * b0; c21 += x2 * b1; c22 += x2 * b2; c23 += x2 * b3;
    const x3 = a[a3 + k]!;
    c30 += x3 * b0; c31 += x3 * b1; c32 += x3 * b2; c33 += x3 * b3;
  }
  const first = start === 0;
  const o0 = i * columns + j;
  putRow(out, o0, first, c00, c01, c02, c03);
  putRow(out, o0 + columns, first, c10, c11, c12, c13);
  putRow(out, o0 + 2 * columns, first, c20, c21, c22, c23);
  putRow(out, o0 + 3 * columns, first, c30, c31, c32, c33);
}

function putRow(out: Float64Array, at: number, first: boolean, c0: number, c1: number, c2: number, c3: number): void {
  if (first) {
    out[at] = c0;
    out[at + 1] = c1;
    out[at + 2] = c2;
    out[at + 3] = c3;
    return;
  }
  out[at]! += c0;
  out[at + 1]! += c1;
  out[at + 2]! += c2;
  out[at + 3]! += c3;
}

/** Four rows of a column that fills no tile. */
function column(out: Float64Array, a: Float64Array, b: Float64Array, i: number, j: number, inner: number, columns: number, start: number, end: number): void {
  const a0 = i * inner;
  const a1 = a0 + inner;
  const a2 = a1 + inner;
  const a3 = a2 + inner;
  let c0 = 0, c1 = 0, c2 = 0, c3 = 0;
  for (let k = start, at = start * columns + j; k < end; k += 1, at += columns) {
    const b0 = b[at]!;
    c0 += a[a0 + k]! * b0;
    c1 += a[a1 + k]! * b0;
    c2 += a[a2 + k]! * b0;
    c3 += a[a3 + k]! * b0;
  }
  const first = start === 0;
  const o = i * columns + j;
  out[o] = first ? c0 : out[o]! + c0;
  out[o + columns] = first ? c1 : out[o + columns]! + c1;
  out[o + 2 * columns] = first ? c2 : out[o + 2 * columns]! + c2;
  out[o + 3 * columns] = first ? c3 : out[o + 3 * columns]! + c3;
}

/** The rows that fill no tile, entry by entry. */
function lastRows(out: Float64Array, a: Float64Array, b: Float64Array, from: number, to: number, inner: number, columns: number, start: number, end: number): void {
  for (let i = from; i < to; i += 1) {
    for (let j = 0; j < columns; j += 1) {
      let total = 0;
      for (let k = start, at = start * columns + j; k < end; k += 1, at += columns) total += a[i * inner + k]! * b[at]!;
      out[i * columns + j] = start === 0 ? total : out[i * columns + j]! + total;
    }
  }
}
