// Products that leave out terms in which five rows of a have nothing but zeros.

/**
 * Lists the terms of a strip of five rows of which not all are zero, in their order: 48 bytes each, five numbers and the place of the row of b,
 * `bStep` further on for each term. Where all are zero, one of them stays. The answer is the end of the list.
 */
export function listTerms(list: usize, a: usize, aRow: usize, aStep: usize, terms: i32, bStep: usize): usize {
  let to = list;
  for (let k = 0, place: u32 = 0; k < terms; k += 1, a += aStep, place += <u32>bStep) {
    const a0 = load<u64>(a), a1 = load<u64>(a + aRow), a2 = load<u64>(a + 2 * aRow), a3 = load<u64>(a + 3 * aRow), a4 = load<u64>(a + 4 * aRow);
    store<u64>(to, a0);
    store<u64>(to, a1, 8);
    store<u64>(to, a2, 16);
    store<u64>(to, a3, 24);
    store<u64>(to, a4, 32);
    store<u32>(to, place, 40);
    if ((a0 | a1 | a2 | a3 | a4) << 1) to += 48; // without the signs: -0 is zero, too
  }
  return to == list ? list + 48 : to;
}

/** Whether none of n numbers is NaN or infinite. */
export function areFinite(x: usize, n: i32): bool {
  let wrong: f64 = 0;
  for (const end = x + (<usize>n << 3); x != end; x += 8) wrong += load<f64>(x) - load<f64>(x);
  return wrong == 0;
}

/** As tile5x4, for the terms of a list that `listTerms` made: from a to aEnd, entries of a and the place of the row of b. */
export function tile5x4Listed(to: usize, toRow: usize, from: usize, fromRow: usize, a: usize, aEnd: usize, b: usize): void {
  let c00 = v128.load(from), c01 = v128.load(from, 16);
  from += fromRow;
  let c10 = v128.load(from), c11 = v128.load(from, 16);
  from += fromRow;
  let c20 = v128.load(from), c21 = v128.load(from, 16);
  from += fromRow;
  let c30 = v128.load(from), c31 = v128.load(from, 16);
  from += fromRow;
  let c40 = v128.load(from), c41 = v128.load(from, 16);
  do {
    const row = b + load<u32>(a, 40);
    const b0 = v128.load(row);
    const b1 = v128.load(row, 16);
    let x = v128.load64_splat(a);
    c00 = f64x2.add(c00, f64x2.mul(x, b0));
    c01 = f64x2.add(c01, f64x2.mul(x, b1));
    x = v128.load64_splat(a, 8);
    c10 = f64x2.add(c10, f64x2.mul(x, b0));
    c11 = f64x2.add(c11, f64x2.mul(x, b1));
    x = v128.load64_splat(a, 16);
    c20 = f64x2.add(c20, f64x2.mul(x, b0));
    c21 = f64x2.add(c21, f64x2.mul(x, b1));
    x = v128.load64_splat(a, 24);
    c30 = f64x2.add(c30, f64x2.mul(x, b0));
    c31 = f64x2.add(c31, f64x2.mul(x, b1));
    x = v128.load64_splat(a, 32);
    c40 = f64x2.add(c40, f64x2.mul(x, b0));
    c41 = f64x2.add(c41, f64x2.mul(x, b1));
    a += 48;
  } while (a != aEnd);
  v128.store(to, c00);
  v128.store(to, c01, 16);
  to += toRow;
  v128.store(to, c10);
  v128.store(to, c11, 16);
  to += toRow;
  v128.store(to, c20);
  v128.store(to, c21, 16);
  to += toRow;
  v128.store(to, c30);
  v128.store(to, c31, 16);
  to += toRow;
  v128.store(to, c40);
  v128.store(to, c41, 16);
}
