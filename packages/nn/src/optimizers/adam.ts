import { add, div, mapTree, maximum, mul, pow, scalar, sqrt, square, sub, type Scalar, type Tree } from '@adjoint/core';
import { type Optimizer, optimizer, type OptimizerMemory, zerosLike } from './optimizer.ts';
import { atLeastZero, flag, type Settings, settle, share } from './settings.ts';

export interface AdamOptions {
  /** η, 0.001 */
  readonly learningRate: number;
  /** β₁, 0.9 */
  readonly beta1: number;
  /** β₂, 0.999 */
  readonly beta2: number;
  /** ε, 1e-8 */
  readonly epsilon: number;
  /** whether to divide by the largest v so far (Reddi et al. 2018), false */
  readonly amsgrad: boolean;
}
export const adamSettings: Settings<AdamOptions> = {
  learningRate: atLeastZero(1e-3),
  beta1: share(0.9),
  beta2: share(0.999),
  epsilon: atLeastZero(1e-8),
  amsgrad: flag(false),
};

interface AdamMemory extends OptimizerMemory {
  /** steps taken */
  readonly step: Scalar;
  readonly firstMoment: Tree;
  readonly secondMoment: Tree;
  /** of the second moment so far, with amsgrad; else empty */
  readonly largest: Tree;
}
const none: Tree = [];

/**
 * m = β₁ m + (1 - β₁) g, v = β₂ v + (1 - β₂) g², p = p - η m̂ / (√v̂ + ε) with m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ), as PyTorch's Adam
 * (Kingma & Ba 2015, algorithm 1).
 * @throws ArgumentError on a beta outside [0, 1), or another option that is negative or not finite
 */
export function adam(options: Partial<AdamOptions> = {}): Optimizer {
  const { learningRate, beta1, beta2, epsilon, amsgrad } = settle('adam', adamSettings, options);
  return optimizer<AdamMemory>({
    initialize: (parameters) => ({
      learningRate: scalar(learningRate),
      step: scalar(0),
      firstMoment: zerosLike(parameters),
      secondMoment: zerosLike(parameters),
      largest: amsgrad ? zerosLike(parameters) : none,
    }),
    update: (gradients, memory, parameters) => {
      const step = add(memory.step, 1);
      const firstMoment = mapTree((m, g) => add(mul(beta1, m), mul(1 - beta1, g!)), memory.firstMoment, gradients);
      const secondMoment = mapTree((v, g) => add(mul(beta2, v), mul(1 - beta2, square(g!))), memory.secondMoment, gradients);
      const largest = amsgrad ? mapTree((a, b) => maximum(a, b!), memory.largest, secondMoment) : none;
      const rate = div(memory.learningRate, sub(1, pow(beta1, step)));
      const root = sqrt(sub(1, pow(beta2, step)));
      const direction = mapTree((m, v) => div(m, add(div(sqrt(v!), root), epsilon)), firstMoment, amsgrad ? largest : secondMoment);
      return {
        parameters: mapTree((p, d) => sub(p, mul(rate, d!)), parameters, direction),
        memory: { learningRate: memory.learningRate, step, firstMoment, secondMoment, largest },
      };
    },
  });
}
