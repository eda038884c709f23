// Each tile adds its products in the order of k, multiply and add separately, from zero: entry by entry the operations of
// ops/matmulKernel.ts. The two lanes of a vector are two columns. A tile is one loop and nothing else: V8 keeps the ten sums of
// tile5x4 in registers as long as at most thirteen vectors live, and no second loop stands beside this one.

/** Puts the sums of a chunk: the first chunk's are the entries, the others' are added to them. */
// @ts-ignore: decorator
@inline
function put(at: usize, sums: v128, first: bool): void {
  v128.store(at, first ? sums : f64x2.add(v128.load(at), sums));
}

// @ts-ignore: decorator
@inline
function putOne(at: usize, sum: f64, first: bool): void {
  store<f64>(at, first ? sum : load<f64>(at) + sum);
}

export function tile5x4(out: usize, outRow: usize, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, end: usize, first: bool): void {
  let a0 = a;
  let a1 = a0 + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  let a4 = a3 + aRow;
  let c00 = f64x2.splat(0), c01 = f64x2.splat(0);
  let c10 = f64x2.splat(0), c11 = f64x2.splat(0);
  let c20 = f64x2.splat(0), c21 = f64x2.splat(0);
  let c30 = f64x2.splat(0), c31 = f64x2.splat(0);
  let c40 = f64x2.splat(0), c41 = f64x2.splat(0);
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
  put(out, c00, first);
  put(out + 16, c01, first);
  out += outRow;
  put(out, c10, first);
  put(out + 16, c11, first);
  out += outRow;
  put(out, c20, first);
  put(out + 16, c21, first);
  out += outRow;
  put(out, c30, first);
  put(out + 16, c31, first);
  out += outRow;
  put(out, c40, first);
  put(out + 16, c41, first);
}

/** For products of fewer than four columns, column by column. */
export function tile5x1(out: usize, outRow: usize, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, end: usize, first: bool): void {
  let a0 = a;
  let a1 = a0 + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  let a4 = a3 + aRow;
  let c0: f64 = 0, c1: f64 = 0, c2: f64 = 0, c3: f64 = 0, c4: f64 = 0;
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
  putOne(out, c0, first);
  out += outRow;
  putOne(out, c1, first);
  out += outRow;
  putOne(out, c2, first);
  out += outRow;
  putOne(out, c3, first);
  out += outRow;
  putOne(out, c4, first);
}

/** For products of fewer than five rows, row by row. */
export function tile1x4(out: usize, _outRow: usize, a: usize, _aRow: usize, aStep: usize, b: usize, bStep: usize, end: usize, first: bool): void {
  let c0 = f64x2.splat(0), c1 = f64x2.splat(0);
  do {
    const x = v128.load64_splat(a);
    c0 = f64x2.add(c0, f64x2.mul(x, v128.load(b)));
    c1 = f64x2.add(c1, f64x2.mul(x, v128.load(b, 16)));
    a += aStep;
    b += bStep;
  } while (b != end);
  put(out, c0, first);
  put(out + 16, c1, first);
}

/** For products of fewer than five rows and four columns, entry by entry. */
export function tile1x1(out: usize, _outRow: usize, a: usize, _aRow: usize, aStep: usize, b: usize, bStep: usize, end: usize, first: bool): void {
  let c: f64 = 0;
  do {
    c += load<f64>(a) * load<f64>(b);
    a += aStep;
    b += bStep;
  } while (b != end);
  putOne(out, c, first);
}
