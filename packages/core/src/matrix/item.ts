import { ArgumentError, ShapeError } from '../errors.ts';
import { type Fits, isMat, type Mat, type ShapeText } from './mat.ts';
import { kindOf } from './tree.ts';

/** The number in a 1x1 matrix. @throws ShapeError on any other shape, RecordingError where only shapes are known (under `compile`) */
export function item<R extends number, C extends number>(
  x: Fits<
    R,
    1,
    Fits<C, 1, Mat<R, C>, `item: needs a 1x1 matrix, got ${ShapeText<R, C>}`>,
    `item: needs a 1x1 matrix, got ${ShapeText<R, C>}`
  >,
): number {
  const given = x as Mat;
  if (!isMat(given))
    throw new ArgumentError(`item: expected a 1x1 matrix, got ${kindOf(given)}${typeof given === 'number' ? '. Use it as it is' : ''}`);
  if (given.rows !== 1 || given.columns !== 1)
    throw new ShapeError('item', [given], 'needs a 1x1 matrix. Reduce it first with sum or mean, or read x.at(i, j)');
  return given.at(0, 0);
}
