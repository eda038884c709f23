import { ArgumentError } from '../errors.ts';
import { kindOf } from './tree.ts';

/** @throws ArgumentError on options that are no object */
export function requireOptions(asker: string, options: unknown, remedy: string): asserts options is object {
  if (typeof options === 'object' && options !== null) return;
  throw new ArgumentError(`${asker}: the options must be an object, got ${kindOf(options)}. ${remedy}`);
}
