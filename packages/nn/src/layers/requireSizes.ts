import { ShapeError } from '@adjoint/core';

/** @throws ShapeError unless the sizes (inputs and outputs, or one for both) are whole numbers of at least 1 */
export function requireSizes(layer: string, sizes: readonly [number] | readonly [inputs: number, outputs: number], example: string): void {
  if (sizes.every((size) => Number.isSafeInteger(size) && size >= 1)) return;
  const shape = { rows: sizes[0], columns: sizes.at(-1) as number };
  throw new ShapeError(layer, [shape], `sizes are whole numbers of at least 1. Write ${example}`);
}
