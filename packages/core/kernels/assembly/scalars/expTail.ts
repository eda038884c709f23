import { add, both, half, line, mul, sub } from './lanes';

const A0: usize = memory.data<f64>([0.16666666666666682], 8);
const A1: usize = memory.data<f64>([0.04166666666666879], 8);
const A2: usize = memory.data<f64>([0.00833333333331798], 8);
const A3: usize = memory.data<f64>([0.0013888888887646804], 8);
const B0: usize = memory.data<f64>([0.00019841269893569255], 8);
const B1: usize = memory.data<f64>([2.4801589803518533e-5], 8);
const B2: usize = memory.data<f64>([2.755723827695593e-6], 8);
const B3: usize = memory.data<f64>([2.7555205878399697e-7], 8);
const C0: usize = memory.data<f64>([2.511065101552741e-8], 8);
const C1: usize = memory.data<f64>([2.153078322808177e-9], 8);

// @ts-ignore: decorator
@inline
export function expTail(high: v128, low: v128): v128 {
  const r = sub(high, low);
  const r2 = mul(r, r);
  const r4 = mul(r2, r2);
  const a = add(line(A0, A1, r), mul(r2, line(A2, A3, r)));
  const b = add(line(B0, B1, r), mul(r2, line(B2, B3, r)));
  const c = line(C0, C1, r);
  return add(mul(both(half), r2), sub(mul(mul(r, r2), add(a, mul(r4, add(b, mul(r4, c))))), low));
}
