import { originalCost, originalPredictions } from '../data/xorOriginal.ts';
import { descendFrom } from '../xor.ts';
import type { Exercise } from './exercise.ts';
import { toTheDigit } from './figure.ts';

const iterations = 10_000;

/** The program of `pnpm xor`. */
export const xor: Exercise = {
  name: 'xor',
  summary: 'XOR, a network of 2-3-1 units',
  seeds: [1, 0, 2, 3, 4, 5, 6, 7],
  run: ({ seed, progress }) => {
    const { costs, predictions } = descendFrom(seed, iterations, progress);
    return {
      figures: [
        ...costs
          .filter(([i]) => i === iterations - 1 || originalCost(seed, i) !== undefined)
          .map(([i, cost]) => toTheDigit(`cost J in iteration ${i}`, 6, originalCost(seed, i), cost)),
        ...predictions.map((ours, row) =>
          toTheDigit(`prediction for ${['0 0', '0 1', '1 0', '1 1'][row]}`, 4, originalPredictions(seed)?.[row], ours),
        ),
      ],
      curve: { points: costs, along: 'iterations' },
      remarks: seed === 1 ? ['With its own seed the original does not learn XOR either.'] : [],
    };
  },
};
