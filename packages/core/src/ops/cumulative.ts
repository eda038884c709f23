import { ArgumentError, ShapeError } from '../errors.ts';
import type { Mat } from '../matrix/mat.ts';
import { apply, operands } from '../tape/apply.ts';
import { between } from '../tape/domain.ts';
import type { Attributes, Op } from '../tape/tape.ts';
import { axisOf, axisText, type Public, withOp } from './families.ts';
import type { Entries } from '../matrix/sizes.ts';
import { reshape } from './shaping.ts';

interface Direction extends Attributes {
  readonly axis: number;
  /** 0: from the first on; 1: from the last back, which is the adjoint */
  readonly reverse: number;
}
const cumulativeSumOp: Op<Direction> = {
  name: 'cumulativeSum',
  shape([x], { axis, reverse }) {
    if (![0, 1].includes(axis) || ![0, 1].includes(reverse))
      throw new ShapeError('cumulativeSum', [x!], `axis and reverse must be 0 or 1, got ${String(axis)} and ${String(reverse)}`);
    return { rows: x!.rows, columns: x!.columns };
  },
  kernel(out, [x], { axis, reverse }) {
    const [count, length] = axis === 1 ? [out.rows, out.columns] : [out.columns, out.rows];
    const [start, step] = axis === 1 ? [out.columns, 1] : [1, out.columns];
    for (let line = 0; line < count; line += 1) {
      let total = -0; // -0 + x is x
      for (let i = 0; i < length; i += 1) {
        const at = line * start + (reverse === 1 ? length - 1 - i : i) * step;
        total += x!.values[at]!;
        out.values[at] = total;
      }
    }
  },
  vjps: [(g, _y, _xs, { axis, reverse }) => apply(cumulativeSumOp, [g], { axis, reverse: 1 - reverse })],
  domain: {
    args: [between(-2, 2)],
    attributes: [() => ({ axis: 1, reverse: 0 }), () => ({ axis: 0, reverse: 0 }), () => ({ axis: 0, reverse: 1 })],
  },
  linear: true,
};
/** Along an axis the shape stays; without one all entries stand in one row. @throws ArgumentError on any other axis */
export interface CumulativeSum {
  <R extends number, C extends number, const A extends 0 | 1 | undefined = undefined>(
    x: Mat<R, C>,
    options?: { readonly axis?: A },
  ): [A] extends [0 | 1] ? Mat<R, C> : [A] extends [undefined] ? Mat<1, Entries<R, C>> : Mat;
}
/** Sums of the first 1, 2, 3, ... entries: down the columns (axis 0), along the rows (axis 1), or of all, row by row, in one row (NumPy's cumsum). */
export const cumulativeSum: Public<CumulativeSum, Direction> = withOp((x: Mat, options: unknown = {}) => {
  const axis = axisOf('cumulativeSum', options);
  const [only] = operands('cumulativeSum', [x]) as [Mat];
  if (axis !== undefined && axis !== 0 && axis !== 1)
    throw new ArgumentError(`cumulativeSum: axis must be 0 (down the columns), 1 (along the rows) or left out, got ${axisText(axis)}`);
  return axis === undefined
    ? apply(cumulativeSumOp, [reshape(only, 1, only.rows * only.columns)], { axis: 1, reverse: 0 })
    : (apply(cumulativeSumOp, [only], { axis, reverse: 0 }) as never);
}, cumulativeSumOp) as never;
