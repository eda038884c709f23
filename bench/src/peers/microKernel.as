// AssemblyScript. The loop of the products, alone: 5 rows by 4 columns, everything in the first cache.

/** `times` products of 5 x k and k x 4 from the start of memory; the sum of the last one's entries. */
export function multiply(k: i32, times: i32): f64 {
  let total = f64x2.splat(0);
  const row = <usize>k << 3;
  for (let time = 0; time < times; time += 1) {
    let c00 = f64x2.splat(0), c01 = f64x2.splat(0);
    let c10 = f64x2.splat(0), c11 = f64x2.splat(0);
    let c20 = f64x2.splat(0), c21 = f64x2.splat(0);
    let c30 = f64x2.splat(0), c31 = f64x2.splat(0);
    let c40 = f64x2.splat(0), c41 = f64x2.splat(0);
    let a0: usize = 0;
    let a1 = row, a2 = 2 * row, a3 = 3 * row, a4 = 4 * row;
    let b = 5 * row;
    for (; a0 < row; a0 += 8, a1 += 8, a2 += 8, a3 += 8, a4 += 8, b += 32) {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      let a = v128.load_splat<f64>(a0);
      c00 = f64x2.add(c00, f64x2.mul(a, b0));
      c01 = f64x2.add(c01, f64x2.mul(a, b1));
      a = v128.load_splat<f64>(a1);
      c10 = f64x2.add(c10, f64x2.mul(a, b0));
      c11 = f64x2.add(c11, f64x2.mul(a, b1));
      a = v128.load_splat<f64>(a2);
      c20 = f64x2.add(c20, f64x2.mul(a, b0));
      c21 = f64x2.add(c21, f64x2.mul(a, b1));
      a = v128.load_splat<f64>(a3);
      c30 = f64x2.add(c30, f64x2.mul(a, b0));
      c31 = f64x2.add(c31, f64x2.mul(a, b1));
      a = v128.load_splat<f64>(a4);
      c40 = f64x2.add(c40, f64x2.mul(a, b0));
      c41 = f64x2.add(c41, f64x2.mul(a, b1));
    }
    const left = f64x2.add(f64x2.add(c00, c10), f64x2.add(c20, f64x2.add(c30, c40)));
    const right = f64x2.add(f64x2.add(c01, c11), f64x2.add(c21, f64x2.add(c31, c41)));
    total = f64x2.add(left, right);
  }
  return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
}

/** The sum of the numbers in the first `bytes` bytes. */
export function read(bytes: usize): f64 {
  let s0 = f64x2.splat(0), s1 = f64x2.splat(0), s2 = f64x2.splat(0), s3 = f64x2.splat(0);
  for (let at: usize = 0; at < bytes; at += 64) {
    s0 = f64x2.add(s0, v128.load(at));
    s1 = f64x2.add(s1, v128.load(at, 16));
    s2 = f64x2.add(s2, v128.load(at, 32));
    s3 = f64x2.add(s3, v128.load(at, 48));
  }
  const all = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
  return f64x2.extract_lane(all, 0) + f64x2.extract_lane(all, 1);
}
