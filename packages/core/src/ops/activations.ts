import type { Broadcast, Mat } from '../matrix/mat.ts';
import { operands } from '../tape/apply.ts';
import { add, type BroadcastsWith, greater, less, mul, where } from './arithmetic.ts';
import { erf, expm1, sigmoid } from './elementwise.ts';
import type { Elementwise } from './families.ts';

// Derived ops: ordinary functions of others, with no rule of their own.

const derived =
  (name: string, of: (x: Mat) => Mat): Elementwise =>
  (x) =>
    of(operands(name, [x])[0]!) as typeof x;

/** x for x > 0, else slope · x; at 0 its derivative is the slope (Maas et al. 2013). */
export const leakyRelu = <R extends number, C extends number>(x: Mat<R, C>, slope = 0.01): Mat<R, C> =>
  derived('leakyRelu', (z) => where(greater(z, 0), z, mul(slope, z)))(x);

/** x for x > 0, else alpha (exp(x) - 1); at 0 its derivative is alpha (Clevert et al. 2016). */
export const elu = <R extends number, C extends number>(x: Mat<R, C>, alpha = 1): Mat<R, C> =>
  // positive entries are kept from expm1, whose slope would overflow
  derived('elu', (z) => where(greater(z, 0), z, mul(alpha, expm1(where(greater(z, 0), 0, z)))))(x);

/** x Φ(x), Φ the normal distribution function, by erf and not by its tanh approximation (Hendrycks & Gimpel 2016). */
export const gelu: Elementwise = derived('gelu', (x) => mul(mul(0.5, x), add(1, erf(mul(Math.SQRT1_2, x)))));

/** x σ(x), also called swish (Hendrycks & Gimpel 2016). */
export const silu: Elementwise = derived('silu', (x) => mul(x, sigmoid(x)));

/**
 * x kept within [low, high], which broadcast with it; its derivative is 1 inside and at the bounds, 0 outside. NaN stays NaN.
 * @throws ShapeError when they do not broadcast
 */
export const clip = <
  R extends number,
  C extends number,
  A extends number = 1,
  B extends number = 1,
  D extends number = 1,
  E extends number = 1,
>(
  x: Mat<R, C>,
  low: BroadcastsWith<'clip', R, C, A, B>,
  high: BroadcastsWith<'clip', Broadcast<R, A>, Broadcast<C, B>, D, E>,
): Mat<Broadcast<Broadcast<R, A>, D>, Broadcast<Broadcast<C, B>, E>> => {
  const [z, from, to] = operands('clip', [x, low, high]) as [Mat, Mat, Mat];
  return where(less(z, from), from, where(greater(z, to), to, z)) as never;
};
