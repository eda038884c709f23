import {
  ArgumentError,
  type Branch,
  compile,
  flatten,
  hvp,
  isMat,
  type Mat,
  matrix,
  type Scalar,
  ShapeError,
  type Tree,
  valueAndGrad,
} from '@adjoint/core';
import type { Objective } from './objective.ts';

/** A function of a tree of parameters as a function of one flat vector. */
export interface FlatProblem<P> {
  readonly objective: Objective;
  readonly start: Float64Array;
  /** the tree that a vector stands for; for the vector asked for last, the same tree again */
  readonly treeOf: (point: Float64Array) => P;
}

/** Compiles f with its gradient and its Hessian-vector product; leaves are unrolled by rows, in order. */
export function flatProblem<P extends Tree | Branch<P>>(f: (parameters: P) => Scalar, p0: P): FlatProblem<P> {
  const { leaves, rebuild } = flatten(p0, isMat, 'minimize: the parameters');
  if (leaves.length === 0) throw new ArgumentError('minimize: the parameters hold no matrix to change');
  const loss = (parameters: Tree): Scalar => checkedLoss((f as unknown as (p: Tree) => Scalar)(parameters));
  const size = leaves.reduce((total, { rows, columns }) => total + rows * columns, 0);
  const gradient = compile((parameters: P) => valueAndGrad(loss)(parameters as Tree));
  const product = compile((parameters: P, direction: P) => hvp(loss)(parameters as Tree, direction as Tree));
  const split = (vector: Float64Array): P => {
    let from = 0;
    const parts = leaves.map(({ rows, columns }) => matrix.of(rows, columns, vector.subarray(from, (from += rows * columns))));
    return rebuild(parts) as P;
  };
  const treeOf = rememberLast(split);
  const objective: Objective = {
    size,
    valueAndGradient: (x) => {
      const answer = gradient(treeOf(x));
      return { value: answer.value.at(0, 0), gradient: joined(answer.gradient, size) };
    },
    // the same vector gives the same matrices, so that the engine computes what depends on them once
    hessianVector: (x, v) => joined(product(treeOf(x), split(v)), size),
  };
  return { objective, start: joined(p0, size), treeOf };
}

function checkedLoss(value: Scalar): Scalar {
  if (value instanceof Promise) {
    value.catch(() => undefined); // what fails in it fails because of this
    throw new ArgumentError('minimize: got a Promise, because the function is async. Await what it needs before minimize');
  }
  if (!isMat(value))
    throw new ArgumentError(
      `minimize: the function must return a 1x1 matrix, it returned ${typeof value}. Return the loss itself, without item or at`,
    );
  if (value.rows !== 1 || (value as Mat).columns !== 1)
    throw new ShapeError(
      'minimize',
      [value],
      `the function must return a 1x1 matrix, it returned ${value.rows}x${value.columns}. Reduce it with sum or mean`,
    );
  return value;
}

function joined(tree: unknown, size: number): Float64Array {
  const vector = new Float64Array(size);
  let at = 0;
  for (const leaf of flatten(tree, isMat, 'minimize').leaves) {
    const values = leaf.toFloat64Array();
    vector.set(values, at);
    at += values.length;
  }
  return vector;
}

function rememberLast<A extends object, B>(f: (x: A) => B): (x: A) => B {
  let last: { readonly x: A; readonly y: B } | undefined;
  return (x) => {
    if (last?.x !== x) last = { x, y: f(x) };
    return last.y;
  };
}
