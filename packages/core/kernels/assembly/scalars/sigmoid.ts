import { exp, expBelow } from './exp';
import { add, both, choose, div, minusAbs, one, zero } from './lanes';

/** σ(x), where e is e^-|x|. */
// @ts-ignore: decorator
@inline
function ofExponential(x: v128, e: v128): v128 {
  return div(choose(f64x2.lt(x, both(zero)), e, both(one)), add(both(one), e));
}

// @ts-ignore: decorator
@inline
function next(x: v128): v128 {
  return ofExponential(x, expBelow(minusAbs(x)));
}

export function sigmoidLoop(out: usize, x: usize, n: i32): void {
  for (const end = x + (<usize>(n & ~1) << 3); x != end; x += 16, out += 16) v128.store(out, next(v128.load(x)));
  if ((n & 1) == 0) return;
  const last = v128.load64_splat(x);
  v128.store64_lane(out, ofExponential(last, exp(minusAbs(last))), 0);
}
