import { ArgumentError } from '@adjoint/core';
import { requireRandom } from '../random/requireRandom.ts';

/** @throws ArgumentError unless noise is drawn from a source of random numbers; ArgumentError unless for a whole number of rows of at least 1 */
export function requireDraw(random: unknown, rows: number): void {
  requireRandom('draw', random, 'draw(random(42), x.rows)');
  if (!Number.isSafeInteger(rows) || rows < 1)
    throw new ArgumentError(`draw: rows must be a whole number of at least 1, got ${String(rows)}. Write draw(random(42), x.rows)`);
}
