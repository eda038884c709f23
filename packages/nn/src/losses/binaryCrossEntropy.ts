import { add, log, mul, mulZero, neg, softplus, sub } from '@adjoint/core';
import { loss, type Loss } from './loss.ts';

/**
 * -(y log p + (1 - y) log(1 - p)) of probabilities p against targets y in [0, 1]; 0 log 0 is 0.
 * On a recorded `sigmoid(z)` simplification turns it into the form of `binaryCrossEntropyWithLogits`, which does not round p to 1.
 */
export const binaryCrossEntropy: Loss<'binaryCrossEntropy'> = loss('binaryCrossEntropy', (p, y) =>
  neg(add(mulZero(y, log(p)), mulZero(sub(1, y), log(sub(1, p))))),
);

/** The same from logits z, with p = sigmoid(z): softplus(z) - y z, finite for every finite z. */
export const binaryCrossEntropyWithLogits: Loss<'binaryCrossEntropyWithLogits'> = loss('binaryCrossEntropyWithLogits', (z, y) =>
  sub(softplus(z), mul(y, z)),
);
