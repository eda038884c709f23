/** sin(high + low) - high for |high + low| <= π/4: an odd minimax polynomial (Remez) of degree 13, 2^-58 relative, and low cos(high). */
export const sinTail = (high: number, low: number): number => {
  const z = high * high;
  const z2 = z * z;
  const a = -0.16666666666666632 + 0.008333333333322488 * z;
  const b = -0.00019841269829855578 + 2.7557313706027984e-6 * z + z2 * (-2.5050760063797393e-8 + 1.5896897709050482e-10 * z);
  return high * z * (a + z2 * b) + low * (1 - 0.5 * z);
};
