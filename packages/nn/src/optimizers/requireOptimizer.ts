import { ArgumentError } from '@adjoint/core';
import type { Optimizer } from './optimizer.ts';

/** @throws ArgumentError on what is no optimizer */
export function requireOptimizer(asker: string, given: unknown): asserts given is Optimizer {
  const { initialize, update } = (given ?? {}) as Partial<Optimizer>;
  if (typeof initialize === 'function' && typeof update === 'function') return;
  const hint =
    typeof given === 'function' ? `Call it: ${given.name || 'adam'}({ learningRate: 0.001 })` : 'Write adam({ learningRate: 0.001 })';
  throw new ArgumentError(`${asker}: the optimizer must have initialize and update, got ${typeof given}. ${hint}`);
}
