import { mapTree, mul, sub } from '@adjoint/core';
import { type Optimizer, optimizer } from './optimizer.ts';
import { requireOptimizer } from './requireOptimizer.ts';
import { atLeastZero, settle } from './settings.ts';

/**
 * The optimizer, moving parameters that have first become (1 - η c) p, η being its learning rate (Loshchilov & Hutter 2019): what makes AdamW of
 * Adam.
 * @throws ArgumentError unless the factor c is finite and at least 0
 */
export function decoupledWeightDecay(inner: Optimizer, factor: number): Optimizer {
  requireOptimizer('decoupledWeightDecay', inner);
  settle('decoupledWeightDecay', { factor: atLeastZero(0) }, { factor });
  if (factor === 0) return inner;
  return optimizer({
    initialize: (parameters) => inner.initialize(parameters),
    update: (gradients, memory, parameters) => {
      const kept = sub(1, mul(factor, memory.learningRate));
      const decayed = mapTree((p) => mul(kept, p), parameters);
      return inner.update(gradients, memory, decayed);
    },
  });
}
