import { add, ArgumentError, type Branch, leaves, type Mat, mul, type Scalar, square, sum, type Tree } from '@adjoint/core';

/** c/2 · Σ w² over every matrix of the tree: pick the weights, leave the biases out. */
export function l2<P extends Tree | Branch<P>>(tree: P, c: number | Scalar): Scalar {
  const [first, ...others] = leaves(tree).map((w: Mat) => sum(square(w)));
  if (first === undefined) throw new ArgumentError('l2: the tree holds no matrix');
  return mul(
    mul(0.5, c),
    others.reduce<Scalar>((total, next) => add(total, next), first),
  );
}
