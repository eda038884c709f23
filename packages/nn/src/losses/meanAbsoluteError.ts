import { abs, sub } from '@adjoint/core';
import { loss, type Loss } from './loss.ts';

/** |prediction - target|; where they are equal its derivative is 0. */
export const meanAbsoluteError: Loss<'meanAbsoluteError'> = loss('meanAbsoluteError', (predictions, targets) =>
  abs(sub(predictions, targets)),
);
