import { ArgumentError, isMat, type Mat, ShapeError } from '@adjoint/core';
import { requireSizes } from '../layers/requireSizes.ts';
import type { Random } from '../random/random.ts';
import { requireRandom } from '../random/requireRandom.ts';
import { requireOptions } from '../requireOptions.ts';
import { textOf } from '../textOf.ts';

/**
 * How parameters start: a matrix of the sizes given, drawn from the source. Weights are inputs x outputs, biases 1 x outputs. Makers that
 * draw nothing, like `zeros`, are initializers too.
 */
export type Initializer = <R extends number, C extends number>(rows: R, columns: C, random: Random) => Mat<R, C>;

/** An initializer that draws. @throws ShapeError, ArgumentError unless for whole sizes of at least 1, from a source of random numbers */
export const drawing =
  (name: string, make: Initializer): Initializer =>
  (rows, columns, random) => {
    const example = `${name}(4, 3, random(42))`;
    requireSizes(name, [rows, columns], example);
    requireRandom(name, random, example);
    return make(rows, columns, random);
  };

/** What an initializer makes. @throws ShapeError when it has other sizes */
export function initialized<R extends number, C extends number>(make: Initializer, rows: R, columns: C, random: Random): Mat<R, C> {
  const made = make(rows, columns, random);
  if (!isMat(made)) throw new ArgumentError('initialize: an initializer must return a matrix. Write (rows, columns, random) => ...');
  if (made.rows !== rows || made.columns !== columns)
    throw new ShapeError('initialize', [made], `the initializer was asked for ${rows}x${columns}. Use the rows and columns it is given`);
  return made;
}

/** @throws ArgumentError unless the options of a layer are initializers under the names that it knows */
export function requireInitializers(layer: string, options: object, names: readonly string[], example: string): void {
  requireOptions(layer, options, `Write ${example}`);
  for (const [name, make] of Object.entries(options)) {
    if (!names.includes(name)) throw new ArgumentError(`${layer}: there is no option ${name}, only ${names.join(', ')}. Write ${example}`);
    if (make !== undefined && typeof make !== 'function')
      throw new ArgumentError(`${layer}: ${name} must be an initializer, got ${textOf(make)}. Write ${example}`);
  }
}
