import type { Shape } from '../matrix/shape.ts';
import { slice } from '../ops/slicing.ts';
import { broadcastTo, reshape, transpose } from '../ops/shaping.ts';
import { stopGradient } from '../ops/stopping.ts';
import type { AppliedEntry, Op } from '../tape/tape.ts';

/**
 * Entries of a node, found by steps: entry (i, j) of the view is entry offset + i · rowStep + j · columnStep of the node, counted
 * by rows. Transposes, broadcasts and slices are views, so nobody computes them. The step of a size of 1 is 0.
 */
export interface View {
  readonly node: number;
  readonly rows: number;
  readonly columns: number;
  readonly offset: number;
  readonly rowStep: number;
  readonly columnStep: number;
}

const normal = (view: View): View => ({
  ...view,
  rowStep: view.rows === 1 ? 0 : view.rowStep,
  columnStep: view.columns === 1 ? 0 : view.columnStep,
});

/** All of a node, as it is stored. */
export const viewOf = (node: number, { rows, columns }: Shape): View =>
  normal({ node, rows, columns, offset: 0, rowStep: columns, columnStep: 1 });

/** Whether the entries follow each other in the order of rows. */
export const isContiguous = ({ rows, columns, rowStep, columnStep }: View): boolean =>
  (columns === 1 || columnStep === 1) && (rows === 1 || rowStep === columns);

/** Whether the entries follow each other in the order of columns. */
export const isTurned = ({ rows, columns, rowStep, columnStep }: View): boolean =>
  (rows === 1 || rowStep === 1) && (columns === 1 || columnStep === rows);

/** An entry as a view of its first argument's; undefined where it must be computed. */
type ViewRule = (entry: AppliedEntry, x: View) => View | undefined;

const viewRules: ReadonlyMap<Op, ViewRule> = new Map<Op, ViewRule>([
  [stopGradient.op as Op, (_entry, x) => x],
  [transpose.op, (_entry, x) => ({ ...x, rows: x.columns, columns: x.rows, rowStep: x.columnStep, columnStep: x.rowStep })],
  [broadcastTo.op as Op, ({ rows, columns }, x) => ({ ...x, rows, columns })], // a size of 1 has the step 0
  [
    slice.op as Op,
    ({ rows, columns, attributes }, x) => {
      const { row, column } = attributes as { readonly row: number; readonly column: number };
      return normal({ ...x, rows, columns, offset: x.offset + row * x.rowStep + column * x.columnStep });
    },
  ],
  [
    reshape.op as Op,
    ({ rows, columns }, x) => (isContiguous(x) ? normal({ ...x, rows, columns, rowStep: columns, columnStep: 1 }) : undefined),
  ],
]);

/** The entry as a view of `x`, which its first argument is. */
export const viewedBy = (entry: AppliedEntry, x: View): View | undefined => viewRules.get(entry.op)?.(entry, x);
