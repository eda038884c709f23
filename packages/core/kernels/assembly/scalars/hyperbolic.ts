import { expTail } from './expTail';
import { add, both, choose, half, line, mul, one, sub, withSignOf } from './lanes';
import { LN2_HIGH, LN2_LOW, LOG2_E, nearestWord, powerOfTwo, scaled, wholeOf } from './powers';

const LARGEST: usize = memory.data<f64>([711], 8);
const LEAST_POWER: usize = memory.data<i64>([-1000], 8);
const UNIT: usize = memory.data<i64>([1], 8);
const A0: usize = memory.data<f64>([0.16666666666666666], 8);
const A1: usize = memory.data<f64>([0.008333333333333902], 8);
const B0: usize = memory.data<f64>([0.00019841269840115394], 8);
const B1: usize = memory.data<f64>([2.7557320283235012e-6], 8);
const B2: usize = memory.data<f64>([2.5051630716732012e-8], 8);
const B3: usize = memory.data<f64>([1.6160054097716432e-10], 8);

export function cosh(x: v128): v128 {
  const bounded = f64x2.pmin(f64x2.abs(x), both(LARGEST));
  const word = nearestWord(mul(bounded, both(LOG2_E)));
  const k = wholeOf(word);
  const high = sub(bounded, mul(k, both(LN2_HIGH)));
  const low = mul(k, both(LN2_LOW));
  const up = add(both(one), high);
  const smaller = otherPower(word);
  const rest = add(add(add(sub(both(one), up), high), expTail(high, low)), mul(smaller, downRest(high, low)));
  const other = mul(smaller, sub(both(one), high));
  const sum = add(up, other);
  const back = sub(sum, other);
  const lost = add(sub(up, back), sub(other, sub(sum, back)));
  return scaled(add(sum, add(lost, rest)), i64x2.sub(word, both(UNIT)));
}

export function sinh(x: v128): v128 {
  const t = f64x2.abs(x);
  const bounded = f64x2.pmin(t, both(LARGEST));
  const word = nearestWord(mul(bounded, both(LOG2_E)));
  const k = wholeOf(word);
  const high = sub(bounded, mul(k, both(LN2_HIGH)));
  const low = mul(k, both(LN2_LOW));
  const up = add(both(one), high);
  const smaller = otherPower(word);
  const rest = sub(add(add(sub(both(one), up), high), expTail(high, low)), mul(smaller, downRest(high, low)));
  const other = mul(smaller, sub(both(one), high));
  const difference = sub(up, other);
  const lost = sub(sub(up, difference), other);
  const large = scaled(add(difference, add(lost, rest)), i64x2.sub(word, both(UNIT)));
  return withSignOf(x, choose(f64x2.lt(t, both(half)), sinhSmall(t), large));
}

/** 4^-k, not below 2^-1000. */
// @ts-ignore: decorator
@inline
function otherPower(word: v128): v128 {
  return powerOfTwo(i32x4.max_s(i32x4.neg(i32x4.shl(word, 1)), both(LEAST_POWER)));
}

/** e^-(high - low) without the rounded 1 - high. */
// @ts-ignore: decorator
@inline
function downRest(high: v128, low: v128): v128 {
  const down = sub(both(one), high);
  return add(sub(sub(both(one), down), high), expTail(f64x2.neg(high), f64x2.neg(low)));
}

// @ts-ignore: decorator
@inline
function sinhSmall(x: v128): v128 {
  const z = mul(x, x);
  const z2 = mul(z, z);
  const a = line(A0, A1, z);
  const b = add(line(B0, B1, z), mul(z2, line(B2, B3, z)));
  return add(x, mul(mul(x, z), add(a, mul(z2, b))));
}
