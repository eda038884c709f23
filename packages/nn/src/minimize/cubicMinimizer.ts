/** A step along a line with the value and slope there. */
export interface Sample {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

/** The minimizer of the cubic through both samples, or NaN if it has none (Nocedal & Wright 2006, eq. 3.59). */
export const cubicMinimizer = (from: Sample, to: Sample): number => {
  const distance = to.step - from.step;
  const bend = from.slope + to.slope - 3 * ((to.value - from.value) / distance);
  const root = Math.sign(distance) * Math.sqrt(bend * bend - from.slope * to.slope);
  return to.step - distance * ((to.slope + root - bend) / (to.slope - from.slope + 2 * root));
};
