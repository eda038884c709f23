import { add, equal, mapTree, mul, scalar, sub, where } from '@adjoint/core';
import { type Optimizer, optimizer, zerosLike } from './optimizer.ts';
import { atLeastZero, type Settings, settle } from './settings.ts';

export interface MomentumOptions {
  /** η, 0.001 */
  readonly learningRate: number;
  /** μ, 0.9 (PyTorch has 0, which is no momentum) */
  readonly momentum: number;
  /** d, 0: how much of a gradient is left out, except of the first */
  readonly dampening: number;
}
const settings: Settings<MomentumOptions> = {
  learningRate: atLeastZero(1e-3),
  momentum: atLeastZero(0.9),
  dampening: atLeastZero(0),
};

/**
 * v = μ v + (1 - d) g, p = p - η v; the first v is g: PyTorch's SGD with momentum (Polyak 1964).
 * @throws ArgumentError on an option that is negative or not finite
 */
export function momentum(options: Partial<MomentumOptions> = {}): Optimizer {
  const { learningRate, momentum: kept, dampening } = settle('momentum', settings, options);
  return optimizer({
    initialize: (parameters) => ({ learningRate: scalar(learningRate), step: scalar(0), velocity: zerosLike(parameters) }),
    update: (gradients, memory, parameters) => {
      const step = add(memory.step, 1);
      const taken = where(equal(step, 1), 1, 1 - dampening);
      const velocity = mapTree((v, g) => add(mul(kept, v), mul(taken, g!)), memory.velocity, gradients);
      return {
        parameters: mapTree((p, v) => sub(p, mul(memory.learningRate, v!)), parameters, velocity),
        memory: { learningRate: memory.learningRate, step, velocity },
      };
    },
  });
}
