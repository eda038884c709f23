import { expBelow } from './exp';
import { add, both, choose, div, minusAbs, one, zero } from './lanes';

// @ts-ignore: decorator
@inline
export function sigmoidLanes(x: v128): v128 {
  const e = expBelow(minusAbs(x));
  return div(choose(f64x2.lt(x, both(zero)), e, both(one)), add(both(one), e));
}

export function sigmoid(x: v128): v128 {
  return sigmoidLanes(x);
}

export function sigmoidLoop(out: usize, x: usize, n: i32): void {
  for (const end = x + (<usize>(n & ~1) << 3); x != end; x += 16, out += 16) v128.store(out, sigmoidLanes(v128.load(x)));
  if (n & 1) v128.store64_lane(out, sigmoid(v128.load64_splat(x)), 0);
}
