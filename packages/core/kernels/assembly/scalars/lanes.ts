// Two numbers at a time, one in each lane, by the operations of packages/core/src/scalars in their order. A branch there is a choice between
// two values here, and a power of two is made from the bits of its exponent. Constants are read from the memory where they are used, which
// costs less than constants of the code.

// @ts-ignore: decorator
@inline
export function add(left: v128, right: v128): v128 {
  return f64x2.add(left, right);
}

// @ts-ignore: decorator
@inline
export function sub(left: v128, right: v128): v128 {
  return f64x2.sub(left, right);
}

// @ts-ignore: decorator
@inline
export function mul(left: v128, right: v128): v128 {
  return f64x2.mul(left, right);
}

// @ts-ignore: decorator
@inline
export function div(left: v128, right: v128): v128 {
  return f64x2.div(left, right);
}

/** The number at an address, in both lanes. */
// @ts-ignore: decorator
@inline
export function both(address: usize): v128 {
  return v128.load64_splat(address);
}

/** The numbers at two addresses: c0 + c1 · x. */
// @ts-ignore: decorator
@inline
export function line(c0: usize, c1: usize, x: v128): v128 {
  return add(both(c0), mul(both(c1), x));
}

/** `yes` where the mask is set, else `no`. */
// @ts-ignore: decorator
@inline
export function choose(mask: v128, yes: v128, no: v128): v128 {
  return v128.bitselect(yes, no, mask);
}

export const zero: usize = memory.data<f64>([0], 8);
export const half: usize = memory.data<f64>([0.5], 8);
export const one: usize = memory.data<f64>([1], 8);
export const two: usize = memory.data<f64>([2], 8);
export const infinity: usize = memory.data<f64>([Infinity], 8);
export const minusInfinity: usize = memory.data<f64>([-Infinity], 8);
const signBit: usize = memory.data<u64>([0x8000000000000000], 8);

/** -|x| */
// @ts-ignore: decorator
@inline
export function minusAbs(x: v128): v128 {
  return v128.or(x, both(signBit));
}

/** The value of an odd function at x, from its value y, whose sign bit is clear, at |x|. */
// @ts-ignore: decorator
@inline
export function withSignOf(x: v128, y: v128): v128 {
  return v128.or(y, v128.and(x, both(signBit)));
}
