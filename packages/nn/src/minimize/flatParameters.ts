import { ArgumentError, type Branch, flatten, isMat, matrix, type Tree } from '@adjoint/core';

/** A tree of matrices as one vector: its leaves unrolled by rows, in order. */
export interface FlatParameters<P> {
  readonly size: number;
  readonly start: Float64Array;
  /** the tree that a vector stands for */
  readonly split: (vector: Float64Array) => P;
  /** the same; for the vector asked for last, the same tree again, so that the engine computes once what depends on it */
  readonly treeOf: (vector: Float64Array) => P;
  /** the vector that stands for a tree */
  readonly joined: (tree: unknown) => Float64Array;
}

export function flatParameters<P extends Tree | Branch<P>>(p0: P): FlatParameters<P> {
  const { leaves, rebuild } = flatten(p0, isMat, 'minimize: the parameters');
  if (leaves.length === 0) throw new ArgumentError('minimize: the parameters hold no matrix to change');
  const size = leaves.reduce((total, { rows, columns }) => total + rows * columns, 0);
  const split = (vector: Float64Array): P => {
    let from = 0;
    const parts = leaves.map(({ rows, columns }) => matrix.of(rows, columns, vector.subarray(from, (from += rows * columns))));
    return rebuild(parts) as P;
  };
  const joined = (tree: unknown): Float64Array => {
    const vector = new Float64Array(size);
    let at = 0;
    for (const leaf of flatten(tree, isMat, 'minimize').leaves) {
      const values = leaf.toFloat64Array();
      vector.set(values, at);
      at += values.length;
    }
    return vector;
  };
  return { size, start: joined(p0), split, treeOf: rememberLast(split), joined };
}

function rememberLast<A extends object, B>(f: (x: A) => B): (x: A) => B {
  let last: { readonly x: A; readonly y: B } | undefined;
  return (x) => {
    if (last?.x !== x) last = { x, y: f(x) };
    return last.y;
  };
}
