import { ArgumentError } from '@adjoint/core';
import { textOf } from './textOf.ts';

/** @throws ArgumentError on options that are no object */
export function requireOptions(asker: string, options: unknown, remedy: string): asserts options is object {
  if (typeof options === 'object' && options !== null) return;
  throw new ArgumentError(`${asker}: the options must be an object, got ${textOf(options)}. ${remedy}`);
}
