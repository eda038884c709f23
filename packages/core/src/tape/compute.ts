import { DenseMatrix, valuesOf } from '../matrix/denseMatrix.ts';
import type { Shape } from '../matrix/shape.ts';
import type { Attributes, Block, Op } from './tape.ts';

const blockOf = (x: DenseMatrix): Block => ({ rows: x.rows, columns: x.columns, values: valuesOf(x), label: x.label });

/** Runs an op's kernel on concrete matrices. `shape` is what the op's shape rule says of them. */
export function compute(op: Op, xs: readonly DenseMatrix[], attributes: Attributes, { rows, columns }: Shape): DenseMatrix {
  const values = new Float64Array(rows * columns);
  op.kernel({ rows, columns, values }, xs.map(blockOf), attributes);
  return new DenseMatrix(rows, columns, values);
}
