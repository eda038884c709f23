import { expTail } from './expTail.ts';
import { LN2_HIGH, LN2_LOW, LOG2_E } from './ln2.ts';
import { logarithm, logPair } from './logPair.ts';
import { nearest } from './nearest.ts';
import { productError } from './productError.ts';
import { scaled } from './scaled.ts';

/** x^y for finite x > 0 and |y| <= 2^80: e^(y log x), with the logarithm and the product in two parts. */
const powFinite = (x: number, y: number): number => {
  logPair(x);
  const product = y * logarithm[0]!;
  const bounded = product > 710 ? 710 : product < -746 ? -746 : product; // e^710 overflows, e^-746 underflows to 0
  const productLow = productError(y, logarithm[0]!, product) + y * logarithm[1]!;
  const k = nearest(bounded * LOG2_E);
  const high = bounded - k * LN2_HIGH; // exact
  const sum = 1 + high;
  const low = k * LN2_LOW - (bounded === product ? productLow : 0);
  return scaled(sum + (1 - sum + high + expTail(high, low)), k);
};

/** |x|^y where x or y is 0 or infinite, and x is not ±1. */
const powLimit = (x: number, y: number): number => (Math.abs(x) > 1 === y > 0 ? Infinity : 0);

const isWhole = (y: number): boolean => Math.floor(y) === y;
const isOdd = (y: number): boolean => isWhole(y) && !isWhole(0.5 * y);

const LARGEST_EXPONENT = 2 ** 80; // (1 ± 2^-53)^(2^80) is 0 or Infinity already

/** x^y as IEEE 754 and C99 define pow: pow(x, 0) = pow(1, y) = 1 even for NaN, pow(-1, ±Infinity) = 1. Max error measured 0.79 ulp, among subnormal results. */
export const pow = (x: number, y: number): number => {
  if (y === 0 || x === 1) return 1;
  if (!(x === x && y === y)) return NaN;
  const a = Math.abs(x);
  const finite = a > 0 && a < Infinity && Math.abs(y) < Infinity;
  if (x < 0 && finite && !isWhole(y)) return NaN;
  if (a === 1) return isOdd(y) ? -1 : 1;
  const exponent = y > LARGEST_EXPONENT ? LARGEST_EXPONENT : y < -LARGEST_EXPONENT ? -LARGEST_EXPONENT : y;
  const magnitude = finite ? powFinite(a, exponent) : powLimit(x, y);
  const negative = (x < 0 || Object.is(x, -0)) && isOdd(y);
  return negative ? -magnitude : magnitude;
};
