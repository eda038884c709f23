const SPLITTER = 2 ** 27 + 1;

/** The leading 26 bits of x (Veltkamp's splitting). */
export const leading = (x: number): number => {
  const c = x * SPLITTER;
  return c - (c - x);
};

/** 1 - t²/2 with t the leading 26 bits of high: the large part of cos(high), rounded once. */
export const cosHead = (high: number): number => {
  const t = leading(high);
  return 1 - 0.5 * t * t;
};

/**
 * cos(high + low) - cosHead(high) for |high + low| <= π/4: what rounding took from the head, the rest of high²/2, and an even
 * minimax polynomial (Remez) of degree 14, 2^-63.
 */
export const cosTail = (high: number, low: number): number => {
  const z = high * high;
  const z2 = z * z;
  const a = 0.0416666666666666 - 0.0013888888888874472 * z;
  const b = 2.4801587289669253e-5 - 2.7557314400169237e-7 * z + z2 * (2.0875729142251596e-9 - 1.1359926101059598e-11 * z);
  const t = leading(high);
  const half = 0.5 * t * t; // exact
  const head = 1 - half;
  return 1 - head - half + (z2 * (a + z2 * b) - (high - t) * 0.5 * (high + t) - high * low);
};
