import { clip, mapTree } from '@adjoint/core';
import { type Optimizer, optimizer } from './optimizer.ts';
import { requireOptimizer } from './requireOptimizer.ts';
import { positive, settle } from './settings.ts';

/**
 * The optimizer, given every entry of the gradients kept within [-limit, limit]: PyTorch's `clip_grad_value_`. NaN stays NaN.
 * @throws ArgumentError unless the limit is finite and above 0
 */
export function clipByValue(inner: Optimizer, limit: number): Optimizer {
  requireOptimizer('clipByValue', inner);
  settle('clipByValue', { limit: positive(1) }, { limit });
  return optimizer({
    initialize: (parameters) => inner.initialize(parameters),
    update: (gradients, memory, parameters) => {
      const clipped = mapTree((g) => clip(g, -limit, limit), gradients);
      return inner.update(clipped, memory, parameters);
    },
  });
}
