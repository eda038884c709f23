import { tile1x1, tile1x4, tile5x1, tile5x4 } from './tiles';

export { tile1x1, tile1x4, tile5x1, tile5x4 }; // exported, so that the optimizer leaves them functions of their own

// The start of the memory is the kernels' own: the sums of a tile in bytes 0 to 159, packed columns from here on.
const packed: usize = 256;

/** out = a · b, row-major, at byte offsets: a is rows x inner, b is inner x columns. */
export function product(out: usize, a: usize, b: usize, rows: i32, inner: i32, columns: i32, chunk: i32): void {
  chunks(out, a, <usize>inner << 3, 8, b, rows, inner, columns, chunk);
}

/** out = aᵀ · b: a is inner x rows. Writes 40 bytes per term of a chunk from byte 256 on. */
export function productTransposedLeft(out: usize, a: usize, b: usize, rows: i32, inner: i32, columns: i32, chunk: i32): void {
  if (columns == 1) product(out, b, a, 1, inner, rows, chunk); // a column is stored as its transpose is: bᵀ · a
  else chunks(out, a, 8, <usize>rows << 3, b, rows, inner, columns, chunk);
}

/** Entry (i, k) of the left factor stands at a + i · aRow + k · aStep. */
function chunks(out: usize, a: usize, aRow: usize, aStep: usize, b: usize, rows: i32, inner: i32, columns: i32, chunk: i32): void {
  const bStep = <usize>columns << 3;
  for (let start = 0; start < inner; start += chunk) {
    const terms = min(chunk, inner - start);
    tiles(out, a + <usize>start * aStep, aRow, aStep, b + <usize>start * bStep, rows, terms, columns, start == 0);
  }
}

/**
 * The last tile of a row or column of tiles is moved back until it fits, so that it meets entries which another tile has put already: its
 * sums go to the start of the memory, and only those are put that are missing.
 */
function tiles(out: usize, a: usize, aRow: usize, aStep: usize, b: usize, rows: i32, terms: i32, columns: i32, first: bool): void {
  const height = rows < 5 ? 1 : 5;
  const width = columns < 4 ? 1 : 4;
  const step = <usize>columns << 3;
  const packs = aStep != 8 && height == 5;
  const leftStep: usize = packs ? 40 : aStep;
  for (let i = 0; i < rows; i += height) {
    const row = min(i, rows - height);
    const left: usize = packs ? packFive(a + <usize>row * aRow, aStep, terms) : a + <usize>row * aRow;
    const to = out + <usize>row * step;
    for (let j = 0; j < columns; j += width) {
      const column = min(j, columns - width);
      const at = <usize>column << 3;
      if (row == i && column == j) tile(height, width, to + at, step, left, aRow, leftStep, b + at, step, terms, first);
      else {
        tile(height, width, 0, 32, left, aRow, leftStep, b + at, step, terms, true);
        putMissing(to + at, step, i - row, j - column, height, width, first);
      }
    }
  }
}

/** Five columns of a, which all tiles of a row read, side by side: far apart they would fall out of the nearest cache. */
function packFive(a: usize, aStep: usize, terms: i32): usize {
  const end = packed + 40 * <usize>terms;
  for (let at = packed; at < end; at += 40) {
    v128.store(at, v128.load(a));
    v128.store(at, v128.load(a, 16), 16);
    store<f64>(at, load<f64>(a, 32), 32);
    a += aStep;
  }
  return packed;
}

function tile(height: i32, width: i32, out: usize, outRow: usize, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, terms: i32, first: bool): void {
  const end = b + <usize>terms * bStep;
  if (height == 5) {
    if (width == 4) tile5x4(out, outRow, a, aRow, aStep, b, bStep, end, first);
    else tile5x1(out, outRow, a, aRow, aStep, b, bStep, end, first);
  } else if (width == 4) tile1x4(out, outRow, a, aRow, aStep, b, bStep, end, first);
  else tile1x1(out, outRow, a, aRow, aStep, b, bStep, end, first);
}

function putMissing(out: usize, outRow: usize, fromRow: i32, fromColumn: i32, height: i32, width: i32, first: bool): void {
  for (let i = fromRow; i < height; i += 1) {
    for (let j = fromColumn; j < width; j += 1) {
      const at = out + <usize>i * outRow + (<usize>j << 3);
      const sum = load<f64>((<usize>i << 5) + (<usize>j << 3));
      store<f64>(at, first ? sum : load<f64>(at) + sum);
    }
  }
}
