import { expTail } from './expTail';
import { add, both, choose, div, half, minusAbs, mul, one, sub, zero } from './lanes';
import { logReduced } from './logReduced';
import { halfWord, LN2_HIGH, LN2_LOW, LOG2_E, nearestWord, powerOfTwo, wholeOf } from './powers';

const SQRT2: usize = memory.data<f64>([1.4142135623730951], 8);
const LARGEST: usize = memory.data<f64>([746], 8);
const SMALLEST: usize = memory.data<f64>([-746], 8);

export function softplus(x: v128): v128 {
  const t = f64x2.pmax(minusAbs(x), both(SMALLEST));
  const word = nearestWord(mul(t, both(LOG2_E)));
  const k = wholeOf(word);
  const high = sub(t, mul(k, both(LN2_HIGH)));
  const sum = add(both(one), high);
  const tail = add(add(sub(both(one), sum), high), expTail(high, mul(k, both(LN2_LOW))));
  const rounded = add(sum, tail);
  const halved = halfWord(word);
  const first = powerOfTwo(halved);
  const second = powerOfTwo(i32x4.sub(word, halved));
  const e = mul(mul(rounded, first), second);
  const eLow = mul(mul(sub(tail, sub(rounded, sum)), first), second);

  const u = add(both(one), e);
  const doubled = f64x2.gt(u, both(SQRT2));
  const f = choose(doubled, sub(mul(both(half), u), both(one)), e);
  const c = div(choose(doubled, add(sub(e, sub(u, both(one))), eLow), eLow), u);

  const positive = f64x2.pmax(both(zero), x);
  const ln2 = v128.and(doubled, both(LN2_HIGH));
  const base = add(positive, ln2);
  const back = sub(base, ln2);
  const lost = add(sub(positive, back), sub(ln2, sub(base, back)));
  const y = logReduced(base, f, add(add(v128.and(doubled, both(LN2_LOW)), c), lost));
  return choose(f64x2.gt(x, both(LARGEST)), x, y);
}

export function logSigmoid(x: v128): v128 {
  return f64x2.neg(softplus(f64x2.neg(x)));
}
