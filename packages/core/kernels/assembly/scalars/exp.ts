import { expTail } from './expTail';
import { add, both, mul, one, sub } from './lanes';
import { LN2_HIGH, LN2_LOW, LOG2_E, nearestWord, scaled, wholeOf } from './powers';

const LARGEST: usize = memory.data<f64>([710], 8);
const SMALLEST: usize = memory.data<f64>([-746], 8);

// @ts-ignore: decorator
@inline
export function expLanes(x: v128): v128 {
  return expBelow(f64x2.pmin(x, both(LARGEST)));
}

/** For x <= 710. What is 0 is not computed: products that underflow take processors a hundred times as long. */
// @ts-ignore: decorator
@inline
export function expBelow(x: v128): v128 {
  const isNothing = f64x2.lt(x, both(SMALLEST));
  const bounded = v128.andnot(x, isNothing);
  const word = nearestWord(mul(bounded, both(LOG2_E)));
  return v128.andnot(scaled(reduced(bounded, word), word), isNothing);
}

/** e^x 2^-k, near 1. */
// @ts-ignore: decorator
@inline
export function reduced(x: v128, word: v128): v128 {
  const k = wholeOf(word);
  const high = sub(x, mul(k, both(LN2_HIGH)));
  const sum = add(both(one), high);
  return add(sum, add(add(sub(both(one), sum), high), expTail(high, mul(k, both(LN2_LOW)))));
}

export function exp(x: v128): v128 {
  return expLanes(x);
}

export function expLoop(out: usize, x: usize, n: i32): void {
  for (const end = x + (<usize>(n & ~1) << 3); x != end; x += 16, out += 16) v128.store(out, expLanes(v128.load(x)));
  if (n & 1) v128.store64_lane(out, exp(v128.load64_splat(x)), 0);
}
