import { add, div, full, mapTree, mul, scalar, sqrt, square, sub } from '@adjoint/core';
import { type Optimizer, optimizer } from './optimizer.ts';
import { atLeastZero, type Settings, settle } from './settings.ts';

export interface AdagradOptions {
  /** η, 0.01 */
  readonly learningRate: number;
  /** c, 0: the rate of step t is η / (1 + (t - 1) c) */
  readonly learningRateDecay: number;
  /** what the sum of squares starts at, 0 */
  readonly initialAccumulator: number;
  /** ε, 1e-10 */
  readonly epsilon: number;
}
const settings: Settings<AdagradOptions> = {
  learningRate: atLeastZero(1e-2),
  learningRateDecay: atLeastZero(0),
  initialAccumulator: atLeastZero(0),
  epsilon: atLeastZero(1e-10),
};

/**
 * s = s + g², p = p - η g / (√s + ε), as PyTorch's Adagrad (Duchi et al. 2011).
 * @throws ArgumentError on an option that is negative or not finite
 */
export function adagrad(options: Partial<AdagradOptions> = {}): Optimizer {
  const { learningRate, learningRateDecay, initialAccumulator, epsilon } = settle('adagrad', settings, options);
  return optimizer({
    initialize: (parameters) => ({
      learningRate: scalar(learningRate),
      step: scalar(0),
      squares: mapTree(({ rows, columns }) => full(rows, columns, initialAccumulator), parameters),
    }),
    update: (gradients, memory, parameters) => {
      const step = add(memory.step, 1);
      const rate = div(memory.learningRate, add(1, mul(learningRateDecay, memory.step)));
      const squares = mapTree((s, g) => add(s, square(g!)), memory.squares, gradients);
      return {
        parameters: mapTree((p, g, s) => sub(p, mul(rate, div(g!, add(sqrt(s!), epsilon)))), parameters, gradients, squares),
        memory: { learningRate: memory.learningRate, step, squares },
      };
    },
  });
}
