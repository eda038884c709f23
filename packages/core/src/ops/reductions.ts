import { ArgumentError } from '../errors.ts';
import type { Mat } from '../matrix/mat.ts';
import { sameShape, type Shape } from '../matrix/shape.ts';
import { exp as expOf } from '../scalars/exp.ts';
import { log as logOf } from '../scalars/log.ts';
import { apply, operands } from '../tape/apply.ts';
import type { Block, Op, Vjp } from '../tape/tape.ts';
import { div, equal, mul } from './arithmetic.ts';
import { axisOf, axisText, type Public, withOp } from './families.ts';
import { softmaxOver } from './normalizing.ts';
import { broadcastToShape, reducesTo, type Sizes, sumTo } from './shaping.ts';

export type Axis = 0 | 1 | undefined;
/** the size that stays when `Kept` is not the collapsed axis; an axis known at run time only leaves the size unknown */
type Kept<A extends Axis, Along extends 0 | 1, Size extends number> = [A] extends [Along] ? Size : Along extends A ? number : 1;
/** Over all entries, or along an axis as in NumPy: 0 collapses the rows, 1 the columns; sizes stay as 1. @throws ArgumentError on any other axis */
export interface Reduction {
  <R extends number, C extends number, const A extends Axis = undefined>(
    x: Mat<R, C>,
    options?: { readonly axis?: A },
  ): Mat<Kept<A, 1, R>, Kept<A, 0, C>>;
}

function reducedShape(name: string, x: Shape, axis: unknown): Sizes {
  if (axis !== undefined && axis !== 0 && axis !== 1)
    throw new ArgumentError(`${name}: axis must be 0 (collapse the rows), 1 (collapse the columns) or left out, got ${axisText(axis)}`);
  return { rows: axis === 1 ? x.rows : 1, columns: axis === 0 ? x.columns : 1 };
}

export const reduction = (name: string, reduce: (x: Mat, to: Sizes) => Mat): Reduction =>
  ((x: Mat, options: unknown = {}) => {
    const [only] = operands(name, [x]) as [Mat];
    return reduce(only, reducedShape(name, only, axisOf(name, options)));
  }) as Reduction;

const domain = sumTo.op.domain;

/** Reduces every group of entries that becomes one. */
function reduceGroups(out: Block, x: Block, reduce: (values: Float64Array) => number): void {
  const rows = x.rows / out.rows;
  const columns = x.columns / out.columns;
  const group = new Float64Array(rows * columns);
  for (let i = 0; i < out.rows; i += 1) {
    for (let j = 0; j < out.columns; j += 1) {
      for (let r = 0, at = 0; r < rows; r += 1) {
        for (let c = 0; c < columns; c += 1, at += 1) group[at] = x.values[(i + r) * x.columns + j + c]!;
      }
      out.values[i * out.columns + j] = reduce(group);
    }
  }
}

/** An op that reduces groups of entries, given in the order of rows, to one number each. */
export function reducing(
  name: string,
  reduce: (values: Float64Array) => number,
  vjp: Vjp<Sizes>,
  more: Partial<Op<Sizes>['domain']> = {},
): Op<Sizes> {
  return {
    name,
    shape: reducesTo(name),
    kernel: (out, [x]) => reduceGroups(out, x!, reduce),
    vjps: [vjp],
    domain: { ...domain, ...more },
  };
}

/** Σ x. Along a row in order; over rows in chunks, see the numerics page. The cotangent is repeated. */
export const sum: Public<Reduction, Sizes> = withOp(
  reduction('sum', (x, { rows, columns }) => sumTo(x, rows, columns)),
  sumTo.op,
);

/** Σ x / n. */
export const mean: Reduction = reduction('mean', (x, { rows, columns }) =>
  div(sumTo(x, rows, columns), (x.rows * x.columns) / (rows * columns)),
);

// the cotangent is shared equally by all entries that are the extreme one
const shared: Vjp<Sizes> = (g, y, [x], { rows, columns }) => {
  const isExtreme = equal(x!, broadcastToShape(y, x!));
  return mul(broadcastToShape(div(g, sumTo(isExtreme, rows, columns)), x!), isExtreme);
};
const extreme = (name: 'max' | 'min', better: (a: number, b: number) => number): Public<Reduction, Sizes> => {
  const op = reducing(name, (values) => values.reduce(better), shared, { kinks: [0], kinkOf: 'difference' });
  return withOp(
    reduction(name, (x, to) => apply(op, [x], to)),
    op,
  );
};
/** The largest entry; NaN if there is one. Ties share the cotangent equally. */
export const max: Public<Reduction, Sizes> = extreme('max', (a, b) => Math.max(a, b));
/** The smallest entry; NaN if there is one. Ties share the cotangent equally. */
export const min: Public<Reduction, Sizes> = extreme('min', (a, b) => Math.min(a, b));

function logSumExpOf(values: Float64Array): number {
  const shift = values.reduce((a, b) => Math.max(a, b));
  if (shift === Infinity || shift === -Infinity) return shift;
  let total = 0;
  for (const value of values) total += expOf(value - shift);
  return shift + logOf(total);
}
// of one entry it is that entry
const logSumExpOp = reducing('logSumExp', logSumExpOf, (g, _y, [x], to) =>
  sameShape(g, x!) ? g : mul(broadcastToShape(g, x!), softmaxOver(x!, to)),
);
/** log Σ exp x, shifted by the largest entry, so that it does not overflow; its derivative is `softmax`. */
export const logSumExp: Public<Reduction, Sizes> = withOp(
  reduction('logSumExp', (x, to) => apply(logSumExpOp, [x], to)),
  logSumExpOp,
);
