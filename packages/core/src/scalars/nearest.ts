const SHIFT = 1.5 * 2 ** 52; // doubles of this size are spaced by 1

/** The whole number nearest to x, ties to even, for |x| < 2^51 (the vector kernel's f64x2.nearest). */
export const nearest = (x: number): number => x + SHIFT - SHIFT;
