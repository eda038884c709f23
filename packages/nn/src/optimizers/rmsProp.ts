import { add, div, mapTree, maximum, mul, scalar, sqrt, square, sub, type Tree } from '@adjoint/core';
import { type Optimizer, optimizer, type OptimizerMemory, zerosLike } from './optimizer.ts';
import { atLeastZero, flag, type Settings, settle } from './settings.ts';

export interface RmsPropOptions {
  /** η, 0.01 */
  readonly learningRate: number;
  /** α, 0.99 */
  readonly alpha: number;
  /** ε, 1e-8 */
  readonly epsilon: number;
  /** μ, 0 */
  readonly momentum: number;
  /** whether to divide by the deviation instead of the root mean square, false */
  readonly centered: boolean;
}
const settings: Settings<RmsPropOptions> = {
  learningRate: atLeastZero(1e-2),
  alpha: atLeastZero(0.99),
  epsilon: atLeastZero(1e-8),
  momentum: atLeastZero(0),
  centered: flag(false),
};

interface RmsPropMemory extends OptimizerMemory {
  /** running mean of g² */
  readonly squares: Tree;
  /** running mean of g, when centered; else empty */
  readonly means: Tree;
  /** with momentum; else empty */
  readonly velocity: Tree;
}
const none: Tree = [];

/**
 * s = α s + (1 - α) g², p = p - η g / (√s + ε), as PyTorch's RMSprop (Hinton 2012, lecture 6e). Centered, √(s - m²) stands for √s, m the running mean
 * of g; a difference that rounds below 0 counts as 0, where PyTorch gives NaN. With momentum v = μ v + g / (√s + ε), p = p - η v.
 * @throws ArgumentError on an option that is negative or not finite
 */
export function rmsProp(options: Partial<RmsPropOptions> = {}): Optimizer {
  const { learningRate, alpha, epsilon, momentum, centered } = settle('rmsProp', settings, options);
  return optimizer<RmsPropMemory>({
    initialize: (parameters) => ({
      learningRate: scalar(learningRate),
      squares: zerosLike(parameters),
      means: centered ? zerosLike(parameters) : none,
      velocity: momentum > 0 ? zerosLike(parameters) : none,
    }),
    update: (gradients, memory, parameters) => {
      const squares = mapTree((s, g) => add(mul(alpha, s), mul(1 - alpha, square(g!))), memory.squares, gradients);
      const means = centered ? mapTree((m, g) => add(mul(alpha, m), mul(1 - alpha, g!)), memory.means, gradients) : none;
      const spread = centered ? mapTree((s, m) => maximum(sub(s, square(m!)), 0), squares, means) : squares;
      const scaled = mapTree((g, s) => div(g, add(sqrt(s!), epsilon)), gradients, spread);
      const velocity = momentum > 0 ? mapTree((v, d) => add(mul(momentum, v), d!), memory.velocity, scaled) : none;
      const direction = momentum > 0 ? velocity : scaled;
      return {
        parameters: mapTree((p, d) => sub(p, mul(memory.learningRate, d!)), parameters, direction),
        memory: { learningRate: memory.learningRate, squares, means, velocity },
      };
    },
  });
}
