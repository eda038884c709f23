import { exponentOf, mantissaOf, moved } from './exponents';
import { add, both, choose, div, mul, one, sub, zero } from './lanes';
import { limitsOfLog } from './log';
import { logReduced } from './logReduced';
import { LN2_HIGH, LN2_LOW } from './powers';

export function log1p(x: v128): v128 {
  const u = add(both(one), x);
  const bits = moved(u);
  const k = exponentOf(bits);
  const back = sub(u, x);
  const c = add(sub(both(one), back), sub(x, sub(u, back)));
  const isZero = f64x2.eq(k, both(zero));
  const f = choose(isZero, x, sub(mantissaOf(u, bits), both(one)));
  const low = v128.andnot(add(mul(k, both(LN2_LOW)), div(c, u)), isZero);
  const y = limitsOfLog(u, x, logReduced(mul(k, both(LN2_HIGH)), f, low)); // 1 + x is 0 at -1 only, and below it below -1 only
  return choose(f64x2.eq(x, both(zero)), x, y);
}
