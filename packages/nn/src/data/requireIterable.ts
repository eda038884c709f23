import { ArgumentError } from '@adjoint/core';
import { textOf } from '../textOf.ts';

/** @throws ArgumentError unless something can be iterated, at once or by and by */
export function requireIterable(asker: string, what: string, given: unknown, example: string): void {
  const { [Symbol.asyncIterator]: later, [Symbol.iterator]: now } = (given ?? {}) as Partial<AsyncIterable<unknown> & Iterable<unknown>>;
  if (typeof given === 'object' && (typeof later === 'function' || typeof now === 'function')) return;
  throw new ArgumentError(`${asker}: ${what} must be something to iterate over, got ${textOf(given)}. Write ${example}`);
}
