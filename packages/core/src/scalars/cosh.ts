import { expTail } from './expTail.ts';
import { LN2_HIGH, LN2_LOW, LOG2_E } from './ln2.ts';
import { nearest } from './nearest.ts';
import { powerOfTwo } from './powerOfTwo.ts';
import { scaled } from './scaled.ts';

/** (e^x + e^-x)/2 = 2^(k-1) (e^r + 4^-k e^-r), both exponentials in two parts. Max error measured 0.66 ulp. */
export const cosh = (x: number): number => {
  const t = Math.abs(x);
  const bounded = t > 711 ? 711 : t; // cosh 711 overflows
  const k = nearest(bounded * LOG2_E);
  const high = bounded - k * LN2_HIGH; // exact
  const low = k * LN2_LOW;
  const up = 1 + high;
  const down = 1 - high;
  const smaller = powerOfTwo(k > 500 ? -1000 : -2 * k);
  const rest = 1 - up + high + expTail(high, low) + smaller * (1 - down - high + expTail(-high, -low));
  const other = smaller * down;
  const sum = up + other;
  const back = sum - other;
  const lost = up - back + (other - (sum - back)); // exact (Knuth's TwoSum)
  return scaled(sum + (lost + rest), k - 1);
};
