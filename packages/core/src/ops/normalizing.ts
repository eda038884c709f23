import { ArgumentError, ShapeError } from '../errors.ts';
import type { Mat } from '../matrix/mat.ts';
import { exp as expOf } from '../scalars/exp.ts';
import { log as logOf } from '../scalars/log.ts';
import { apply, operands } from '../tape/apply.ts';
import { between } from '../tape/domain.ts';
import type { Attributes, Block, Op } from '../tape/tape.ts';
import { mul, sub } from './arithmetic.ts';
import { axisOf, axisText, type Public, withOp } from './families.ts';
import { broadcastToShape, sumTo } from './shaping.ts';

/** 1 normalizes along each row, 0 along each column, -1 over all entries. */
export interface Along extends Attributes {
  readonly axis: number;
}

const sumAlong = (x: Mat, { axis }: Along): Mat => broadcastToShape(sumTo(x, axis === 1 ? x.rows : 1, axis === 0 ? x.columns : 1), x);

/** For every group along the axis: from its entries, shifted by the largest, and Σ exp of them, to the entries of the output. */
function normalizeGroups(out: Block, x: Block, axis: number, entry: (shifted: number, total: number) => number): void {
  const [groups, size] = axis === 1 ? [x.rows, x.columns] : axis === 0 ? [x.columns, x.rows] : [1, x.values.length];
  const [start, step] = axis === 0 ? [1, x.columns] : [size, 1];
  for (let group = 0; group < groups; group += 1) {
    const first = group * start;
    let largest = x.values[first]!;
    for (let i = 1; i < size; i += 1) largest = Math.max(largest, x.values[first + i * step]!);
    let total = 0;
    for (let i = 0; i < size; i += 1) total += expOf(x.values[first + i * step]! - largest);
    for (let i = 0; i < size; i += 1) out.values[first + i * step] = entry(x.values[first + i * step]! - largest, total);
  }
}

function normalizing(name: string, entry: (shifted: number, total: number) => number, vjp: Op<Along>['vjps'][number]): Op<Along> {
  return {
    name,
    shape([x], { axis }) {
      if (![1, 0, -1].includes(axis))
        throw new ShapeError(name, [x!], `axis must be 1 (along each row), 0 (along each column) or -1 (over all), got ${String(axis)}`);
      return { rows: x!.rows, columns: x!.columns };
    },
    kernel: (out, [x], { axis }) => normalizeGroups(out, x!, axis, entry),
    vjps: [vjp],
    domain: { args: [between(-2, 2)], attributes: [() => ({ axis: 1 }), () => ({ axis: 0 }), () => ({ axis: -1 })] },
  };
}

// y (g - Σ g y)
const softmaxOp: Op<Along> = normalizing(
  'softmax',
  (shifted, total) => expOf(shifted) / total,
  (g, y, _xs, along) => mul(y, sub(g, sumAlong(mul(g, y), along))),
);
// g - softmax Σ g
const logSoftmaxOp: Op<Along> = normalizing(
  'logSoftmax',
  (shifted, total) => shifted - logOf(total),
  (g, _y, [x], along) => sub(g, mul(apply(softmaxOp, [x!], along), sumAlong(g, along))),
);

/** Along the rows (axis 1, the default) or the columns (axis 0). @throws ArgumentError on any other axis */
export interface Normalizing {
  <R extends number, C extends number>(x: Mat<R, C>, options?: { readonly axis?: 0 | 1 }): Mat<R, C>;
}
const along = (op: Op<Along>): Public<Normalizing, Along> => {
  const call = (x: Mat, options: unknown = {}): Mat => {
    const axis = axisOf(op.name, options) ?? 1;
    if (axis !== 0 && axis !== 1)
      throw new ArgumentError(`${op.name}: axis must be 1 (along each row) or 0 (along each column), got ${axisText(axis)}`);
    return apply(op, operands(op.name, [x]), { axis });
  };
  return withOp(call as Normalizing, op);
};

/** exp x / Σ exp x, shifted by the largest entry so that it does not overflow. The cotangent is y (g - Σ g y). */
export const softmax: Public<Normalizing, Along> = along(softmaxOp);
/** x - log Σ exp x, shifted likewise: the log of `softmax`, without its underflow. The cotangent is g - softmax(x) Σ g. */
export const logSoftmax: Public<Normalizing, Along> = along(logSoftmaxOp);

/** softmax over the groups that become one entry of a reduced shape: the derivative of `logSumExp`. */
export const softmaxOver = (x: Mat, reduced: { readonly rows: number; readonly columns: number }): Mat =>
  apply(softmaxOp, [x], { axis: reduced.rows === x.rows ? 1 : reduced.columns === x.columns ? 0 : -1 });
