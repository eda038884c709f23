import { exponentOf } from './exponentOf.ts';
import { LN2_HIGH, LN2_LOW } from './ln2.ts';
import { powerOfTwo } from './powerOfTwo.ts';
import { productError } from './productError.ts';

/** What logPair leaves: log x = logarithm[0] + logarithm[1]. */
export const logarithm: Float64Array<ArrayBuffer> = new Float64Array(2);

const SMALLEST_NORMAL = 2 ** -1022;
const TWO_THIRDS = 0.6666666666666666;
const TWO_THIRDS_LOW = 3.700743415417188e-17;
const LOG_3_2 = 0.4054651081081644;
const LOG_3_2_LOW = -2.8811380259626426e-18;

/**
 * log x for finite x > 0, in two parts (relative error near 2^-67), left in `logarithm`: x = 2^k m, c = 1 or 3/2 with m/c in [√¾, √(3/2)],
 * s = (m - c)/(m + c), log x = k ln 2 + log c + 2s + s³ (2/3 + s² P(s²)); P is minimax (Remez), all else double-double (Dekker 1971).
 */
export const logPair = (x: number): void => {
  const subnormal = x < SMALLEST_NORMAL;
  const normal = subnormal ? x * 2 ** 54 : x;
  const exponent = exponentOf(normal);
  const reduced = normal * powerOfTwo(-exponent); // in [√½, √2)
  const low = reduced < 0.8660254037844386; // √¾
  const m = low ? 2 * reduced : reduced;
  const k = exponent - (subnormal ? 54 : 0) - (low ? 1 : 0);
  const wide = m > 1.224744871391589; // √(3/2)
  const c = wide ? 1.5 : 1;

  const top = m - c; // exact
  const bottom = m + c;
  const bottomLow = c > m ? c - bottom + m : m - bottom + c; // exact
  const s = top / bottom;
  const product = s * bottom;
  const sLow = (top - product - productError(s, bottom, product) - s * bottomLow) / bottom;

  const z = s * s;
  const zLow = productError(s, s, z) + 2 * s * sLow;
  const p =
    0.39999999999999636 +
    z * (0.28571428571909424 + z * (0.22222221985426616 + z * (0.18181875376849735 + z * (0.15377343675577335 + z * 0.1379962049862038))));
  const third = z * TWO_THIRDS;
  const thirdLow = productError(z, TWO_THIRDS, third) + (z * TWO_THIRDS_LOW + zLow * TWO_THIRDS + z * z * p);
  const factor = 2 + third;
  const factorLow = 2 - factor + third + thirdLow;
  const log = s * factor;
  const logLow = productError(s, factor, log) + (s * factorLow + sLow * factor);

  const whole = k * LN2_HIGH; // exact
  const base = wide ? LOG_3_2 : 0;
  const first = whole + base;
  const firstBack = first - base;
  const firstLost = whole - firstBack + (base - (first - firstBack));
  const sum = first + log;
  const sumBack = sum - log;
  const sumLost = first - sumBack + (log - (sum - sumBack));
  const rest = sumLost + (firstLost + (k * LN2_LOW + (wide ? LOG_3_2_LOW : 0) + logLow));
  const high = sum + rest;
  logarithm[0] = high;
  logarithm[1] = sum - high + rest;
};
