import type { Mat } from '../matrix/mat.ts';
import { apply } from '../tape/apply.ts';
import { div, equal, mul, mulZero, square, sub, where } from './arithmetic.ts';
import { concatColumns, concatRows } from './concatenating.ts';
import { type Public, withOp } from './families.ts';
import { reducing, reduction, type Reduction } from './reductions.ts';
import { broadcastToShape, type Sizes, sumTo } from './shaping.ts';
import { slice } from './slicing.ts';

// scaled by the largest entry, so that it overflows only where the norm itself does
function normOf(values: Float64Array): number {
  const largest = values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let total = 0;
  for (const value of values) total += (value / largest) * (value / largest);
  return largest * Math.sqrt(total);
}
// x / ‖x‖, and 0 where the norm is 0, with derivatives 0
const normOp = reducing('norm', normOf, (g, y, [x]) => {
  const isZero = equal(y, 0);
  const slope = div(x!, broadcastToShape(where(isZero, 1, y), x!));
  return mulZero(broadcastToShape(g, x!), where(isZero, 0, slope));
});
/** √Σ x²: of all entries (the Frobenius norm), of each column (axis 0) or of each row (axis 1). Its derivative at 0 is 0. */
export const norm: Public<Reduction, Sizes> = withOp(
  reduction('norm', (x, to) => apply(normOp, [x], to)),
  normOp,
);

// the mean over the groups that become one entry of this shape
const meanTo = (x: Mat, { rows, columns }: Sizes): Mat => div(sumTo(x, rows, columns), (x.rows * x.columns) / (rows * columns));
const varianceTo = (x: Mat, to: Sizes): Mat => meanTo(square(sub(x, meanTo(x, to))), to);

/** The mean of (x - mean x)²: divided by n, as NumPy's var. */
export const variance: Reduction = reduction('variance', varianceTo);
/** √variance. Where all entries are equal its derivative is 0, as that of `norm`. */
export const std: Reduction = reduction('std', (x, to) => {
  const distance = apply(normOp, [sub(x, meanTo(x, to))], to);
  return div(distance, Math.sqrt((x.rows * x.columns) / (to.rows * to.columns)));
});

/** How to cut a matrix along one of its sizes, and to put parts together again. */
interface Direction {
  readonly size: (x: Mat) => number;
  readonly part: (x: Mat, from: number, to: number) => Mat;
  readonly join: (a: Mat, b: Mat) => Mat;
}
const columnwise: Direction = {
  size: (x) => x.columns,
  part: (x, from, to) => slice(x, { columns: [from, to] }),
  join: (a, b) => concatColumns(a, b),
};
const rowwise: Direction = { size: (x) => x.rows, part: (x, from, to) => slice(x, { rows: [from, to] }), join: (a, b) => concatRows(a, b) };

function multiplied(x: Mat, { size, part, join }: Direction): Mat {
  let product = x;
  for (let n = size(product); n > 1; n = size(product)) {
    const half = Math.floor(n / 2);
    const halves = mul(part(product, 0, half), part(product, half, 2 * half));
    product = n % 2 === 0 ? halves : join(halves, part(product, n - 1, n));
  }
  return product;
}

/** Π x, as a tree of products over halves: its derivatives are right where entries are 0, in every order. */
export const prod: Reduction = reduction('prod', (x, { rows, columns }) => {
  const ofRows = columns === x.columns ? x : multiplied(x, columnwise);
  return rows === x.rows ? ofRows : multiplied(ofRows, rowwise);
});
