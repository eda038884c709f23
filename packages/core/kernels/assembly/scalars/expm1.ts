import { expTail } from './expTail';
import { add, both, choose, mul, one, sub, zero } from './lanes';
import { halfWord, LN2_HIGH, LN2_LOW, LOG2_E, nearestWord, powerOfTwo, scaled, wholeOf } from './powers';

const LARGEST: usize = memory.data<f64>([710], 8);
const SMALLEST: usize = memory.data<f64>([-40], 8);
const SHIFT: usize = memory.data<f64>([0.085], 8);

export function expm1(x: v128): v128 {
  const bounded = f64x2.pmax(f64x2.pmin(x, both(LARGEST)), both(SMALLEST));
  const word = nearestWord(sub(mul(bounded, both(LOG2_E)), both(SHIFT)));
  const k = wholeOf(word);
  const high = sub(bounded, mul(k, both(LN2_HIGH)));
  const sum = add(both(one), high);
  const minusK = i32x4.neg(word);
  const halved = halfWord(minusK);
  const power = mul(powerOfTwo(halved), powerOfTwo(i32x4.sub(minusK, halved))); // 2^-1024 is subnormal
  const difference = sub(sum, power);
  const back = add(difference, power);
  const lost = add(sub(sum, back), sub(sub(back, difference), power));
  const rest = add(add(add(sub(both(one), sum), high), lost), expTail(high, mul(k, both(LN2_LOW))));
  return choose(f64x2.eq(x, both(zero)), x, scaled(add(difference, rest), word));
}
