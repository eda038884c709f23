/** ln 2 to 42 bits: its product with a whole number below 2^11 is exact (Cody and Waite). */
export const LN2_HIGH = 0.6931471805598903;

/** ln 2 - LN2_HIGH. */
export const LN2_LOW = 5.497923018708371e-14;

export const LOG2_E = 1.4426950408889634;
