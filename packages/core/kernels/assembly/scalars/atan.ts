import { add, both, choose, div, line, mul, one, sub, withSignOf } from './lanes';

const FROM_HALF: usize = memory.data<f64>([0.4375], 8);
const FROM_ONE: usize = memory.data<f64>([0.6875], 8);
const FROM_THREE_HALVES: usize = memory.data<f64>([1.1875], 8);
const FAR: usize = memory.data<f64>([2.4375], 8);
const HALF: usize = memory.data<f64>([0.5, 0.4636476090008061, 2.2698777452961687e-17], 8); // c, and atan c in two parts
const ONE: usize = memory.data<f64>([1, 0.7853981633974483, 3.061616997868383e-17], 8);
const THREE_HALVES: usize = memory.data<f64>([1.5, 0.982793723247329, 1.3903311031230998e-17], 8);
const INFINITY: usize = memory.data<f64>([-1, 1.5707963267948966, 6.123233995736766e-17], 8);
const P0: usize = memory.data<f64>([-0.3333333333333291], 8);
const P1: usize = memory.data<f64>([0.19999999999870405], 8);
const P2: usize = memory.data<f64>([-0.14285714271928937], 8);
const P3: usize = memory.data<f64>([0.11111110378688818], 8);
const Q0: usize = memory.data<f64>([-0.0909088641964265], 8);
const Q1: usize = memory.data<f64>([0.07691864470942604], 8);
const Q2: usize = memory.data<f64>([-0.06660950123542275], 8);
const Q3: usize = memory.data<f64>([0.058327459305318026], 8);
const R0: usize = memory.data<f64>([-0.04973463121290618], 8);
const R1: usize = memory.data<f64>([0.03645189981268673], 8);
const R2: usize = memory.data<f64>([-0.01620580290483239], 8);

export function atan(x: v128): v128 {
  const a = f64x2.abs(x);
  const fromHalf = f64x2.ge(a, both(FROM_HALF));
  const fromOne = f64x2.ge(a, both(FROM_ONE));
  const fromThreeHalves = f64x2.ge(a, both(FROM_THREE_HALVES));
  const far = f64x2.ge(a, both(FAR));
  const c = nearer(fromHalf, fromOne, fromThreeHalves, 0);
  const base = choose(far, both(INFINITY + 8), nearer(fromHalf, fromOne, fromThreeHalves, 8));
  const low = choose(far, both(INFINITY + 16), nearer(fromHalf, fromOne, fromThreeHalves, 16));
  const t = div(choose(far, both(INFINITY), sub(a, c)), choose(far, a, add(both(one), mul(c, a))));

  const z = mul(t, t);
  const z2 = mul(z, z);
  const z4 = mul(z2, z2);
  const p = add(line(P0, P1, z), mul(z2, line(P2, P3, z)));
  const q = add(line(Q0, Q1, z), mul(z2, line(Q2, Q3, z)));
  const r = add(line(R0, R1, z), mul(z2, both(R2)));
  const sum = add(base, t);
  const lost = sub(t, sub(sum, base));
  const rest = add(low, mul(mul(t, z), add(p, mul(z4, add(q, mul(z4, r))))));
  return withSignOf(x, add(sum, add(lost, rest)));
}

// @ts-ignore: decorator
@inline
function nearer(fromHalf: v128, fromOne: v128, fromThreeHalves: v128, offset: usize): v128 {
  const below = choose(fromOne, both(ONE + offset), v128.and(fromHalf, both(HALF + offset)));
  return choose(fromThreeHalves, both(THREE_HALVES + offset), below);
}
