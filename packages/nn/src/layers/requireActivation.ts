import { ArgumentError } from '@adjoint/core';
import { textOf } from '../textOf.ts';

/** @throws ArgumentError unless the activation of a layer is a function */
export function requireActivation(layer: string, activation: unknown, example: string): void {
  if (typeof activation === 'function') return;
  throw new ArgumentError(`${layer}: the activation must be a function, got ${textOf(activation)}. Write ${example}`);
}
