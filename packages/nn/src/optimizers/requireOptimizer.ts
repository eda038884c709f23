import { ArgumentError } from '@adjoint/core';

/** @throws ArgumentError on what is no optimizer */
export function requireOptimizer<O>(asker: string, given: O): asserts given is NonNullable<O> {
  const { initialize, update } = (given ?? {}) as { readonly initialize?: unknown; readonly update?: unknown };
  if (typeof initialize === 'function' && typeof update === 'function') return;
  const hint =
    typeof given === 'function' ? `Call it: ${given.name || 'adam'}({ learningRate: 0.001 })` : 'Write adam({ learningRate: 0.001 })';
  throw new ArgumentError(`${asker}: the optimizer must have initialize and update, got ${typeof given}. ${hint}`);
}
