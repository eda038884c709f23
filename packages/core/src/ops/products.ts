import { ShapeError } from '../errors.ts';
import type { Fits, Mat, ShapeText, Text } from '../matrix/mat.ts';
import { apply, operands } from '../tape/apply.ts';
import { between } from '../tape/domain.ts';
import type { Op } from '../tape/tape.ts';
import { type Public, withOp } from './families.ts';
import { matmulKernel } from './matmulKernel.ts';
import { transpose } from './shaping.ts';
import type { Shape } from '../matrix/shape.ts';

function hintFor(left: Shape, right: Shape): string {
  if (right.rows === 1 && right.columns === 1) return '. Did you mean mul, entry by entry?';
  if (left.columns + 1 === right.rows) return `. Did you forget the bias column? Write concatColumns(ones(${left.rows}, 1), left)`;
  if (left.rows === right.rows) return '. Did you mean transpose(left)?';
  if (left.columns === right.columns) return '. Did you mean transpose(right)?';
  if (left.rows === right.columns) return '. Did you mean matmul(right, left)?';
  return '';
}

const matmulOp: Op = {
  name: 'matmul',
  shape([left, right]) {
    if (left!.columns !== right!.rows) {
      const rule = `left columns (${left!.columns}) must equal right rows (${right!.rows})`;
      throw new ShapeError('matmul', [left!, right!], rule + hintFor(left!, right!));
    }
    return { rows: left!.rows, columns: right!.columns };
  },
  kernel: (out, [left, right]) => matmulKernel(out, left!, right!),
  vjps: [(g, _y, [_left, right]) => matmul(g, transpose(right!)), (g, _y, [left]) => matmul(transpose(left!), g)],
  notation: (a, b) => `${a} · ${b}`,
  domain: { args: [between(-2, 2, 'm', 'k'), between(-2, 2, 'k', 'n')] },
};

/**
 * The matrix product: (m x k) · (k x n) is m x n. The cotangents are g rightᵀ and leftᵀ g. Adds along k in order, long products in chunks,
 * see the numerics page. @throws ShapeError when the inner sizes differ
 */
export const matmul: Public<
  <M extends number, K extends number, L extends number, N extends number>(
    left: Mat<M, K>,
    right: Fits<
      K,
      L,
      Mat<L, N>,
      `matmul(${ShapeText<M, K>}, ${ShapeText<L, N>}): left columns (${Text<K>}) must equal right rows (${Text<L>})`
    >,
  ) => Mat<M, N>
> = withOp(
  <M extends number, K extends number, N extends number>(left: Mat<M, K>, right: unknown): Mat<M, N> =>
    apply(matmulOp, operands('matmul', [left, right])) as Mat<M, N>,
  matmulOp,
);
