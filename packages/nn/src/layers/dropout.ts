import { ArgumentError, isMat, type Mat, matrix, mul, ShapeError } from '@adjoint/core';
import type { Random } from '../random/random.ts';
import { requireDraw } from './requireDraw.ts';

/** A layer without parameters and without a size of its own: it keeps the shape of whatever it is given, and `sequential` tells it the columns. */
export interface NoiseLayer {
  initialize(random: Random): readonly [];
  draw<R extends number, C extends number>(random: Random, rows: R, columns: C): Mat<R, C>;
  /** Without noise x itself. @throws ShapeError unless the noise has the shape of x */
  apply<R extends number, C extends number>(parameters: readonly [], x: Mat<R, C>, noise?: Mat): Mat<R, C>;
}

/**
 * Zeroes each entry with probability `rate` and divides the others by 1 - rate, so that means stay (inverted dropout, Srivastava et al.
 * 2014). Its noise is what the batch is multiplied by: 0 or 1 / (1 - rate). @throws ArgumentError unless 0 <= rate < 1
 */
export function dropout(rate: number): NoiseLayer {
  if (typeof rate !== 'number' || !(rate >= 0 && rate < 1))
    throw new ArgumentError(`dropout(${String(rate)}): the rate must be at least 0 and below 1, the share of entries that are zeroed`);
  return {
    initialize: () => [],
    draw: (random, rows, columns) => {
      requireDraw(random, rows);
      const drawn = random.uniform(rows, columns, 0, 1).value.toFloat64Array();
      return matrix.of(
        rows,
        columns,
        drawn.map((u) => (u < rate ? 0 : 1 / (1 - rate))),
      );
    },
    apply: (_parameters, x, noise) => {
      if (!isMat(x)) throw new ArgumentError('apply: the batch must be a matrix. Write apply([], x, noise)');
      if (noise === undefined) return x;
      if (!isMat(noise)) throw new ArgumentError('apply: the noise of dropout must be a matrix. Make it with draw(random(seed), x.rows)');
      if (noise.rows !== x.rows || noise.columns !== x.columns)
        throw new ShapeError('dropout', [x, noise], 'the noise must have the shape of the batch. Draw it with draw(random, x.rows)');
      return mul(x as Mat, noise) as typeof x;
    },
  };
}
