/**
 * e^(high - low) - 1 - high for -0.347 <= high <= 0.406 and |low| < 2^-30: what is to be added to the exact 1 + high.
 * r²/2 + r³ q(r) with a minimax q (Remez) of degree 9, absolute error 2^-61.
 */
export const expTail = (high: number, low: number): number => {
  const r = high - low;
  const r2 = r * r;
  const r4 = r2 * r2;
  const a = 0.16666666666666682 + 0.04166666666666879 * r + r2 * (0.00833333333331798 + 0.0013888888887646804 * r);
  const b = 0.00019841269893569255 + 2.4801589803518533e-5 * r + r2 * (2.755723827695593e-6 + 2.7555205878399697e-7 * r);
  const c = 2.511065101552741e-8 + 2.153078322808177e-9 * r;
  return 0.5 * r2 + (r * r2 * (a + r4 * (b + r4 * c)) - low);
};
