import { DenseMatrix, valuesOf } from '../matrix/denseMatrix.ts';
import type { Shape } from '../matrix/shape.ts';
import type { AppliedEntry, Attributes, Block, Entry, Op } from './tape.ts';

const blockOf = (x: DenseMatrix, label = x.label): Block => ({ rows: x.rows, columns: x.columns, values: valuesOf(x), label });

function run(op: Op, xs: readonly Block[], attributes: Attributes, { rows, columns }: Shape): DenseMatrix {
  const values = new Float64Array(rows * columns);
  op.kernel({ rows, columns, values }, xs, attributes);
  return new DenseMatrix(rows, columns, values);
}

/** Runs an op's kernel on concrete matrices. `shape` is what the op's shape rule says of them. */
export const compute = (op: Op, xs: readonly DenseMatrix[], attributes: Attributes, shape: Shape): DenseMatrix =>
  run(
    op,
    xs.map((x) => blockOf(x)),
    attributes,
    shape,
  );

/** Runs the kernel of an entry on the values of its arguments; in errors they have the labels that they have on the tape. */
export const computeEntry = (entry: AppliedEntry, entries: readonly Entry[], values: readonly (DenseMatrix | undefined)[]): DenseMatrix =>
  run(
    entry.op,
    entry.args.map((arg) => blockOf(values[arg]!, entries[arg]!.label)),
    entry.attributes,
    entry,
  );
