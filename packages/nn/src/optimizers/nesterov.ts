import { add, mapTree, mul, scalar, sub } from '@adjoint/core';
import { type Optimizer, optimizer, zerosLike } from './optimizer.ts';
import { atLeastZero, type Settings, settle } from './settings.ts';

export interface NesterovOptions {
  /** η, 0.001 */
  readonly learningRate: number;
  /** μ, 0.9 */
  readonly momentum: number;
}
const settings: Settings<NesterovOptions> = { learningRate: atLeastZero(1e-3), momentum: atLeastZero(0.9) };

/**
 * v = μ v + g, p = p - η (g + μ v): PyTorch's SGD with `nesterov=True` (Sutskever et al. 2013).
 * @throws ArgumentError on an option that is negative or not finite
 */
export function nesterov(options: Partial<NesterovOptions> = {}): Optimizer {
  const { learningRate, momentum } = settle('nesterov', settings, options);
  return optimizer({
    initialize: (parameters) => ({ learningRate: scalar(learningRate), velocity: zerosLike(parameters) }),
    update: (gradients, memory, parameters) => {
      const velocity = mapTree((v, g) => add(mul(momentum, v), g!), memory.velocity, gradients);
      const ahead = mapTree((g, v) => add(g, mul(momentum, v!)), gradients, velocity);
      return {
        parameters: mapTree((p, d) => sub(p, mul(memory.learningRate, d!)), parameters, ahead),
        memory: { learningRate: memory.learningRate, velocity },
      };
    },
  });
}
