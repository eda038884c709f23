import { square, sub } from '@adjoint/core';
import { loss, type Loss } from './loss.ts';

/** (prediction - target)², reduced; for the mean over all entries ask for `{ reduction: 'mean' }`. */
export const meanSquaredError: Loss<'meanSquaredError'> = loss('meanSquaredError', (predictions, targets) =>
  square(sub(predictions, targets)),
);
