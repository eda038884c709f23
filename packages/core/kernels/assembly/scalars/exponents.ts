import { both, minusInfinity, one, sub } from './lanes';

const TO_ONE_FROM_ROOT_HALF: usize = memory.data<u64>([0x00095f6200000000], 8); // added to the bits of √½ gives those of 1, to 2^-20
const EXPONENT_BITS: usize = minusInfinity; // and the sign
const WHOLE: usize = memory.data<f64>([4503599627370496], 8); // 2^52
const BIAS: usize = memory.data<f64>([4503599627371519], 8); // 2^52 + 1023
const BIAS_OF_SUBNORMAL: usize = memory.data<f64>([4503599627371573], 8); // and 54

/** The bits of x, moved so that its exponent is the k for which x · 2^-k lies in [√½, √2), for normal x > 0. */
// @ts-ignore: decorator
@inline
export function moved(x: v128): v128 {
  return i64x2.add(x, both(TO_ONE_FROM_ROOT_HALF));
}

/** k, from `moved`. */
// @ts-ignore: decorator
@inline
export function exponentOf(bits: v128): v128 {
  return sub(biasedOf(bits), both(BIAS));
}

/** k, from `moved`, less 54 where the mask is set. */
// @ts-ignore: decorator
@inline
export function exponentLess54(bits: v128, mask: v128): v128 {
  return sub(biasedOf(bits), v128.bitselect(both(BIAS_OF_SUBNORMAL), both(BIAS), mask));
}

// @ts-ignore: decorator
@inline
function biasedOf(bits: v128): v128 {
  return v128.or(i64x2.shr_u(bits, 52), both(WHOLE));
}

/** x · 2^-k, exactly. */
// @ts-ignore: decorator
@inline
export function mantissaOf(x: v128, bits: v128): v128 {
  return i64x2.add(i64x2.sub(x, v128.and(bits, both(EXPONENT_BITS))), both(one));
}
