import { cosHead, cosTail, leading } from './cosTail.ts';
import { productError } from './productError.ts';
import { quarterTurns, remainder } from './quarterTurns.ts';
import { fromSeventh, QUINTIC } from './sinTail.ts';

const SIXTH = 1 / 6;
const BESIDE_SIXTH = 3.4231876592608995e-16; // CUBIC + 1/6, which is not the double SIXTH

/** What sinTail leaves: sin(high + low) is high + tail[0] + tail[1], tail[1] being what rounding took from tail[0]. */
const tail: Float64Array<ArrayBuffer> = new Float64Array(2);
/** sinTail in two parts: of -high³/6, its largest term, leading bits are multiplied exactly. */
const sinTailInParts = (high: number, low: number): void => {
  const z = high * high;
  const t = leading(high);
  const sixth = leading(high * SIXTH);
  const square = t * sixth; // exact
  const cubic = t * square;
  const squareHead = leading(square);
  const cubicLow = t * squareHead - cubic + t * (square - squareHead); // exact
  const beside = (high - t) * (high + t) * sixth + z * ((high - 6 * sixth) * SIXTH);
  const small = high * z * (BESIDE_SIXTH + z * (QUINTIC + z * fromSeventh(z))) - (cubicLow + beside) + low * (1 - 0.5 * z);
  const sine = small - cubic;
  tail[0] = sine;
  tail[1] = -cubic - sine + small;
};

/** tan x = sin r/cos r or -cos r/sin r after quarterTurns, the quotient of two-part numbers (Dekker 1971). Max error measured 0.65 ulp. */
export const tan = (x: number): number => {
  const n = quarterTurns(x);
  const high = remainder[0]!;
  const low = remainder[1]!;
  sinTailInParts(high, low);
  const sine = tail[0]!;
  const sineLow = tail[1]!;
  const head = cosHead(high);
  const cosine = cosTail(high, low);

  const even = (n & 1) === 0;
  const top = even ? high : -head;
  const topLow = even ? sine : -cosine;
  const topLeft = even ? sineLow : 0;
  const bottom = even ? head + cosine : high + sine;
  const bottomLow = even ? head - bottom + cosine : high - bottom + sine + sineLow;
  const quotient = (top + topLow) / bottom;
  const product = quotient * bottom;
  const left = top - product + topLow - (productError(quotient, bottom, product) + quotient * bottomLow - topLeft); // large ones first: they cancel exactly
  return x === 0 ? x : quotient + left / bottom;
};
