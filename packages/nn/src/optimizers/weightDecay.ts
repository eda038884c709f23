import { add, mapTree, mul } from '@adjoint/core';
import { type Optimizer, optimizer } from './optimizer.ts';
import { requireOptimizer } from './requireOptimizer.ts';
import { atLeastZero, settle } from './settings.ts';

/**
 * The optimizer, given g + c p instead of g: the gradient of a loss with c/2 · Σ p² added, over every parameter. PyTorch's `weight_decay` of SGD,
 * Adagrad, RMSprop and Adam; for AdamW's see `decoupledWeightDecay`, for weights without biases `l2` in the loss.
 * @throws ArgumentError unless the factor c is finite and at least 0
 */
export function weightDecay(inner: Optimizer, factor: number): Optimizer {
  requireOptimizer('weightDecay', inner);
  settle('weightDecay', { factor: atLeastZero(0) }, { factor });
  if (factor === 0) return inner;
  return optimizer({
    initialize: (parameters) => inner.initialize(parameters),
    update: (gradients, memory, parameters) => {
      const decayed = mapTree((g, p) => add(g, mul(factor, p!)), gradients, parameters);
      return inner.update(decayed, memory, parameters);
    },
  });
}
