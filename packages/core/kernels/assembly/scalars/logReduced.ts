import { add, both, div, half, line, mul, sub, two } from './lanes';

const A0: usize = memory.data<f64>([0.6666666666666735], 8);
const A1: usize = memory.data<f64>([0.3999999999941191], 8);
const B0: usize = memory.data<f64>([0.2857142874306238], 8);
const B1: usize = memory.data<f64>([0.22222198498244553], 8);
const C0: usize = memory.data<f64>([0.18183568500190225], 8);
const C1: usize = memory.data<f64>([0.15313936963706518], 8);
const C2: usize = memory.data<f64>([0.14797151281289536], 8);

// @ts-ignore: decorator
@inline
export function logReduced(base: v128, f: v128, low: v128): v128 {
  const s = div(f, add(both(two), f));
  const z = mul(s, s);
  const z2 = mul(z, z);
  const a = line(A0, A1, z);
  const b = line(B0, B1, z);
  const c = add(line(C0, C1, z), mul(z2, both(C2)));
  const halfSquare = mul(mul(both(half), f), f);
  const sum = add(base, f);
  const lost = sub(f, sub(sum, base));
  const correction = mul(s, add(halfSquare, mul(z, add(a, mul(z2, add(b, mul(z2, c)))))));
  return sub(sum, sub(halfSquare, add(correction, add(low, lost))));
}
