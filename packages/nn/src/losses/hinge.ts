import { mul, relu, sub } from '@adjoint/core';
import { loss, type Loss } from './loss.ts';

/** max(0, 1 - y p) of scores p against targets y, which are -1 or 1: the loss of a support vector machine. Its derivative at the kink is 0. */
export const hinge: Loss<'hinge'> = loss('hinge', (scores, targets) => relu(sub(1, mul(targets, scores))));
