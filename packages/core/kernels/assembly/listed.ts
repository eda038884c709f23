// Products that leave out the terms in which the left factor is zero. Zero times a finite number is 0 or -0, which changes no bit of a sum that is
// not -0; these begin at 0, so they never are. Factors are stored as `multiply` in products.ts says; the rows of b follow each other.

/** What becomes of sums: they are put, or added to what is there; or they begin from it. */
export const set = 0;
export const added = 1;
export const resumed = 2;

const rowsAtOnce = 8;
const columnsAtOnce = 16;
const samples = 256;

/**
 * Whether so many of 256 entries, spread over rows and terms, are zero that lists cost less than tiles: making them takes as long as six
 * columns of tiles, a term of theirs half as long again, and sixteen columns are done at once.
 */
export function paysToList(a: usize, aRow: usize, aStep: usize, rows: i32, terms: i32, columns: i32): bool {
  const rowsOn = (3 * rows) >> 2, termsOn = (5 * terms) >> 3; // and a little farther every second time
  let used = 0;
  for (let sample = 0, i = 0, k = 0; sample < samples; sample += 1) {
    if (load<u64>(a + <usize>i * aRow + <usize>k * aStep) << 1 != 0) used += 1; // without the sign: -0 is zero, too
    i += rowsOn + (sample & 1);
    if (i >= rows) i -= rows;
    k += termsOn + (sample & 1);
    if (k >= terms) k -= terms;
  }
  return <i64>(3 * used) * ((columns + 15) & ~15) <= <i64>(2 * samples) * (columns - 6);
}

/** Whether none of n numbers is NaN or infinite. */
export function areFinite(x: usize, n: i32): bool {
  let even = f64x2.splat(0), odd = even;
  const end = x + (<usize>n << 3);
  for (const fours = end - (<usize>(n & 3) << 3); x != fours; x += 32) {
    even = f64x2.add(even, f64x2.sub(v128.load(x), v128.load(x)));
    odd = f64x2.add(odd, f64x2.sub(v128.load(x, 16), v128.load(x, 16)));
  }
  for (; x != end; x += 8) even = f64x2.add(even, f64x2.sub(v128.load64_splat(x), v128.load64_splat(x)));
  even = f64x2.add(even, odd);
  return f64x2.extract_lane(even, 0) + f64x2.extract_lane(even, 1) == 0;
}

/**
 * The sums of a · b, of 16 columns or more: eight rows at once, each with a list of its terms. The scratch: 128 bytes of zeros, 128 of sums, then
 * eight lists of 16 bytes a term and 16 more, which is less than tiles take.
 */
export function multiplyListed(out: usize, a: usize, aRow: usize, aStep: usize, b: usize, rows: i32, terms: i32, columns: i32, put: i32, scratch: usize): void {
  const outRow = <usize>columns << 3;
  const sums = scratch + 128, lists = scratch + 256;
  const listRow = <usize>(terms + 1) << 4;
  for (let first = 0; first < rows; first += rowsAtOnce) {
    const lastList = lists + <usize>min(rowsAtOnce, rows - first) * listRow;
    for (let list = lists; list != lastList; list += listRow, a += aRow) listTerms(list, a, aStep, terms, outRow);
    for (let j = 0; j < columns; j += columnsAtOnce) {
      const column = min(j, columns - columnsAtOnce);
      const isWhole = put != added && column == j;
      let at = out + (<usize>column << 3);
      for (let list = lists; list != lastList; list += listRow, at += outRow) {
        row1x16(isWhole ? at : sums, put == resumed ? at : scratch, list, b + (<usize>column << 3));
        if (isWhole) continue;
        for (let c = <usize>(j - column) << 3; c != 128; c += 8) {
          const sum = load<f64>(sums + c);
          store<f64>(at + c, put == added ? load<f64>(at + c) + sum : sum);
        }
      }
    }
    out += rowsAtOnce * outRow;
  }
}

/** Lists the terms of a row that are not zero, in their order: 16 bytes each, the number and the place of its row of b, -1 after the last. */
function listTerms(to: usize, a: usize, aStep: usize, terms: i32, bStep: usize): void {
  for (let k = 0, place: u32 = 0; k < terms; k += 1, a += aStep, place += <u32>bStep) {
    const x = load<u64>(a);
    store<u64>(to, x);
    store<u32>(to, place, 8);
    to += <usize>(x << 1 != 0) << 4;
  }
  store<i32>(to, -1, 8);
}

/** Sixteen columns of one row, from its list. */
function row1x16(to: usize, from: usize, list: usize, b: usize): void {
  let c0 = v128.load(from), c1 = v128.load(from, 16), c2 = v128.load(from, 32), c3 = v128.load(from, 48);
  let c4 = v128.load(from, 64), c5 = v128.load(from, 80), c6 = v128.load(from, 96), c7 = v128.load(from, 112);
  for (let place = load<u32>(list, 8); place != -1; place = load<u32>(list, 8)) {
    const x = v128.load64_splat(list);
    const row = b + place;
    list += 16;
    c0 = f64x2.add(c0, f64x2.mul(x, v128.load(row)));
    c1 = f64x2.add(c1, f64x2.mul(x, v128.load(row, 16)));
    c2 = f64x2.add(c2, f64x2.mul(x, v128.load(row, 32)));
    c3 = f64x2.add(c3, f64x2.mul(x, v128.load(row, 48)));
    c4 = f64x2.add(c4, f64x2.mul(x, v128.load(row, 64)));
    c5 = f64x2.add(c5, f64x2.mul(x, v128.load(row, 80)));
    c6 = f64x2.add(c6, f64x2.mul(x, v128.load(row, 96)));
    c7 = f64x2.add(c7, f64x2.mul(x, v128.load(row, 112)));
  }
  v128.store(to, c0);
  v128.store(to, c1, 16);
  v128.store(to, c2, 32);
  v128.store(to, c3, 48);
  v128.store(to, c4, 64);
  v128.store(to, c5, 80);
  v128.store(to, c6, 96);
  v128.store(to, c7, 112);
}
