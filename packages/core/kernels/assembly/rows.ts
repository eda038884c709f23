import { exp, expBelow } from './scalars/exp';
import { log } from './scalars/log';

// Each row of x (rows x columns) by itself, with the operations of ops/normalizing.ts and ops/reductions.ts; `out` may be x.

/** Rows of exp(x - largest) / Σ exp(x - largest). */
export function softmaxRows(out: usize, x: usize, rows: i32, columns: i32): void {
  const row = <usize>columns << 3;
  for (let i = 0; i < rows; i += 1, out += row, x += row) {
    const total = f64x2.splat(putExponentials(out, x, columns));
    const end = out + (row & ~15);
    let at = out;
    for (; at != end; at += 16) v128.store(at, f64x2.div(v128.load(at), total));
    if (columns & 1) v128.store64_lane(at, f64x2.div(v128.load64_splat(at), total), 0);
  }
}

/** Rows of x - largest - log Σ exp(x - largest). */
export function logSoftmaxRows(out: usize, x: usize, rows: i32, columns: i32): void {
  const row = <usize>columns << 3;
  for (let i = 0; i < rows; i += 1, out += row, x += row) {
    const shift = shiftOf(x, columns);
    const both = f64x2.splat(shift);
    const logTotal = log(f64x2.splat(totalOf(x, columns, shift)));
    const pairs = row & ~15;
    let at: usize = 0;
    for (; at != pairs; at += 16) v128.store(out + at, f64x2.sub(f64x2.sub(v128.load(x + at), both), logTotal));
    if (columns & 1) v128.store64_lane(out + at, f64x2.sub(f64x2.sub(v128.load64_splat(x + at), both), logTotal), 0);
  }
}

/** out[i] = log Σ exp of row i. */
export function logSumExpRows(out: usize, x: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i += 1, out += 8, x += <usize>columns << 3) {
    const shift = shiftOf(x, columns);
    const isInfinite = abs(shift) == Infinity;
    store<f64>(out, isInfinite ? shift : shift + f64x2.extract_lane(log(f64x2.splat(totalOf(x, columns, shift))), 0));
  }
}

function largest(x: usize, n: i32): f64 {
  if (n == 1) return load<f64>(x);
  let most = v128.load(x);
  const end = x + (<usize>(n & ~1) << 3);
  for (x += 16; x != end; x += 16) most = f64x2.max(most, v128.load(x));
  if (n & 1) most = f64x2.max(most, v128.load64_splat(x));
  return max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
}

/** The largest entry, NaN if there is one; where it is 0, of either sign: it is only taken off, where 0 and -0 do the same. */
function shiftOf(x: usize, n: i32): f64 {
  if (n == 1) return load<f64>(x);
  let most = v128.load(x);
  let isNaN = f64x2.ne(most, most);
  const end = x + (<usize>(n & ~1) << 3);
  for (x += 16; x != end; x += 16) {
    const two = v128.load(x);
    most = f64x2.pmax(most, two);
    isNaN = v128.or(isNaN, f64x2.ne(two, two));
  }
  if (n & 1) {
    const last = v128.load64_splat(x);
    most = f64x2.pmax(most, last);
    isNaN = v128.or(isNaN, f64x2.ne(last, last));
  }
  return v128.any_true(isNaN) ? NaN : max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
}

/** Puts exp(x - largest) and gives their sum. */
function putExponentials(out: usize, x: usize, n: i32): f64 {
  const shift = f64x2.splat(shiftOf(x, n));
  const end = x + (<usize>(n & ~1) << 3);
  let total: f64 = 0;
  for (; x != end; x += 16, out += 16) {
    const e = expBelow(f64x2.sub(v128.load(x), shift));
    v128.store(out, e);
    total = total + f64x2.extract_lane(e, 0) + f64x2.extract_lane(e, 1);
  }
  if (n & 1) {
    const e = exp(f64x2.sub(v128.load64_splat(x), shift));
    v128.store64_lane(out, e, 0);
    total += f64x2.extract_lane(e, 0);
  }
  return total;
}

/** Σ exp(x - shift) */
function totalOf(x: usize, n: i32, shift: f64): f64 {
  const both = f64x2.splat(shift);
  const end = x + (<usize>(n & ~1) << 3);
  let total: f64 = 0;
  for (; x != end; x += 16) {
    const e = expBelow(f64x2.sub(v128.load(x), both));
    total = total + f64x2.extract_lane(e, 0) + f64x2.extract_lane(e, 1);
  }
  if (n & 1) total += f64x2.extract_lane(exp(f64x2.sub(v128.load64_splat(x), both)), 0);
  return total;
}
