// Each tile adds its products in the order of k, multiply and add separately, to the sums that it finds at `from`: entry by entry the
// operations of ops/matmulKernel.ts. The two lanes of a vector are two columns. Entry (i, k) of the left factor stands at
// a + i · aRow + k · aStep, row k of the right one at b + k · bStep, up to `end`. A tile is one loop and nothing else: V8 keeps the ten
// sums of tile5x4 in registers as long as at most thirteen vectors live, and no second loop stands beside this one.

export function tile5x4(to: usize, toRow: usize, from: usize, fromRow: usize, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, end: usize): void {
  let a0 = a;
  let a1 = a0 + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  let a4 = a3 + aRow;
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
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load64_splat(a0);
    c00 = f64x2.add(c00, f64x2.mul(x, b0));
    c01 = f64x2.add(c01, f64x2.mul(x, b1));
    x = v128.load64_splat(a1);
    c10 = f64x2.add(c10, f64x2.mul(x, b0));
    c11 = f64x2.add(c11, f64x2.mul(x, b1));
    x = v128.load64_splat(a2);
    c20 = f64x2.add(c20, f64x2.mul(x, b0));
    c21 = f64x2.add(c21, f64x2.mul(x, b1));
    x = v128.load64_splat(a3);
    c30 = f64x2.add(c30, f64x2.mul(x, b0));
    c31 = f64x2.add(c31, f64x2.mul(x, b1));
    x = v128.load64_splat(a4);
    c40 = f64x2.add(c40, f64x2.mul(x, b0));
    c41 = f64x2.add(c41, f64x2.mul(x, b1));
    a0 += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
    a4 += aStep;
    b += bStep;
  } while (b != end);
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

export function tile5x2(to: usize, toRow: usize, from: usize, fromRow: usize, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, end: usize): void {
  let a0 = a;
  let a1 = a0 + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  let a4 = a3 + aRow;
  let c0 = v128.load(from);
  from += fromRow;
  let c1 = v128.load(from);
  from += fromRow;
  let c2 = v128.load(from);
  from += fromRow;
  let c3 = v128.load(from);
  from += fromRow;
  let c4 = v128.load(from);
  do {
    const b0 = v128.load(b);
    c0 = f64x2.add(c0, f64x2.mul(v128.load64_splat(a0), b0));
    c1 = f64x2.add(c1, f64x2.mul(v128.load64_splat(a1), b0));
    c2 = f64x2.add(c2, f64x2.mul(v128.load64_splat(a2), b0));
    c3 = f64x2.add(c3, f64x2.mul(v128.load64_splat(a3), b0));
    c4 = f64x2.add(c4, f64x2.mul(v128.load64_splat(a4), b0));
    a0 += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
    a4 += aStep;
    b += bStep;
  } while (b != end);
  v128.store(to, c0);
  to += toRow;
  v128.store(to, c1);
  to += toRow;
  v128.store(to, c2);
  to += toRow;
  v128.store(to, c3);
  to += toRow;
  v128.store(to, c4);
}

export function tile5x1(to: usize, toRow: usize, from: usize, fromRow: usize, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, end: usize): void {
  let a0 = a;
  let a1 = a0 + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  let a4 = a3 + aRow;
  let c0 = load<f64>(from);
  from += fromRow;
  let c1 = load<f64>(from);
  from += fromRow;
  let c2 = load<f64>(from);
  from += fromRow;
  let c3 = load<f64>(from);
  from += fromRow;
  let c4 = load<f64>(from);
  do {
    const b0 = load<f64>(b);
    c0 += load<f64>(a0) * b0;
    c1 += load<f64>(a1) * b0;
    c2 += load<f64>(a2) * b0;
    c3 += load<f64>(a3) * b0;
    c4 += load<f64>(a4) * b0;
    a0 += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
    a4 += aStep;
    b += bStep;
  } while (b != end);
  store<f64>(to, c0);
  to += toRow;
  store<f64>(to, c1);
  to += toRow;
  store<f64>(to, c2);
  to += toRow;
  store<f64>(to, c3);
  to += toRow;
  store<f64>(to, c4);
}

export function tile2x4(to: usize, toRow: usize, from: usize, fromRow: usize, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, end: usize): void {
  let a1 = a + aRow;
  let c00 = v128.load(from), c01 = v128.load(from, 16);
  from += fromRow;
  let c10 = v128.load(from), c11 = v128.load(from, 16);
  do {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load64_splat(a);
    c00 = f64x2.add(c00, f64x2.mul(x, b0));
    c01 = f64x2.add(c01, f64x2.mul(x, b1));
    x = v128.load64_splat(a1);
    c10 = f64x2.add(c10, f64x2.mul(x, b0));
    c11 = f64x2.add(c11, f64x2.mul(x, b1));
    a += aStep;
    a1 += aStep;
    b += bStep;
  } while (b != end);
  v128.store(to, c00);
  v128.store(to, c01, 16);
  to += toRow;
  v128.store(to, c10);
  v128.store(to, c11, 16);
}

export function tile2x2(to: usize, toRow: usize, from: usize, fromRow: usize, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, end: usize): void {
  let a1 = a + aRow;
  let c0 = v128.load(from);
  let c1 = v128.load(from + fromRow);
  do {
    const b0 = v128.load(b);
    c0 = f64x2.add(c0, f64x2.mul(v128.load64_splat(a), b0));
    c1 = f64x2.add(c1, f64x2.mul(v128.load64_splat(a1), b0));
    a += aStep;
    a1 += aStep;
    b += bStep;
  } while (b != end);
  v128.store(to, c0);
  v128.store(to + toRow, c1);
}

export function tile1x4(to: usize, _toRow: usize, from: usize, _fromRow: usize, a: usize, _aRow: usize, aStep: usize, b: usize, bStep: usize, end: usize): void {
  let c0 = v128.load(from);
  let c1 = v128.load(from, 16);
  do {
    const x = v128.load64_splat(a);
    c0 = f64x2.add(c0, f64x2.mul(x, v128.load(b)));
    c1 = f64x2.add(c1, f64x2.mul(x, v128.load(b, 16)));
    a += aStep;
    b += bStep;
  } while (b != end);
  v128.store(to, c0);
  v128.store(to, c1, 16);
}

export function tile1x2(to: usize, _toRow: usize, from: usize, _fromRow: usize, a: usize, _aRow: usize, aStep: usize, b: usize, bStep: usize, end: usize): void {
  let c = v128.load(from);
  do {
    c = f64x2.add(c, f64x2.mul(v128.load64_splat(a), v128.load(b)));
    a += aStep;
    b += bStep;
  } while (b != end);
  v128.store(to, c);
}

export function tile1x1(to: usize, _toRow: usize, from: usize, _fromRow: usize, a: usize, _aRow: usize, aStep: usize, b: usize, bStep: usize, end: usize): void {
  let c = load<f64>(from);
  do {
    c += load<f64>(a) * load<f64>(b);
    a += aStep;
    b += bStep;
  } while (b != end);
  store<f64>(to, c);
}
