import { add, both, choose, div, half, infinity, line, mul, one, sub, zero } from './lanes';
import { nearestWord, wholeOf } from './powers';
import { leading, productError } from './productError';
import { quarterExactly, remainderExactly } from './quarterTurnsExactly';

const TWO_OVER_PI: usize = memory.data<f64>([0.6366197723675814], 8);
const FIRST: usize = memory.data<f64>([1.5707963267341256], 8);
const SECOND: usize = memory.data<f64>([6.077100506303966e-11], 8);
const THIRD: usize = memory.data<f64>([2.0222662487111665e-21], 8);
const REST: usize = memory.data<f64>([8.4784276603689e-32], 8);
const FAR: usize = memory.data<f64>([1e6], 8);
const UNIT: usize = memory.data<i64>([1], 8);
const TWO_UNITS: usize = memory.data<i64>([2], 8);
const SIGN: usize = memory.data<f64>([-0.0], 8);

const SIN_3: usize = memory.data<f64>([-0.16666666666666632], 8);
const SIN_5: usize = memory.data<f64>([0.008333333333322488], 8);
const SIN_7: usize = memory.data<f64>([-0.00019841269829855578], 8);
const SIN_9: usize = memory.data<f64>([2.7557313706027984e-6], 8);
const SIN_11: usize = memory.data<f64>([-2.5050760063797393e-8], 8);
const SIN_13: usize = memory.data<f64>([1.5896897709050482e-10], 8);
const COS_4: usize = memory.data<f64>([0.0416666666666666], 8);
const COS_6: usize = memory.data<f64>([-0.0013888888888874472], 8);
const COS_8: usize = memory.data<f64>([2.4801587289669253e-5], 8);
const COS_10: usize = memory.data<f64>([-2.7557314400169237e-7], 8);
const COS_12: usize = memory.data<f64>([2.0875729142251596e-9], 8);
const COS_14: usize = memory.data<f64>([-1.1359926101059598e-11], 8);
const SIXTH: usize = memory.data<f64>([0.16666666666666666], 8);
const SIX: usize = memory.data<f64>([6], 8);
const BESIDE_SIXTH: usize = memory.data<f64>([3.4231876592608995e-16], 8);

const sine = 0;
const cosine = 1;
const tangent = 2;

export function sin(x: v128): v128 {
  return ofRemainder(x, sine);
}

export function cos(x: v128): v128 {
  return ofRemainder(x, cosine);
}

export function tan(x: v128): v128 {
  return ofRemainder(x, tangent);
}

/** quarterTurns, and what is wanted of the remainder. */
// @ts-ignore: decorator
@inline
function ofRemainder(x: v128, wanted: i32): v128 {
  let word = nearestWord(mul(x, both(TWO_OVER_PI)));
  const n = wholeOf(word);
  const first = sub(x, mul(n, both(FIRST)));
  const p = mul(n, both(SECOND));
  const second = sub(first, p);
  const back = add(second, p);
  const secondLost = sub(sub(first, back), sub(p, sub(back, second)));
  const q = mul(n, both(THIRD));
  const third = sub(second, q);
  const again = add(third, q);
  const thirdLost = sub(sub(second, again), sub(q, sub(again, third)));
  const rest = sub(add(secondLost, thirdLost), mul(n, both(REST)));
  let high = add(third, rest);
  let low = add(sub(third, high), rest);

  const a = f64x2.abs(x);
  const far = v128.and(f64x2.gt(a, both(FAR)), f64x2.lt(a, both(infinity)));
  if (v128.any_true(far)) {
    const left = remainderExactly(f64x2.extract_lane(x, 0));
    const right = remainderExactly(f64x2.extract_lane(x, 1));
    const quarters = i64x2.replace_lane(i64x2.splat(quarterExactly(f64x2.extract_lane(x, 0))), 1, quarterExactly(f64x2.extract_lane(x, 1)));
    word = choose(far, quarters, word);
    high = choose(far, v128.shuffle<f64>(left, right, 0, 2), high);
    low = choose(far, v128.shuffle<f64>(left, right, 1, 3), low);
  }
  return wantedOf(x, word, high, low, wanted);
}

