import { nearest } from './nearest.ts';
import { quarterTurnsExactly } from './quarterTurnsExactly.ts';

const TWO_OVER_PI = 0.6366197723675814;

// π/2 in three parts of 33 bits, whose products with n < 2^20 are exact, and the rest
const FIRST = 1.5707963267341256;
const SECOND = 6.077100506303966e-11;
const THIRD = 2.0222662487111665e-21;
const REST = 8.4784276603689e-32;

/** What quarterTurns leaves: the remainder is remainder[0] + remainder[1], |remainder| <= π/4. */
export const remainder: Float64Array<ArrayBuffer> = new Float64Array(2);

/**
 * The whole n nearest to x/(π/2), modulo 4, with x - n π/2 left in `remainder`: Cody and Waite in 152 bits while |n| < 2^20,
 * beyond that exactly. NaN and ±Infinity leave NaN.
 */
export const quarterTurns = (x: number): number => {
  if (Math.abs(x) > 1e6) return quarterTurnsExactly(x, remainder);
  const n = nearest(x * TWO_OVER_PI);
  const first = x - n * FIRST; // exact

  const p = n * SECOND;
  const second = first - p;
  const back = second + p;
  const secondLost = first - back - (p - (back - second)); // TwoSum

  const q = n * THIRD;
  const third = second - q;
  const again = third + q;
  const thirdLost = second - again - (q - (again - third));

  const low = secondLost + thirdLost - n * REST;
  const high = third + low;
  remainder[0] = high;
  remainder[1] = third - high + low;
  return n & 3;
};
