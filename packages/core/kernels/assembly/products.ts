import { added, areFinite, multiplyListed, paysToList, resumed, set } from './listed';
import { packRows, packStrips } from './packing';
import { tile1x1, tile1x2, tile1x4, tile2x2, tile2x4, tile5x1, tile5x2, tile5x4 } from './tiles';

export { tile1x1, tile1x2, tile1x4, tile2x2, tile2x4, tile5x1, tile5x2, tile5x4 }; // exported, so that the optimizer leaves them functions of their own

// Matrices are row-major, at byte offsets. Mode 0: the sums of each chunk start from zero, the first chunk's are the entries, the others'
// are added to them. Mode 1, for one chunk: the sums start from what `out` holds.
//
// The scratch, where terms are not listed: a row of zeros, the sums of a tile, from `packed` on eight strips of five columns of a (40 bytes a
// term), then strips of four columns of b (32 bytes a term). All stay in the second cache. For a product of `terms` terms or fewer, or chunks of so many, it takes
// 256 + 320 · terms + 32 · max(terms, min(terms · ⌈columns / 4⌉, 5120)) bytes: `productScratch` in execute/emit/single.ts.
const tileSums: usize = 32;
const packed: usize = 256;
const leftStrips = 8;
const rightTerms = 5120; // of all strips together, while it is not one strip

const none = 0;
const columnsOfRight = 1;
const rowsOfRight = 2;

function rightStrips(terms: i32, columns: i32): i32 {
  return max(1, min((columns + 3) >> 2, rightTerms / terms));
}

/** out = a · b: a is rows x inner, b is inner x columns. */
export function productNN(out: usize, a: usize, b: usize, rows: i32, inner: i32, columns: i32, chunk: i32, mode: i32, scratch: usize): void {
  const right = <usize>columns << 3;
  if (isSmall(rows, inner, columns, chunk)) return small(out, a, <usize>inner << 3, 8, b, right, 8, rows, inner, columns, mode);
  multiply(out, a, <usize>inner << 3, 8, b, right, rows, inner, columns, chunk, mode, scratch, rows > 5 && columns > 1 && packsRight(inner, columns) ? columnsOfRight : none);
}

/** out = aᵀ · b: a is inner x rows, its rows `aRow` bytes apart, b is inner x columns. */
export function productTN(out: usize, a: usize, aRow: usize, b: usize, rows: i32, inner: i32, columns: i32, chunk: i32, mode: i32, scratch: usize): void {
  const right = <usize>columns << 3;
  if (isSmall(rows, inner, columns, chunk)) return small(out, a, 8, aRow, b, right, 8, rows, inner, columns, mode);
  if (columns == 1) return multiply(out, b, 0, 8, a, aRow, 1, inner, rows, chunk, mode, scratch, none); // bᵀ · a is stored alike
  multiply(out, a, 8, aRow, b, right, rows, inner, columns, chunk, mode, scratch, rows > 5 && packsRight(inner, columns) ? columnsOfRight : none);
}

/** out = a · bᵀ: a is rows x inner, b is columns x inner. */
export function productNT(out: usize, a: usize, b: usize, rows: i32, inner: i32, columns: i32, chunk: i32, mode: i32, scratch: usize): void {
  const row = <usize>inner << 3;
  if (isSmall(rows, inner, columns, chunk)) return small(out, a, row, 8, b, 8, row, rows, inner, columns, mode);
  if (rows == 1) return multiply(out, b, row, 8, a, 8, columns, inner, 1, chunk, mode, scratch, none); // b · aᵀ is stored alike
  if (columns == 1) return multiply(out, a, row, 8, b, 8, rows, inner, 1, chunk, mode, scratch, none);
  multiply(out, a, row, 8, b, row, rows, inner, columns, chunk, mode, scratch, rowsOfRight);
}

/** Whether a right factor is so large that its rows would push each other out of the nearest cache. */
// @ts-ignore: decorator
@inline
function packsRight(inner: i32, columns: i32): bool {
  return inner * columns > 1024;
}

