import { expTail } from './expTail';
import { add, both, choose, div, line, mul, one, sub, two, withSignOf } from './lanes';
import { LN2_HIGH, LN2_LOW, LOG2_E, nearestWord, powerOfTwo, wholeOf } from './powers';
import { productError } from './productError';

const MIDDLE: usize = memory.data<f64>([0.8], 8);
const LARGE: usize = memory.data<f64>([1.25], 8);
const LARGEST: usize = memory.data<f64>([6], 8);
const ERF_ONE: usize = memory.data<f64>([0.8427007929497149, 2.463226671751433e-17], 8); // in two parts, the second taken off

// Each polynomial: three groups of four coefficients, from the constant one, and what is left.
const SMALL: usize = memory.data<f64>([
  0.1283791670955126, -0.3761263890318375, 0.11283791670954882, -0.02686617064507736,
  0.005223977624823127, -0.0008548326981104893, 0.00012055331120712795, -1.4925595465458648e-5,
  1.6461003366437105e-6, -1.6350340106725593e-7, 1.4659938927667783e-8, -1.1373403570612623e-9,
  5.957986391096467e-11,
], 8);
const NEAR_ONE: usize = memory.data<f64>([
  0.41510749742059483, -0.41510749742059505, 0.13836916580677497, 0.06918458290360814,
  -0.0691845828867227, 0.004612305492754505, 0.015154716824581724, -0.004777027636736007,
  -0.0018851363730439715, 0.001226150199951716, 8.455552102126333e-5, -0.00019713700046894116,
  2.5394951069585192e-5,
], 8);
const SCALED: usize = memory.data<f64>([
  0.25539567631050575, 0.4271858474139579, 0.24165819424245805, 0.07897858101607064,
  0.0037328924035500226, -0.006997461776348001, -0.0008471430042350661, 0.0009819778496577987,
  4.354420450739082e-5, -0.00017434486257936755, 2.7667641436167085e-5, 2.705745941580016e-5,
  -1.396068481559058e-5, 1.116553274722574e-6,
], 8);

export function erf(x: v128): v128 {
  const t = f64x2.abs(x);
  const small = f64x2.lt(t, both(MIDDLE));
  let y = erfSmall(t);
  if (!i64x2.all_true(small)) {
    const middle = f64x2.lt(t, both(LARGE));
    y = choose(small, y, choose(middle, erfMiddle(t), erfLarge(t)));
  }
  return withSignOf(x, y);
}

/** Four terms of a polynomial. */
// @ts-ignore: decorator
@inline
function four(c: usize, x: v128, x2: v128): v128 {
  return add(line(c, c + 8, x), mul(x2, line(c + 16, c + 24, x)));
}

/** a + x4 (b + x4 (c + x4 rest)) */
// @ts-ignore: decorator
@inline
function polynomial(c: usize, x: v128, x2: v128, x4: v128, rest: v128): v128 {
  return add(four(c, x, x2), mul(x4, add(four(c + 32, x, x2), mul(x4, add(four(c + 64, x, x2), mul(x4, rest))))));
}

function erfSmall(x: v128): v128 {
  const z = mul(x, x);
  const z2 = mul(z, z);
  return add(x, mul(x, polynomial(SMALL, z, z2, mul(z2, z2), both(SMALL + 96))));
}

function erfMiddle(x: v128): v128 {
  const h = sub(x, both(one));
  const h2 = mul(h, h);
  return add(both(ERF_ONE), sub(mul(h, polynomial(NEAR_ONE, h, h2, mul(h2, h2), both(NEAR_ONE + 96))), both(ERF_ONE + 8)));
}

function erfLarge(x: v128): v128 {
  const bounded = f64x2.pmin(x, both(LARGEST));
  const square = mul(bounded, bounded);
  const word = nearestWord(mul(f64x2.neg(square), both(LOG2_E)));
  const k = wholeOf(word);
  const high = sub(f64x2.neg(square), mul(k, both(LN2_HIGH)));
  const sum = add(both(one), high);
  const low = add(mul(k, both(LN2_LOW)), productError(bounded, bounded, square));
  const tail = add(add(sub(both(one), sum), high), expTail(high, low));
  const v = div(sub(both(two), bounded), add(both(two), bounded));
  const v2 = mul(v, v);
  const q = polynomial(SCALED, v, v2, mul(v2, v2), line(SCALED + 96, SCALED + 104, v));
  return sub(both(one), mul(powerOfTwo(word), add(mul(sum, q), mul(tail, q))));
}
