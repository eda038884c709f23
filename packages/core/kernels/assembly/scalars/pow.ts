import { expTail } from './expTail';
import { exponentLess54, mantissaOf, moved } from './exponents';
import { add, both, choose, div, half, infinity, mul, one, sub, two, zero } from './lanes';
import { SMALLEST_NORMAL, TWO_54 } from './log';
import { LN2_HIGH, LN2_LOW, LOG2_E, nearestWord, scaled, wholeOf } from './powers';
import { productError } from './productError';

const ROOT_3_4: usize = memory.data<f64>([0.8660254037844386], 8);
const ROOT_3_2: usize = memory.data<f64>([1.224744871391589], 8);
const THREE_HALVES: usize = memory.data<f64>([1.5], 8);
const TWO_THIRDS: usize = memory.data<f64>([0.6666666666666666], 8);
const TWO_THIRDS_LOW: usize = memory.data<f64>([3.700743415417188e-17], 8);
const LOG_3_2: usize = memory.data<f64>([0.4054651081081644], 8);
const LOG_3_2_LOW: usize = memory.data<f64>([-2.8811380259626426e-18], 8);
const P0: usize = memory.data<f64>([0.39999999999999636], 8);
const P1: usize = memory.data<f64>([0.28571428571909424], 8);
const P2: usize = memory.data<f64>([0.22222221985426616], 8);
const P3: usize = memory.data<f64>([0.18181875376849735], 8);
const P4: usize = memory.data<f64>([0.15377343675577335], 8);
const P5: usize = memory.data<f64>([0.1379962049862038], 8);
const LARGEST: usize = memory.data<f64>([710], 8);
const SMALLEST: usize = memory.data<f64>([-746], 8);
const LARGEST_EXPONENT: usize = memory.data<f64>([1.2089258196146292e24], 8); // 2^80
const SMALLEST_EXPONENT: usize = memory.data<f64>([-1.2089258196146292e24], 8);
const SIGN: usize = memory.data<f64>([-0.0], 8);

export function pow(x: v128, y: v128): v128 {
  const a = f64x2.abs(x);
  const finite = v128.and(
    v128.and(f64x2.gt(a, both(zero)), f64x2.lt(a, both(infinity))),
    f64x2.lt(f64x2.abs(y), both(infinity)),
  );
  const whole = isWhole(y);
  const odd = v128.andnot(whole, isWhole(mul(both(half), y)));
  const sign = v128.and(v128.and(x, odd), both(SIGN));
  const exponent = f64x2.pmax(f64x2.pmin(y, both(LARGEST_EXPONENT)), both(SMALLEST_EXPONENT));
  const limit = v128.andnot(both(infinity), v128.xor(f64x2.gt(a, both(one)), f64x2.gt(y, both(zero))));
  const magnitude = choose(f64x2.eq(a, both(one)), both(one), choose(finite, powFinite(a, exponent), limit));
  const isNaN = v128.or(
    v128.or(f64x2.ne(x, x), f64x2.ne(y, y)),
    v128.andnot(v128.and(f64x2.lt(x, both(zero)), finite), whole),
  );
  const isOne = v128.or(f64x2.eq(y, both(zero)), f64x2.eq(x, both(one)));
  return choose(isOne, both(one), v128.or(v128.xor(magnitude, sign), isNaN)); // all bits set are a NaN
}

// @ts-ignore: decorator
@inline
function isWhole(y: v128): v128 {
  return f64x2.eq(f64x2.floor(y), y);
}

/** The steps of logPair, then those of powFinite. */
// @ts-ignore: decorator
@inline
function powFinite(x: v128, y: v128): v128 {
  const subnormal = f64x2.lt(x, both(SMALLEST_NORMAL));
  const normal = choose(subnormal, mul(x, both(TWO_54)), x);
  const bits = moved(normal);
  const reduced = mantissaOf(normal, bits);
  const low = f64x2.lt(reduced, both(ROOT_3_4));
  const m = choose(low, mul(both(two), reduced), reduced);
  const k = sub(exponentLess54(bits, subnormal), v128.and(low, both(one)));
  const wide = f64x2.gt(m, both(ROOT_3_2));
  return powReduced(m, choose(wide, both(THREE_HALVES), both(one)), k, wide, y);
}

/** (2^k m)^y, with c near m. */
// @ts-ignore: decorator
@inline
function powReduced(m: v128, c: v128, k: v128, wide: v128, y: v128): v128 {
  const top = sub(m, c);
  const bottom = add(m, c);
  const bottomLow = add(sub(f64x2.pmax(m, c), bottom), f64x2.pmin(m, c));
  const s = div(top, bottom);
  const product = mul(s, bottom);
  const sLow = div(sub(sub(sub(top, product), productError(s, bottom, product)), mul(s, bottomLow)), bottom);

  const z = mul(s, s);
  const zLow = add(productError(s, s, z), mul(mul(both(two), s), sLow));
  const third = mul(z, both(TWO_THIRDS));
  const thirdRest = add(add(mul(z, both(TWO_THIRDS_LOW)), mul(zLow, both(TWO_THIRDS))), mul(mul(z, z), polynomial(z)));
  const thirdLow = add(productError(z, both(TWO_THIRDS), third), thirdRest);
  const factor = add(both(two), third);
  const factorLow = add(add(sub(both(two), factor), third), thirdLow);
  const log = mul(s, factor);
  const logLow = add(productError(s, factor, log), add(mul(s, factorLow), mul(sLow, factor)));

  const wholePart = mul(k, both(LN2_HIGH));
  const base = v128.and(wide, both(LOG_3_2));
  const first = add(wholePart, base);
  const firstBack = sub(first, base);
  const firstLost = add(sub(wholePart, firstBack), sub(base, sub(first, firstBack)));
  const sum = add(first, log);
  const sumBack = sub(sum, log);
  const sumLost = add(sub(first, sumBack), sub(log, sub(sum, sumBack)));
  const rest = add(sumLost, add(firstLost, add(add(mul(k, both(LN2_LOW)), v128.and(wide, both(LOG_3_2_LOW))), logLow)));
  const logarithm = add(sum, rest);
  return expOfProduct(y, logarithm, add(sub(sum, logarithm), rest));
}

// @ts-ignore: decorator
@inline
function polynomial(z: v128): v128 {
  const p3 = add(both(P3), mul(z, add(both(P4), mul(z, both(P5)))));
  return add(both(P0), mul(z, add(both(P1), mul(z, add(both(P2), mul(z, p3))))));
}

/** e^(y (high + low)) */
// @ts-ignore: decorator
@inline
function expOfProduct(y: v128, logHigh: v128, logLow: v128): v128 {
  const product = mul(y, logHigh);
  const bounded = f64x2.pmax(f64x2.pmin(product, both(LARGEST)), both(SMALLEST));
  const productLow = add(productError(y, logHigh, product), mul(y, logLow));
  const word = nearestWord(mul(bounded, both(LOG2_E)));
  const k = wholeOf(word);
  const high = sub(bounded, mul(k, both(LN2_HIGH)));
  const sum = add(both(one), high);
  const low = sub(mul(k, both(LN2_LOW)), v128.and(productLow, f64x2.eq(bounded, product)));
  return scaled(add(sum, add(add(sub(both(one), sum), high), expTail(high, low))), word);
}