// @ts-ignore: decorator
@inline
function isSmall(rows: i32, inner: i32, columns: i32, chunk: i32): bool {
  return rows <= 8 && columns <= 8 && rows * inner * columns <= 32 && inner <= chunk;
}

/** Entry by entry, where tiles would cost more than they save: entry (k, j) of the right factor stands at b + k · bStep + j · bColumn. */
function small(out: usize, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, bColumn: usize, rows: i32, inner: i32, columns: i32, mode: i32): void {
  for (let i = 0; i < rows; i += 1, a += aRow) {
    for (let j = 0, column = b; j < columns; j += 1, column += bColumn, out += 8) {
      let sum = mode == 1 ? load<f64>(out) : 0;
      for (let k = 0, x = a, y = column; k < inner; k += 1, x += aStep, y += bStep) sum += load<f64>(x) * load<f64>(y);
      store<f64>(out, sum);
    }
  }
}

/** Entry (i, k) of the left factor stands at a + i · aRow + k · aStep, row k of the right one (or its row j, if those are packed) at b + k · bStep. */
function multiply(out: usize, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, rows: i32, inner: i32, columns: i32, chunk: i32, mode: i32, scratch: usize, packs: i32): void {
  const alongB: usize = packs == rowsOfRight ? 8 : bStep;
  const width = packs == none ? columns : rightStrips(min(inner, chunk), columns) << 2;
  // to look at a takes as long as 4000 terms, to look at b, which has to be in one piece, as long as a row of the product
  const isLarge = <i64>rows * min(inner, chunk) * columns >= 131072;
  const mayList = isLarge && packs != rowsOfRight && bStep == <usize>columns << 3 && columns >= 16 && rows >= 8;
  for (let start = 0; start < inner; start += chunk) {
    const terms = min(chunk, inner - start);
    const put = mode == 1 ? resumed : start == 0 ? set : added;
    const left = a + <usize>start * aStep;
    const right = b + <usize>start * alongB;
    if (mayList && paysToList(left, aRow, aStep, rows, terms, columns) && areFinite(right, terms * columns)) {
      clear(scratch, 128);
      multiplyListed(out, left, aRow, aStep, right, rows, terms, columns, put, scratch);
    } else {
      clear(scratch, 32);
      for (let from = 0; from < columns; from += width) {
        tiles(out, left, aRow, aStep, right, bStep, rows, terms, columns, from, min(columns, from + width), put, scratch, packs);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function widthAt(j: i32, columns: i32): i32 {
  return columns >= 4 && columns - j >= 3 ? 4 : columns >= 2 ? 2 : 1;
}

// @ts-ignore: decorator
@inline
function clear(at: usize, bytes: usize): void {
  for (const end = at + bytes; at != end; at += 16) v128.store(at, f64x2.splat(0));
}

/** The columns from..to of the product of one chunk. */
function tiles(out: usize, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, rows: i32, terms: i32, columns: i32, from: i32, to: i32, put: i32, scratch: usize, packs: i32): void {
  const height = rows >= 5 ? 5 : rows >= 2 && columns >= 2 ? 2 : 1;
  const outRow = <usize>columns << 3;
  const packsLeft = aStep != 8 && height == 5;
  const leftStrip = 40 * <usize>terms;
  const panel = scratch + packed + (packsLeft ? leftStrips * leftStrip : 0);
  if (packs != none) packRight(panel, b, bStep, terms, columns, from, to, packs);
  let ahead = 0; // strips of a that are packed from here on
  let left: usize = 0;
  for (let i = 0; i < rows; i += height) {
    const row = min(i, rows - height);
    if (!packsLeft) left = a + <usize>row * aRow;
    else if (ahead > 0) left += leftStrip;
    else {
      ahead = max(1, min(leftStrips, (rows - i) / 5));
      left = scratch + packed;
      packStrips(left, a + <usize>row * aRow, aStep, terms, 5, ahead);
    }
    ahead -= 1;
    let strip = panel;
    for (let j = from; j < to; ) {
      const width = widthAt(j, columns);
      const column = min(j, columns - width);
      const right = packs != none ? strip : b + (<usize>column << 3);
      const rightStep = packs != none ? <usize>width << 3 : bStep;
      const end = right + <usize>terms * rightStep;
      const at = out + <usize>row * outRow + (<usize>column << 3);
      putTile(height, width, at, outRow, left, packsLeft ? 8 : aRow, packsLeft ? 40 : aStep, right, rightStep, end, i - row, j - column, put, scratch);
      strip += <usize>(terms * width) << 3;
      j += width;
    }
  }
}

/**
 * The last tile of a row or column of tiles was moved back until it fits, so that it meets entries which another tile has put already: where
 * that matters, its sums go to the scratch, and only those are put that are missing, `fromRow` and `fromColumn` on.
 */
// @ts-ignore: decorator
@inline
function putTile(height: i32, width: i32, at: usize, outRow: usize, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, end: usize, fromRow: i32, fromColumn: i32, put: i32, scratch: usize): void {
  const isWhole = put == set || (put == resumed && (fromRow | fromColumn) == 0);
  const sums = scratch + tileSums;
  const from = put == resumed ? at : scratch;
  tile(height, width, isWhole ? at : sums, isWhole ? outRow : 32, from, put == resumed ? outRow : 0, a, aRow, aStep, b, bStep, end);
  if (!isWhole) putMissing(at, outRow, sums, fromRow, fromColumn, height, width, put);
}

function packRight(panel: usize, b: usize, bStep: usize, terms: i32, columns: i32, from: i32, to: i32, packs: i32): void {
  for (let j = from; j < to; ) {
    const width = widthAt(j, columns);
    const column = <usize>min(j, columns - width);
    let strips = 1;
    if (packs == rowsOfRight) packRows(panel, b + column * bStep, bStep, terms, width);
    else {
      if (width == 4) strips = max(1, (to - j) >> 2);
      packStrips(panel, b + (column << 3), bStep, terms, width, strips);
    }
    panel += <usize>(strips * terms * width) << 3;
    j += strips * width;
  }
}

// @ts-ignore: decorator
@inline
function tile(height: i32, width: i32, to: usize, toRow: usize, from: usize, fromRow: usize, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, end: usize): void {
  if (height == 5) {
    if (width == 4) tile5x4(to, toRow, from, fromRow, a, aRow, aStep, b, bStep, end);
    else if (width == 2) tile5x2(to, toRow, from, fromRow, a, aRow, aStep, b, bStep, end);
    else tile5x1(to, toRow, from, fromRow, a, aRow, aStep, b, bStep, end);
  } else if (height == 2) {
    if (width == 4) tile2x4(to, toRow, from, fromRow, a, aRow, aStep, b, bStep, end);
    else tile2x2(to, toRow, from, fromRow, a, aRow, aStep, b, bStep, end);
  } else if (width == 4) tile1x4(to, toRow, from, fromRow, a, aRow, aStep, b, bStep, end);
  else if (width == 2) tile1x2(to, toRow, from, fromRow, a, aRow, aStep, b, bStep, end);
  else tile1x1(to, toRow, from, fromRow, a, aRow, aStep, b, bStep, end);
}

function putMissing(out: usize, outRow: usize, sums: usize, fromRow: i32, fromColumn: i32, height: i32, width: i32, put: i32): void {
  for (let i = fromRow; i < height; i += 1) {
    for (let j = fromColumn; j < width; j += 1) {
      const at = out + <usize>i * outRow + (<usize>j << 3);
      const sum = load<f64>(sums + (<usize>i << 5) + (<usize>j << 3));
      store<f64>(at, put == added ? load<f64>(at) + sum : sum);
    }
  }
}
