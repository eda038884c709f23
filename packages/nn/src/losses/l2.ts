import { add, ArgumentError, type Branch, flatten, isMat, type Mat, mul, type Scalar, square, sum, type Tree } from '@adjoint/core';

/** c/2 · Σ w² over every matrix of the tree: pick the weights, leave the biases out. */
export function l2<P extends Tree | Branch<P>>(tree: P, c: number | Scalar): Scalar {
  const [first, ...others] = flatten(tree, isMat, 'l2').leaves.map((w: Mat) => sum(square(w)));
  if (c === undefined) throw new ArgumentError('l2: the factor is missing. Write l2(weights, 0.1)');
  if (first === undefined) throw new ArgumentError('l2: the tree holds no matrix. Give it the weights, as in [p.w1, p.w2]');
  return mul(
    mul(0.5, c),
    others.reduce<Scalar>((total, next) => add(total, next), first),
  );
}
