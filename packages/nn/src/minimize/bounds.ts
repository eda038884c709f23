/** Between what each element of a point must stay; infinite where nothing bounds it. */
export interface FlatBounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

export const unbounded = (size: number): FlatBounds => ({
  lower: new Float64Array(size).fill(-Infinity),
  upper: new Float64Array(size).fill(Infinity),
});

/** The nearest point within the bounds. */
export const clamped = (point: Float64Array, { lower, upper }: FlatBounds): Float64Array =>
  point.map((element, i) => Math.min(Math.max(element, lower[i]!), upper[i]!));

/** How far a step of -gradient leads, cut off at the bounds: max |P(x - g) - x| (Byrd, Lu, Nocedal & Zhu 1995, eq. 6.1); NaN if an element is. */
export const projectedGradientNorm = (point: Float64Array, gradient: Float64Array, { lower, upper }: FlatBounds): number => {
  let largest = 0;
  for (let i = 0; i < point.length; i++) {
    const [least, most] = [lower[i]! - point[i]!, upper[i]! - point[i]!];
    largest = Math.max(largest, Math.abs(Math.min(Math.max(-gradient[i]!, least), most)));
  }
  return largest;
};

/** The longest step along the direction that stays within the bounds. */
export const longestStep = (point: Float64Array, direction: Float64Array, { lower, upper }: FlatBounds): number => {
  let longest = Infinity;
  for (let i = 0; i < point.length; i++) {
    if (direction[i] === 0) continue;
    const end = direction[i]! > 0 ? upper[i]! : lower[i]!;
    longest = Math.min(longest, (end - point[i]!) / direction[i]!);
  }
  return longest;
};
