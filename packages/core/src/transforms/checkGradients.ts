import { ArgumentError, GradientError } from '../errors.ts';
import { isDense } from '../matrix/denseMatrix.ts';
import { item } from '../matrix/item.ts';
import { matrix } from '../matrix/make.ts';
import type { Mat, Scalar } from '../matrix/mat.ts';
import { type Branch, kindOf, type Rest, type Tree } from '../matrix/tree.ts';
import { requireFunction } from '../record.ts';
import { valueAndGrad } from './grad.ts';
import { flattenParameters } from './recordParameters.ts';

export interface CheckOptions {
  /** at most this many entries of each leaf are checked, evenly spread; 1000 unless given */
  readonly entriesPerLeaf?: number;
  /** allowed difference beyond what extrapolation itself is unsure of, relative to max(1, |f|, |gradient|); 1e-8 unless given */
  readonly tolerance?: number;
}
/** How far the derivative is from finite differences at its worst entry. */
export interface GradientReport {
  readonly checked: number;
  readonly worst: {
    readonly path: string;
    readonly row: number;
    readonly column: number;
    readonly gradient: number;
    readonly numeric: number;
    readonly difference: number;
  };
}

const step = Number.EPSILON ** (1 / 5);

/**
 * Compares the gradient of f by its first argument with Richardson-extrapolated central differences,
 * R(h) = (4 C(h) - C(2h)) / 3 with C(h) = (f(x + h) - f(x - h)) / 2h, entry by entry.
 * @throws GradientError naming the worst entry when they differ
 */
export function checkGradients<P extends Tree | Branch<P>, A extends Rest>(
  f: (parameters: P, ...rest: A) => Scalar,
  args: readonly [P, ...A],
  options: CheckOptions = {},
): GradientReport {
  requireFunction('checkGradients', f, 'Write checkGradients(f, [x])');
  if (!Array.isArray(args))
    throw new ArgumentError(`checkGradients: the arguments must be an array, got ${kindOf(args)}. Write checkGradients(f, [x])`);
  const { entriesPerLeaf = 1000, tolerance = 1e-8 } = options;
  if (!(entriesPerLeaf >= 1))
    throw new ArgumentError(
      `checkGradients: entriesPerLeaf must be at least 1, got ${String(entriesPerLeaf)}. With fewer nothing is checked`,
    );
  const [first, ...rest] = args;
  const call = f as unknown as (first: unknown, ...rest: Rest) => Scalar;
  const flat = flattenParameters('checkGradients', first);
  if (!flat.leaves.every(isDense)) throw new ArgumentError('checkGradients: needs concrete matrices: call it outside grad and compile');
  const { value, gradient } = valueAndGrad(f as (parameters: Tree, ...rest: Rest) => Scalar)(flat.rebuild(flat.leaves) as Tree, ...rest);
  const gradients = flattenParameters('checkGradients', gradient).leaves;
  let worst = { path: '', row: 0, column: 0, gradient: 0, numeric: 0, difference: 0 };
  let largest = -Infinity; // difference beyond what extrapolation is unsure of
  let checked = 0;
  flat.leaves.forEach((leaf, index) => {
    const along = (entry: number) => (t: number) => item(call(flat.rebuild(flat.leaves.with(index, moved(leaf, entry, t))), ...rest));
    for (const entry of spread(leaf.rows * leaf.columns, entriesPerLeaf)) {
      const [row, column] = [Math.floor(entry / leaf.columns), entry % leaf.columns];
      const g = gradients[index]!.at(row, column);
      const { numeric, unsure } = richardson(along(entry), leaf.at(row, column));
      const scale = Math.max(1, Math.abs(item(value)), Math.abs(g));
      const difference = Math.abs(g - numeric);
      const excess = (difference - 20 * unsure) / scale;
      checked += 1;
      if (excess <= largest) continue;
      worst = { path: flat.paths[index]!, row, column, gradient: g, numeric, difference };
      largest = Number.isNaN(excess) ? Infinity : excess; // a NaN on either side is the worst that can be
    }
  });
  if (!(largest <= tolerance)) {
    const place = `${worst.path === '' ? '' : `${worst.path} `}(${worst.row}, ${worst.column})`;
    throw new GradientError(`checkGradients: at ${place} the gradient is ${worst.gradient}, finite differences give ${worst.numeric}`);
  }
  return { checked, worst };
}

function richardson(f: (t: number) => number, at: number): { readonly numeric: number; readonly unsure: number } {
  const h = step * Math.max(1, Math.abs(at));
  const central = (width: number) => (f(width) - f(-width)) / (2 * width);
  const [half, whole, double] = [central(h / 2), central(h), central(2 * h)];
  const coarse = (4 * whole - double) / 3;
  const fine = (4 * half - whole) / 3;
  return { numeric: coarse, unsure: Math.abs(coarse - fine) };
}

function moved(x: Mat, entry: number, by: number): Mat {
  const values = x.toFloat64Array();
  values[entry]! += by;
  return matrix.of(x.rows, x.columns, values);
}

const spread = (size: number, most: number): readonly number[] =>
  size <= most ? Array.from({ length: size }, (_, i) => i) : Array.from({ length: most }, (_, i) => Math.floor((i * size) / most));
