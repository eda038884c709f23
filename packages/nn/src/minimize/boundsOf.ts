import { ArgumentError, isBranch, isMat, leaves, type Mat, ShapeError } from '@adjoint/core';
import type { FlatBounds } from './bounds.ts';

/** A bound of a tree: a number for every element below it, or a tree of the same form of such bounds, with matrices of the same shape as leaves. */
export type Bound<P> = number | (P extends Mat ? P : { readonly [K in keyof P]: Bound<P[K]> });

/** Between what the parameters must stay; what is not given is not bounded. */
export interface Bounds<P> {
  readonly lower?: Bound<P>;
  readonly upper?: Bound<P>;
}

/**
 * The bounds of every element, in the order of the flat parameters.
 * @throws ArgumentError, ShapeError for bounds that do not fit the parameters, are NaN or leave nothing between them
 */
export function boundsOf<P>(bounds: Bounds<P>, p0: P): FlatBounds {
  if (!isBranch(bounds) || Array.isArray(bounds)) throw new ArgumentError(`minimize: the bounds must be an object. ${remedy}`);
  const stray = Object.keys(bounds).find((key) => key !== 'lower' && key !== 'upper');
  if (stray !== undefined) throw new ArgumentError(`minimize: bounds has no key ${stray}. ${remedy}`);
  const { lower = -Infinity, upper = Infinity } = bounds as Bounds<P>;
  const flat = { lower: Float64Array.from(elements(lower, p0, 'lower')), upper: Float64Array.from(elements(upper, p0, 'upper')) };
  const empty = flat.lower.findIndex((least, i) => !(least <= flat.upper[i]!) || least === Infinity || flat.upper[i] === -Infinity);
  if (empty < 0) return flat;
  throw new ArgumentError(
    `minimize: element ${empty} of the parameters has the bounds ${flat.lower[empty]} and ${flat.upper[empty]}, with no number between them`,
  );
}

const remedy = 'Write { lower: 0, upper: 1 }, or trees like the parameters there';

/** The elements of a bound, as many as the parameters have, by rows and in their order. */
function* elements(bound: unknown, parameters: unknown, place: string): Generator<number> {
  if (typeof bound === 'number') {
    for (const { rows, columns } of leaves(parameters)) for (let i = 0; i < rows * columns; i += 1) yield bound;
  } else if (isMat(parameters)) {
    if (!isMat(bound)) throw new ArgumentError(`minimize: the bound ${place} must be a number or a ${shapeOf(parameters)} matrix`);
    if (shapeOf(bound) !== shapeOf(parameters))
      throw new ShapeError('minimize', [bound], `the bound ${place} must have the shape ${shapeOf(parameters)}`);
    yield* bound.toFloat64Array();
  } else {
    const keys = Object.keys(parameters as object);
    if (!isBranch(bound) || String(Object.keys(bound).toSorted()) !== String(keys.toSorted()))
      throw new ArgumentError(`minimize: the bound ${place} must be a number or have the keys of the parameters there: ${keys.join(', ')}`);
    for (const key of keys) yield* elements(bound[key as never], parameters![key as never], `${place}.${key}`);
  }
}

const shapeOf = ({ rows, columns }: Mat): string => `${rows}x${columns}`;
