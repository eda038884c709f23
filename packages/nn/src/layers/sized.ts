import { ArgumentError, isMat, type Mat, ShapeError, zeros } from '@adjoint/core';
import type { NoiseLayer } from './dropout.ts';
import { layer } from './layer.ts';
import type { AnyLayer, Part } from './network.ts';

/** Whether a part says itself how many columns it takes. */
export const hasSize = (part: Part): part is AnyLayer => typeof part !== 'function' && 'inputs' in part;

/** A part of a network as a layer, where so many columns come to it. */
export function sized(part: Part, columns: number, position: number): AnyLayer {
  if (hasSize(part)) return part;
  return typeof part === 'function' ? ofFunction(part, columns, position) : ofNoise(part, columns);
}

const ofNoise = (part: NoiseLayer, columns: number): AnyLayer =>
  layer({
    inputs: columns,
    outputs: columns,
    initialize: (random) => part.initialize(random),
    draw: (random, rows): Mat => part.draw(random, rows, columns),
    apply: (_parameters: readonly [], x, noise?: Mat) => part.apply([], x, noise),
  });

const tried = 2; // rows: a function that adds them up shows

function ofFunction(of: (x: Mat) => Mat, columns: number, position: number): AnyLayer {
  const given = of(zeros(tried, columns));
  if (!isMat(given)) throw new ArgumentError(`sequential: the function at ${position} must return a matrix, as in (x) => mul(x, 2)`);
  if (given.rows !== tried)
    throw new ShapeError(
      'sequential',
      [{ rows: tried, columns }, given],
      `the function at ${position} makes ${given.rows} rows of ${tried}. A layer keeps the rows of a batch`,
    );
  return layer({
    inputs: columns,
    outputs: given.columns,
    initialize: (): readonly [] => [],
    apply: (_parameters: readonly [], x) => of(x) as never,
  });
}
