import { exponentLess54, mantissaOf, moved } from './exponents';
import { both, choose, infinity, minusInfinity, mul, one, sub, zero } from './lanes';
import { logReduced } from './logReduced';
import { LN2_HIGH, LN2_LOW } from './powers';

export const SMALLEST_NORMAL: usize = memory.data<f64>([2.2250738585072014e-308], 8);
export const TWO_54: usize = memory.data<f64>([18014398509481984], 8);

export function log(x: v128): v128 {
  const subnormal = f64x2.lt(x, both(SMALLEST_NORMAL));
  const normal = choose(subnormal, mul(x, both(TWO_54)), x);
  const bits = moved(normal);
  const k = exponentLess54(bits, subnormal);
  const y = logReduced(mul(k, both(LN2_HIGH)), sub(mantissaOf(normal, bits), both(one)), mul(k, both(LN2_LOW)));
  return limitsOfLog(x, x, y);
}

/** y where x is finite and above 0; -Infinity at 0, NaN below, x's own `limit` at Infinity and NaN. */
// @ts-ignore: decorator
@inline
export function limitsOfLog(x: v128, limit: v128, y: v128): v128 {
  const below = f64x2.lt(x, both(zero)); // all its bits set are a NaN
  const finite = f64x2.lt(x, both(infinity));
  const beyond = v128.or(choose(finite, y, limit), below);
  return choose(f64x2.eq(x, both(zero)), both(minusInfinity), beyond);
}
