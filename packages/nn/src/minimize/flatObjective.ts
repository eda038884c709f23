import { type Branch, compile, hvp, type Mat, type Scalar, ShapeError, type Tree, valueAndGrad } from '@adjoint/core';
import { checkedMatrix } from './checkedMatrix.ts';
import type { FlatParameters } from './flatParameters.ts';
import type { Objective } from './objective.ts';

/** f, a 1x1 function of a tree, as a function of a flat vector: compiled with its gradient and its Hessian-vector product. */
export function flatObjective<P extends Tree | Branch<P>>(
  f: (parameters: P) => Scalar,
  { size, split, treeOf, joined }: FlatParameters<P>,
): Objective {
  const loss = (parameters: Tree): Scalar => checkedLoss((f as unknown as (p: Tree) => Scalar)(parameters));
  const gradient = compile((parameters: P) => valueAndGrad(loss)(parameters as Tree));
  const product = compile((parameters: P, direction: P) => hvp(loss)(parameters as Tree, direction as Tree));
  return {
    size,
    valueAndGradient: (x) => {
      const answer = gradient(treeOf(x));
      return { value: answer.value.at(0, 0), gradient: joined(answer.gradient) };
    },
    hessianVector: (x, v) => joined(product(treeOf(x), split(v))),
  };
}

function checkedLoss(value: Scalar): Scalar {
  checkedMatrix(value, 'a 1x1 matrix', 'Return the loss itself, without item or at');
  if (value.rows !== 1 || (value as Mat).columns !== 1)
    throw new ShapeError(
      'minimize',
      [value],
      `the function must return a 1x1 matrix, it returned ${value.rows}x${value.columns}. Reduce it with sum or mean, or fit residuals with { method: 'levenbergMarquardt' }`,
    );
  return value;
}
