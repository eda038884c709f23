// scalars/quarterTurnsExactly.ts in words of 64 bits, for finite |x| > 10^6.

// 2/π to 1280 bits and π/2 to 200, the lowest 32 bits first
const TWO_OVER_PI: usize = memory.data<u32>([
  0x9af4361d, 0xf0cfbc20, 0xfc7b6bab, 0x56033046, 0x1f8d5d08, 0x6bfb5fb1, 0x8a5292ea, 0x3d0739f7,
  0xebe5f17b, 0x7527bac7, 0x9e5fea2d, 0x4f463f66, 0x27cb09b7, 0x6d367ecf, 0x5a0a6d1f, 0xef2f118b,
  0xde05980f, 0x1ff897ff, 0xbdf9283b, 0x9c845f8b, 0x835339f4, 0x3991d639, 0xb45f7e41, 0xe99c7026,
  0x2ebb4484, 0xe88235f5, 0xb129a73e, 0xfe1deb1c, 0x09d1921c, 0x06492eea, 0x424dd2e0, 0xb7246e3a,
  0xdebbc561, 0xfe5163ab, 0x3c439041, 0xdb629599, 0xf534ddc0, 0xfc2757d1, 0x4e441529, 0xa2f9836e,
]);
const HALF_PI: usize = memory.data<u32>([
  0xcf98e804, 0x049c1114, 0xb839a252, 0x8cc51701, 0xd1846989, 0x1fb54442, 0x00000192,
]);
const TWO_OVER_PI_WORDS = 40;
const HALF_PI_WORDS = 7;
const KEPT_FROM = 1080; // of the 1280 bits of the fraction of a turn, the 200 from here on are kept

const LOW: u64 = 0xffffffff;

/** Four words of x · 2/π modulo 4: 200 bits of its fraction, then two of the quarter turns. */
function turns(x: f64, word: i32): u64 {
  const bits = reinterpret<u64>(x) & 0x7fffffffffffffff;
  const exponent = <i32>(bits >> 52) - 1075;
  return bitsOfProduct((bits & 0xfffffffffffff) | 0x10000000000000, KEPT_FROM - exponent + (word << 6));
}

/** The 64 bits from `from` on of the mantissa times 2/π. */
function bitsOfProduct(mantissa: u64, from: i32): u64 {
  const low = mantissa & LOW;
  const high = mantissa >> 32;
  let carry: u64 = 0, first: u64 = 0, second: u64 = 0, third: u64 = 0;
  for (let i = 0, last = (from >> 5) + 2; i <= last; i += 1) {
    const factor: u64 = i < TWO_OVER_PI_WORDS ? load<u32>(TWO_OVER_PI + (<usize>i << 2)) : 0;
    const product = low * factor;
    const sum = (product & LOW) + (carry & LOW);
    first = second;
    second = third;
    third = sum & LOW;
    carry = (carry >> 32) + (product >> 32) + (sum >> 32) + high * factor;
  }
  const shift = from & 31;
  const bits = (first | (second << 32)) >> shift;
  return shift == 0 ? bits : bits | (third << (64 - shift));
}

/** The whole n nearest to x/(π/2), modulo 4. */
export function quarterExactly(x: f64): i32 {
  const last = <i32>(turns(x, 3) & 0x3ff);
  const n = (last + 0x80) >> 8;
  return (x < 0 ? -n : n) & 3;
}

/** x - n π/2 in two parts, the larger in the first lane. */
export function remainderExactly(x: f64): v128 {
  const w0 = turns(x, 0), w1 = turns(x, 1), w2 = turns(x, 2), w3 = turns(x, 3) & 0xff;
  const isNegative = w3 >= 0x80;
  let f0 = w0, f1 = w1, f2 = w2, f3 = w3; // the fraction's amount
  if (isNegative) {
    f0 = 0 - w0;
    f1 = ~w1 + u64(f0 == 0);
    f2 = ~w2 + u64((f0 | f1) == 0);
    f3 = (~w3 + u64((f0 | f1 | f2) == 0)) & 0xff;
  }
  const parts = partsOf(
    productWord(f0, f1, f2, f3, 0), productWord(f0, f1, f2, f3, 1), productWord(f0, f1, f2, f3, 2), productWord(f0, f1, f2, f3, 3),
    productWord(f0, f1, f2, f3, 4), productWord(f0, f1, f2, f3, 5), productWord(f0, f1, f2, f3, 6),
  );
  return isNegative == x < 0 ? parts : f64x2.neg(parts);
}

