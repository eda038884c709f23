import { reduced } from './exp';
import { add, both, choose, div, line, mul, one, sub, two, withSignOf } from './lanes';
import { LOG2_E, nearestWord, powerOfTwo } from './powers';

const P0: usize = memory.data<f64>([11486475], 8);
const P1: usize = memory.data<f64>([810810], 8);
const P2: usize = memory.data<f64>([12870], 8);
const P3: usize = memory.data<f64>([44], 8);
const Q0: usize = memory.data<f64>([34459425], 8);
const Q1: usize = memory.data<f64>([16216200], 8);
const Q2: usize = memory.data<f64>([945945], 8);
const Q3: usize = memory.data<f64>([13860], 8);
const Q4: usize = memory.data<f64>([45], 8);
const SMALL: usize = memory.data<f64>([0.65], 8);
const LARGEST: usize = P3; // 2 · 22

export function tanh(x: v128): v128 {
  const t = f64x2.abs(x);
  const z = mul(t, t);
  const p = add(both(P0), mul(z, add(both(P1), mul(z, line(P2, P3, z)))));
  const q = add(both(Q0), mul(z, add(both(Q1), mul(z, add(both(Q2), mul(z, line(Q3, Q4, z)))))));
  const doubled = f64x2.pmin(add(t, t), both(LARGEST));
  const word = nearestWord(mul(doubled, both(LOG2_E)));
  const exponential = mul(reduced(doubled, word), powerOfTwo(word));
  const small = f64x2.lt(t, both(SMALL));
  const top = choose(small, mul(mul(t, z), p), both(two));
  const bottom = choose(small, q, add(exponential, both(one)));
  return withSignOf(x, sub(choose(small, t, both(one)), div(top, bottom)));
}
