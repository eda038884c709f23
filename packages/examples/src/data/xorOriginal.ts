const everyThousand = [3.001476, 1.502022, 1.430675, 1.412572, 1.404649, 1.400268, 1.397507, 1.395613, 1.394236, 1.393188];
const inTheLastIteration: ReadonlyMap<number, number> = new Map(
  [0.009849, 1.392364, 0.006969, 0.009897, 0.008163, 0.008616, 0.008703, 0.008275].map((cost, seed) => [seed, cost]),
);

/** The cost that the tutorial's own program has in an iteration (0 ... 9999), before its update, to six decimals, where it is known. */
export function originalCost(seed: number, iteration: number): number | undefined {
  if (iteration === 9999) return inTheLastIteration.get(seed);
  return seed === 1 && iteration % 1000 === 0 ? everyThousand[iteration / 1000] : undefined;
}

/** What it answers for the four rows in the end, to four decimals, where it is known. */
export const originalPredictions = (seed: number): readonly number[] | undefined =>
  seed === 1 ? [0.0014, 0.9981, 0.4995, 0.5009] : undefined;
