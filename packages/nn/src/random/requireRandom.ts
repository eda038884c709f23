import { ArgumentError } from '@adjoint/core';
import type { Random } from './random.ts';

/** @throws ArgumentError on what is no source of random numbers */
export function requireRandom(asker: string, random: unknown, example: string): asserts random is Random {
  const { uniform, normal } = (random ?? {}) as Partial<Random>;
  if (typeof uniform === 'function' && typeof normal === 'function') return;
  throw new ArgumentError(`${asker}: needs a source of random numbers. Write ${example}`);
}