/** A word of the fraction times π/2. */
function productWord(f0: u64, f1: u64, f2: u64, f3: u64, word: i32): u64 {
  const last = (word << 1) + 1;
  let carry: u64 = 0, before: u64 = 0, limb: u64 = 0;
  for (let column = 0; column <= last; column += 1) {
    let low = carry & LOW;
    let high = carry >> 32;
    for (let i = max(0, column - HALF_PI_WORDS + 1), end = min(column, 6); i <= end; i += 1) {
      const words = i < 2 ? f0 : i < 4 ? f1 : i < 6 ? f2 : f3;
      const product = ((i & 1) == 0 ? words & LOW : words >> 32) * <u64>load<u32>(HALF_PI + (<usize>(column - i) << 2));
      low += product & LOW;
      high += product >> 32;
    }
    before = limb;
    limb = low & LOW;
    carry = high + (low >> 32);
  }
  return before | (limb << 32);
}

/** A number of seven words, times 2^-400, as the sum of its nearest double and the double nearest to what is left. */
function partsOf(p0: u64, p1: u64, p2: u64, p3: u64, p4: u64, p5: u64, p6: u64): v128 {
  const from = lowestBit(p0, p1, p2, p3, p4, p5, p6);
  const mantissa = nearestMantissa(p0, p1, p2, p3, p4, p5, p6, from);
  const isUp = mantissa != mantissaBits(p0, p1, p2, p3, p4, p5, p6, from);
  let r0 = p0, r1 = p1, r2 = p2, r3 = p3, r4 = p4, r5 = p5;
  if (isUp) {
    r0 = 0 - p0;
    r1 = ~p1 + u64(r0 == 0);
    r2 = ~p2 + u64((r0 | r1) == 0);
    r3 = ~p3 + u64((r0 | r1 | r2) == 0);
    r4 = ~p4 + u64((r0 | r1 | r2 | r3) == 0);
    r5 = ~p5 + u64((r0 | r1 | r2 | r3 | r4) == 0);
  }
  r0 = below(r0, from);
  r1 = below(r1, from - 64);
  r2 = below(r2, from - 128);
  r3 = below(r3, from - 192);
  r4 = below(r4, from - 256);
  r5 = below(r5, from - 320);
  const restFrom = lowestBit(r0, r1, r2, r3, r4, r5, 0);
  const rest = double(nearestMantissa(r0, r1, r2, r3, r4, r5, 0, restFrom), restFrom);
  return f64x2.replace_lane(f64x2.splat(double(mantissa, from)), 1, isUp ? -rest : rest);
}

/** The bits of a word below a place. */
function below(word: u64, place: i32): u64 {
  return place >= 64 ? word : place <= 0 ? 0 : word & (((<u64>1) << place) - 1);
}

function double(mantissa: u64, from: i32): f64 {
  return <f64>mantissa * reinterpret<f64>(<u64>(1023 + from - 400) << 52);
}

function wordAt(p0: u64, p1: u64, p2: u64, p3: u64, p4: u64, p5: u64, p6: u64, i: i32): u64 {
  return i == 0 ? p0 : i == 1 ? p1 : i == 2 ? p2 : i == 3 ? p3 : i == 4 ? p4 : i == 5 ? p5 : i == 6 ? p6 : 0;
}

/** The place of the lowest of the leading 53 bits. */
function lowestBit(p0: u64, p1: u64, p2: u64, p3: u64, p4: u64, p5: u64, p6: u64): i32 {
  for (let i = 6; i >= 0; i -= 1) {
    const word = wordAt(p0, p1, p2, p3, p4, p5, p6, i);
    if (word != 0) return max(0, (i << 6) + 64 - <i32>clz(word) - 53);
  }
  return 0;
}

function mantissaBits(p0: u64, p1: u64, p2: u64, p3: u64, p4: u64, p5: u64, p6: u64, from: i32): u64 {
  const shift = from & 63;
  const bits = wordAt(p0, p1, p2, p3, p4, p5, p6, from >> 6) >> shift;
  const above = shift == 0 ? 0 : wordAt(p0, p1, p2, p3, p4, p5, p6, (from >> 6) + 1) << (64 - shift);
  return (bits | above) & 0x1fffffffffffff;
}

/** The leading bits, rounded to nearest, ties to even. */
function nearestMantissa(p0: u64, p1: u64, p2: u64, p3: u64, p4: u64, p5: u64, p6: u64, from: i32): u64 {
  const mantissa = mantissaBits(p0, p1, p2, p3, p4, p5, p6, from);
  if (from == 0) return mantissa;
  const half = from - 1;
  if (((wordAt(p0, p1, p2, p3, p4, p5, p6, half >> 6) >> (half & 63)) & 1) == 0) return mantissa;
  let left = mantissa & 1;
  for (let i = 0; i < 7; i += 1) left |= below(wordAt(p0, p1, p2, p3, p4, p5, p6, i), half - (i << 6));
  return left == 0 ? mantissa : mantissa + 1;
}
