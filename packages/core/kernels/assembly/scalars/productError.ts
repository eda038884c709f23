import { both, mul, sub } from './lanes';

const SPLITTER: usize = memory.data<f64>([134217729], 8); // 2^27 + 1

/** The leading 26 bits of x. */
// @ts-ignore: decorator
@inline
export function leading(x: v128): v128 {
  const c = mul(x, both(SPLITTER));
  return sub(c, sub(c, x));
}

// @ts-ignore: decorator
@inline
export function productError(left: v128, right: v128, product: v128): v128 {
  const leftHigh = leading(left);
  const leftLow = sub(left, leftHigh);
  const rightHigh = leading(right);
  const rightLow = sub(right, rightHigh);
  const rest = sub(sub(product, mul(leftHigh, rightHigh)), mul(leftLow, rightHigh));
  return sub(mul(leftLow, rightLow), sub(rest, mul(leftHigh, rightLow)));
}
