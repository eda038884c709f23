/** The coefficients of degree 3 and 5, and the factor of high⁷, of an odd minimax polynomial (Remez) of degree 13 for sin, 2^-58 relative. */
const CUBIC = -0.16666666666666632;
export const QUINTIC = 0.008333333333322488;
export const fromSeventh = (z: number): number => {
  const z2 = z * z;
  return -0.00019841269829855578 + 2.7557313706027984e-6 * z + z2 * (-2.5050760063797393e-8 + 1.5896897709050482e-10 * z);
};

/** sin(high + low) - high for |high + low| <= π/4: the polynomial, and low cos(high). */
export const sinTail = (high: number, low: number): number => {
  const z = high * high;
  return high * z * (CUBIC + QUINTIC * z + z * z * fromSeventh(z)) + low * (1 - 0.5 * z);
};
