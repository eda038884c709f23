import { add, both, mul, one, sub } from './lanes';

export const LOG2_E: usize = memory.data<f64>([1.4426950408889634], 8);
export const LN2_HIGH: usize = memory.data<f64>([0.6931471805598903], 8);
export const LN2_LOW: usize = memory.data<f64>([5.497923018708371e-14], 8);
const SHIFT: usize = memory.data<f64>([6755399441055744], 8); // 1.5 · 2^52

/** The whole number k nearest to x, for |x| < 2^51, as a word: the low 32 bits are k. `wholeOf` gives the number. */
// @ts-ignore: decorator
@inline
export function nearestWord(x: v128): v128 {
  return add(x, both(SHIFT));
}

// @ts-ignore: decorator
@inline
export function wholeOf(word: v128): v128 {
  return sub(word, both(SHIFT));
}

/** 2^k for k in -1022..1023, from a word whose low 12 bits are k. */
// @ts-ignore: decorator
@inline
export function powerOfTwo(word: v128): v128 {
  return i64x2.add(i64x2.shl(word, 52), both(one));
}

// @ts-ignore: decorator
@inline
export function halfWord(word: v128): v128 {
  return i32x4.shr_s(word, 1);
}

/** x · 2^k for k in -2044..2046: the first product is exact, so a subnormal result is rounded once. */
// @ts-ignore: decorator
@inline
export function scaled(x: v128, word: v128): v128 {
  const halved = halfWord(word);
  return mul(mul(x, powerOfTwo(halved)), powerOfTwo(i32x4.sub(word, halved)));
}
