import { type Branch, compile, jvp, type Mat, matrix, type Tree, vjp } from '@adjoint/core';
import { checkedMatrix } from './checkedMatrix.ts';
import type { FlatParameters } from './flatParameters.ts';
import type { Residuals } from './residuals.ts';

/** f, a matrix of residuals of a tree, as a vector of a flat vector: compiled with the products of its Jacobian. */
export function flatResiduals<P extends Tree | Branch<P>>(
  f: (parameters: P) => Mat,
  { size, split, treeOf, joined }: FlatParameters<P>,
): Residuals {
  const checked = (parameters: Tree): Mat =>
    checkedMatrix((f as unknown as (p: Tree) => Mat)(parameters), 'a matrix of residuals', 'Return the residuals themselves, not squared');
  const value = compile((parameters: P) => checked(parameters as Tree));
  const column = compile((parameters: P, direction: P) => jvp(checked)(parameters as Tree, direction as Tree).tangent);
  const row = compile((parameters: P, cotangent: Mat) => vjp(checked)(parameters as Tree).pullback(cotangent));
  return {
    size,
    residuals: (x) => value(treeOf(x)).toFloat64Array(),
    jacobian: (x) => {
      const parameters = treeOf(x);
      const { rows, columns } = value(parameters);
      const count = rows * columns;
      const jacobian = new Float64Array(count * size);
      if (count < size) {
        for (let i = 0; i < count; i++) jacobian.set(joined(row(parameters, matrix.of(rows, columns, unit(count, i)))), i * size);
        return jacobian;
      }
      for (let j = 0; j < size; j++) {
        const derivatives = column(parameters, split(unit(size, j))).toFloat64Array();
        for (let i = 0; i < count; i++) jacobian[i * size + j] = derivatives[i]!;
      }
      return jacobian;
    },
  };
}

const unit = (size: number, at: number): Float64Array => {
  const direction = new Float64Array(size);
  direction[at] = 1;
  return direction;
};
