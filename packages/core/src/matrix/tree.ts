import { ArgumentError } from '../errors.ts';
import { isMat, type Mat, type Scalar } from './mat.ts';

/** A matrix, or a readonly array or plain object of trees: what parameters are made of (JAX's pytree). */
export type Tree<M = Mat> = M | readonly Tree<M>[] | { readonly [key: string]: Tree<M> };

/** P, with a sentence in place of every leaf that is not a matrix. */
type LeavesOf<P> = P extends Tree
  ? P
  : P extends (...args: never) => unknown
    ? 'not a matrix'
    : P extends object
      ? Branch<P>
      : 'not a matrix';
/** An `interface` has no index signature and so is no `Tree`; but `P extends Tree | Branch<P>` takes it, and takes generic callers whose P extends Tree. */
export type Branch<P> = { readonly [K in keyof P]: LeavesOf<P[K]> };

/** what else a caller may give where the parameters are P: a number for a scalar */
export type NumberFor<P> = Scalar extends P ? number : never;
/** The arguments after the first: anything. */
export type Rest = readonly unknown[];

/** A tree taken apart: its leaves in order, where each stood, and how to put others in their places. */
export interface Flattened<M> {
  readonly leaves: readonly M[];
  readonly paths: readonly string[];
  readonly rebuild: <N>(leaves: readonly N[]) => Tree<N>;
}

/** Whether x can be looked into: an array, or an object that is nothing but its keys. */
export function isBranch(x: unknown): x is readonly unknown[] | Readonly<Record<string, unknown>> {
  if (Array.isArray(x)) return true;
  if (typeof x !== 'object' || x === null || isMat(x)) return false;
  const prototype: unknown = Object.getPrototypeOf(x);
  return prototype === Object.prototype || prototype === null;
}

type Builder = <N>(next: () => N) => Tree<N>;

/** Keys in the order in which the object has them; `path` names what is refused. */
export function flatten<M = Mat>(tree: unknown, isLeaf: (x: unknown) => x is M, asker = 'tree'): Flattened<M> {
  const leaves: M[] = [];
  const paths: string[] = [];
  const walk = (x: unknown, path: string): Builder => {
    if (isLeaf(x)) {
      leaves.push(x);
      paths.push(path);
      return (next) => next();
    }
    if (!isBranch(x)) throw notATree(x, path, asker);
    const under = (key: string) => (path === '' ? key : `${path}.${key}`);
    if (Array.isArray(x)) {
      const builders = Array.from(x, (child: unknown, index) => walk(child, under(String(index))));
      return <N>(next: () => N) => builders.map((build) => build(next));
    }
    const builders = Object.entries(x).map(([key, child]) => [key, walk(child, under(key))] as const);
    // fromEntries defines own properties: a key named __proto__ stays an ordinary key
    return <N>(next: () => N) => Object.fromEntries(builders.map(([key, build]) => [key, build(next)]));
  };
  const build = walk(tree, '');
  return {
    leaves,
    paths,
    rebuild: (others) => {
      let taken = 0;
      return build(() => others[taken++]!);
    },
  };
}

/** The matrices of a tree, in order. */
export const leaves = (tree: unknown): readonly Mat[] => flatten(tree, isMat, 'leaves').leaves;

/**
 * A tree of the same form, each leaf made from the leaves that stand in its place.
 * @throws ArgumentError when the trees differ in form
 */
export function mapTree<P extends Tree | Branch<P>>(f: (...xs: readonly Mat[]) => Mat, tree: P, ...others: readonly P[]): P {
  const first = flatten(tree, isMat, 'mapTree');
  const rest = others.map((other) => flatten(other, isMat, 'mapTree'));
  for (const other of rest) requireSamePaths('mapTree', first.paths, other.paths);
  return first.rebuild(first.leaves.map((leaf, index) => f(leaf, ...rest.map((other) => other.leaves[index]!)))) as P;
}

const describe = (paths: readonly string[]): string => `{ ${paths.map((path) => path || 'a matrix').join(', ')} }`;
export function requireSamePaths(asker: string, expected: readonly string[], found: readonly string[]): void {
  if (expected.length === found.length && expected.every((path, index) => path === found[index])) return;
  throw new ArgumentError(`${asker}: the trees differ: ${describe(expected)} and ${describe(found)}`);
}

function notATree(x: unknown, path: string, asker: string): ArgumentError {
  const place = path === '' ? '' : ` at ${path}`;
  if (x instanceof Promise)
    return new ArgumentError(`${asker}: got a Promise${place}. Recording is synchronous: await before, not inside the function`);
  return new ArgumentError(
    `${asker}: expected a matrix, or an array or plain object of matrices${place}, got ${kindOf(x)}. Wrap numbers with scalar(v) and rows with matrix(rows)`,
  );
}

/** What a value is, in words for an error. */
export function kindOf(x: unknown): string {
  if (x === null || x === undefined) return String(x);
  if (Array.isArray(x) || ArrayBuffer.isView(x)) return 'an array';
  if (typeof x === 'object') return x.constructor === undefined ? 'an object' : `a ${x.constructor.name}`;
  if (typeof x === 'function') return 'a function';
  return typeof x === 'string' ? `the string ${JSON.stringify(x)}` : `the ${typeof x} ${String(x)}`;
}
