import { add, concatColumns, div, flatten, isMat, mapTree, minimum, mul, norm } from '@adjoint/core';
import { type Optimizer, optimizer } from './optimizer.ts';
import { requireOptimizer } from './requireOptimizer.ts';
import { positive, settle } from './settings.ts';

/**
 * The optimizer, given all gradients scaled by min(1, limit / (‖g‖ + 1e-6)), ‖g‖ being the norm over all of them together: PyTorch's
 * `clip_grad_norm_`. Wrap it around `weightDecay` to clip first, as PyTorch does.
 * @throws ArgumentError unless the limit is finite and above 0
 */
export function clipByNorm(inner: Optimizer, limit: number): Optimizer {
  requireOptimizer('clipByNorm', inner);
  settle('clipByNorm', { limit: positive(1) }, { limit });
  return optimizer({
    initialize: (parameters) => inner.initialize(parameters),
    update: (gradients, memory, parameters) => {
      const norms = flatten(gradients, isMat, 'clipByNorm').leaves.map((g) => norm(g));
      const factor = minimum(1, div(limit, add(norm(concatColumns(...norms)), 1e-6)));
      const clipped = mapTree((g) => mul(factor, g), gradients);
      return inner.update(clipped, memory, parameters);
    },
  });
}