// @ts-ignore: decorator
@inline
function wantedOf(x: v128, word: v128, high: v128, low: v128, wanted: i32): v128 {
  const odd = has(word, UNIT);
  if (wanted == sine) {
    const y = choose(odd, add(cosHead(high), cosTail(high, low)), add(high, sinTail(high, low)));
    return choose(f64x2.eq(x, both(zero)), x, withSign(y, has(word, TWO_UNITS)));
  }
  if (wanted == cosine) {
    const y = choose(odd, add(high, sinTail(high, low)), add(cosHead(high), cosTail(high, low)));
    return withSign(y, has(i64x2.add(word, both(UNIT)), TWO_UNITS));
  }
  return choose(f64x2.eq(x, both(zero)), x, tangentOf(high, low, odd));
}

/** All bits set where the word has the bit. */
// @ts-ignore: decorator
@inline
function has(word: v128, bit: usize): v128 {
  return i64x2.eq(v128.and(word, both(bit)), both(bit));
}

// @ts-ignore: decorator
@inline
function withSign(y: v128, negative: v128): v128 {
  return v128.xor(y, v128.and(negative, both(SIGN)));
}

// @ts-ignore: decorator
@inline
function fromSeventh(z: v128): v128 {
  return add(line(SIN_7, SIN_9, z), mul(mul(z, z), line(SIN_11, SIN_13, z)));
}

// @ts-ignore: decorator
@inline
function sinTail(high: v128, low: v128): v128 {
  const z = mul(high, high);
  const polynomial = add(line(SIN_3, SIN_5, z), mul(mul(z, z), fromSeventh(z)));
  return add(mul(mul(high, z), polynomial), mul(low, sub(both(one), mul(both(half), z))));
}

// @ts-ignore: decorator
@inline
function halfSquare(t: v128): v128 {
  return mul(mul(both(half), t), t);
}

// @ts-ignore: decorator
@inline
function cosHead(high: v128): v128 {
  return sub(both(one), halfSquare(leading(high)));
}

// @ts-ignore: decorator
@inline
function cosTail(high: v128, low: v128): v128 {
  const z = mul(high, high);
  const z2 = mul(z, z);
  const a = line(COS_4, COS_6, z);
  const b = add(line(COS_8, COS_10, z), mul(z2, line(COS_12, COS_14, z)));
  const t = leading(high);
  const exact = halfSquare(t);
  const head = sub(both(one), exact);
  const rest = mul(mul(sub(high, t), both(half)), add(high, t));
  const small = sub(sub(mul(z2, add(a, mul(z2, b))), rest), mul(high, low));
  return add(sub(sub(both(one), head), exact), small);
}

// @ts-ignore: decorator
@inline
function tangentOf(high: v128, low: v128, odd: v128): v128 {
  const z = mul(high, high);
  const t = leading(high);
  const sixth = leading(mul(high, both(SIXTH)));
  const square = mul(t, sixth);
  const cubic = mul(t, square);
  const squareHead = leading(square);
  const cubicLow = add(sub(mul(t, squareHead), cubic), mul(t, sub(square, squareHead)));
  const besideHigh = mul(mul(sub(high, t), add(high, t)), sixth);
  const beside = add(besideHigh, mul(z, mul(sub(high, mul(both(SIX), sixth)), both(SIXTH))));
  const polynomial = mul(mul(high, z), add(both(BESIDE_SIXTH), mul(z, add(both(SIN_5), mul(z, fromSeventh(z))))));
  const small = add(sub(polynomial, add(cubicLow, beside)), mul(low, sub(both(one), mul(both(half), z))));
  const sineTail = sub(small, cubic);
  const sineLow = add(sub(f64x2.neg(cubic), sineTail), small);

  const head = cosHead(high);
  const cosineTail = cosTail(high, low);
  const top = choose(odd, f64x2.neg(head), high);
  const topLow = choose(odd, f64x2.neg(cosineTail), sineTail);
  const topLeft = v128.andnot(sineLow, odd);
  const bottom = choose(odd, add(high, sineTail), add(head, cosineTail));
  const bottomLow = choose(odd, add(add(sub(high, bottom), sineTail), sineLow), add(sub(head, bottom), cosineTail));
  const quotient = div(add(top, topLow), bottom);
  const product = mul(quotient, bottom);
  const lost = sub(add(productError(quotient, bottom, product), mul(quotient, bottomLow)), topLeft);
  return add(quotient, div(sub(add(sub(top, product), topLow), lost), bottom));
}
