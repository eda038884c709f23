import { log, mulZero, sub } from '@adjoint/core';
import { loss, type Loss } from './loss.ts';

/**
 * Σ y (log y - q), the Kullback-Leibler divergence of the targets y, probabilities, from the predictions q, LOGARITHMS of probabilities as of
 * `logSoftmax`: as PyTorch's kl_div. 0 log 0 is 0. With 'batchMean', the default, it is the definition; 'mean' divides by the columns too.
 */
export const klDivergence: Loss<'klDivergence'> = loss('klDivergence', (logarithms, targets) =>
  mulZero(targets, sub(log(targets), logarithms)),
);
