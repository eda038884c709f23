const SPLITTER = 2 ** 27 + 1;

/**
 * cos(high + low) - (1 - h) for |high + low| <= π/4, where h is what halfOfSquare answers: 1 - h is exact to one rounding,
 * which is handed back here. Even minimax polynomial (Remez) of degree 14, 2^-63.
 */
export const cosTail = (high: number, low: number): number => {
  const z = high * high;
  const z2 = z * z;
  const a = 0.0416666666666666 - 0.0013888888888874472 * z;
  const b = 2.4801587289669253e-5 - 2.7557314400169237e-7 * z + z2 * (2.0875729142251596e-9 - 1.1359926101059598e-11 * z);
  const top = leading(high);
  const half = 0.5 * top * top; // exact
  const one = 1 - half;
  return 1 - one - half + (z2 * (a + z2 * b) - (high - top) * 0.5 * (high + top) - high * low);
};

/** The leading 26 bits of x (Veltkamp). */
const leading = (x: number): number => {
  const c = x * SPLITTER;
  return c - (c - x);
};

/** What cosTail is to be added to. */
export const cosHead = (high: number): number => {
  const top = leading(high);
  return 1 - 0.5 * top * top;
};
