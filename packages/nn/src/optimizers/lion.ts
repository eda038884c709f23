import { add, mapTree, mul, scalar, sign, sub } from '@adjoint/core';
import { decoupledWeightDecay } from './decoupledWeightDecay.ts';
import { type Optimizer, optimizer, zerosLike } from './optimizer.ts';
import { atLeastZero, type Settings, settle, share } from './settings.ts';

export interface LionOptions {
  /** η, 0.0001: a third to a tenth of Adam's serves, the authors say */
  readonly learningRate: number;
  /** β₁, 0.9 */
  readonly beta1: number;
  /** β₂, 0.99 */
  readonly beta2: number;
  /** c, 0 */
  readonly weightDecay: number;
}
const settings: Settings<LionOptions> = {
  learningRate: atLeastZero(1e-4),
  beta1: share(0.9),
  beta2: share(0.99),
  weightDecay: atLeastZero(0),
};

/**
 * p = (1 - η c) p - η sign(β₁ m + (1 - β₁) g), m = β₂ m + (1 - β₂) g (Chen et al. 2023, algorithm 2, with the authors' defaults; PyTorch has none).
 * @throws ArgumentError on a beta outside [0, 1), or another option that is negative or not finite
 */
export function lion(options: Partial<LionOptions> = {}): Optimizer {
  const { learningRate, beta1, beta2, weightDecay } = settle('lion', settings, options);
  const signs = optimizer({
    initialize: (parameters) => ({ learningRate: scalar(learningRate), moment: zerosLike(parameters) }),
    update: (gradients, memory, parameters) => {
      const direction = mapTree((m, g) => sign(add(mul(beta1, m), mul(1 - beta1, g!))), memory.moment, gradients);
      return {
        parameters: mapTree((p, d) => sub(p, mul(memory.learningRate, d!)), parameters, direction),
        memory: {
          learningRate: memory.learningRate,
          moment: mapTree((m, g) => add(mul(beta2, m), mul(1 - beta2, g!)), memory.moment, gradients),
        },
      };
    },
  });
  return decoupledWeightDecay(signs, weightDecay);
}
