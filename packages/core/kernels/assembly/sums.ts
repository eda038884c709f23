// Matrices are row-major, at byte offsets; the order of additions is that of ops/shaping.ts.

/** out[i] = Σ of row i, from its first entry on. Four rows at a time: each sum waits for its own only. */
export function sumAlongRows(out: usize, x: usize, rows: i32, columns: i32): void {
  const row = <usize>columns << 3;
  let i = 0;
  for (; i + 4 <= rows; i += 4, out += 32, x += row << 2) {
    const x1 = x + row, x2 = x1 + row, x3 = x2 + row;
    let s0 = load<f64>(x), s1 = load<f64>(x1), s2 = load<f64>(x2), s3 = load<f64>(x3);
    for (let at: usize = 8; at < row; at += 8) {
      s0 += load<f64>(x + at);
      s1 += load<f64>(x1 + at);
      s2 += load<f64>(x2 + at);
      s3 += load<f64>(x3 + at);
    }
    store<f64>(out, s0);
    store<f64>(out, s1, 8);
    store<f64>(out, s2, 16);
    store<f64>(out, s3, 24);
  }
  for (; i < rows; i += 1, out += 8, x += row) {
    let sum = load<f64>(x);
    for (let at: usize = 8; at < row; at += 8) sum += load<f64>(x + at);
    store<f64>(out, sum);
  }
}

/**
 * out[j] = Σ of column j. Mode 0: each chunk of rows from its first entry on, the chunks' sums then added in order. Mode 1: all rows are added
 * to what `out` holds.
 */
export function sumOverRows(out: usize, x: usize, rows: i32, columns: i32, chunk: i32, mode: i32): void {
  sumRows(out, x, <usize>columns << 3, rows, columns, chunk, mode);
}

/** out = c₀, then + c₁, ...: `count` times n numbers, `stride` bytes apart. */
export function addChunks(out: usize, sums: usize, stride: usize, count: i32, n: i32): void {
  sumRows(out, sums, stride, count, n, count, 0);
}

function sumRows(out: usize, x: usize, step: usize, rows: i32, columns: i32, chunk: i32, mode: i32): void {
  if (mode == 1) return sumChunk(out, x, step, rows, columns, resumed);
  for (let start = 0; start < rows; start += chunk) {
    sumChunk(out, x + <usize>start * step, step, min(chunk, rows - start), columns, start == 0 ? set : added);
  }
}

const set = 0;
const added = 1;
const resumed = 2;

/** Eight columns at a time, then two, then one: their sums stay in registers. */
function sumChunk(out: usize, x: usize, step: usize, rows: i32, columns: i32, put: i32): void {
  const size = <usize>rows * step;
  let j = 0;
  for (; j + 8 <= columns; j += 8, out += 64, x += 64) sumEight(out, x, step, size, put);
  for (; j + 2 <= columns; j += 2, out += 16, x += 16) sumTwo(out, x, step, size, put);
  if (j < columns) sumOne(out, x, step, size, put);
}

function sumEight(out: usize, x: usize, step: usize, size: usize, put: i32): void {
  const end = x + size;
  let from = out;
  if (put != resumed) {
    from = x;
    x += step;
  }
  let s0 = v128.load(from), s1 = v128.load(from, 16), s2 = v128.load(from, 32), s3 = v128.load(from, 48);
  for (; x != end; x += step) {
    s0 = f64x2.add(s0, v128.load(x));
    s1 = f64x2.add(s1, v128.load(x, 16));
    s2 = f64x2.add(s2, v128.load(x, 32));
    s3 = f64x2.add(s3, v128.load(x, 48));
  }
  if (put == added) {
    s0 = f64x2.add(v128.load(out), s0);
    s1 = f64x2.add(v128.load(out, 16), s1);
    s2 = f64x2.add(v128.load(out, 32), s2);
    s3 = f64x2.add(v128.load(out, 48), s3);
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
}

function sumTwo(out: usize, x: usize, step: usize, size: usize, put: i32): void {
  const end = x + size;
  let from = out;
  if (put != resumed) {
    from = x;
    x += step;
  }
  let sum = v128.load(from);
  for (; x != end; x += step) sum = f64x2.add(sum, v128.load(x));
  v128.store(out, put == added ? f64x2.add(v128.load(out), sum) : sum);
}

function sumOne(out: usize, x: usize, step: usize, size: usize, put: i32): void {
  const end = x + size;
  let from = out;
  if (put != resumed) {
    from = x;
    x += step;
  }
  let sum = load<f64>(from);
  for (; x != end; x += step) sum += load<f64>(x);
  store<f64>(out, put == added ? load<f64>(out) + sum : sum);
}
