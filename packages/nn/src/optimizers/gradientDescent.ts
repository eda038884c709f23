import { mapTree, mul, scalar, sub } from '@adjoint/core';
import { type Optimizer, optimizer } from './optimizer.ts';
import { atLeastZero, type Settings, settle } from './settings.ts';

export interface GradientDescentOptions {
  /** 0.001 */
  readonly learningRate: number;
}
const settings: Settings<GradientDescentOptions> = { learningRate: atLeastZero(1e-3) };

/** p - η g: PyTorch's SGD without momentum. @throws ArgumentError unless the learning rate η is finite and at least 0 */
export function gradientDescent(options: Partial<GradientDescentOptions> = {}): Optimizer {
  const { learningRate } = settle('gradientDescent', settings, options);
  return optimizer({
    initialize: () => ({ learningRate: scalar(learningRate) }),
    update: (gradients, memory, parameters) => ({
      parameters: mapTree((p, g) => sub(p, mul(memory.learningRate, g!)), parameters, gradients),
      memory,
    }),
  });
}
