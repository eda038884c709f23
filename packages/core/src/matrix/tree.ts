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

const deepest = 100;
type Builder = <N>(next: () => N) => Tree<N>;

/** Takes a tree apart: its leaves (matrices unless `isLeaf` says otherwise), where they stood, and how to put others there. Keys come in the order in which the object has them. */
export function flatten<M = Mat>(tree: unknown, isLeaf: (x: unknown) => x is M = isMat as never, asker = 'tree'): Flattened<M> {
  if (typeof isLeaf !== 'function')
    throw new ArgumentError(`flatten: the second argument tells what a leaf is, a function, got ${kindOf(isLeaf)}. Write flatten(tree)`);
  const leaves: M[] = [];
  const paths: string[] = [];
  const walk = (x: unknown, path: string, depth: number): Builder => {
    if (isLeaf(x)) {
      leaves.push(x);
      paths.push(path);
      return (next) => next();
    }
    if (!isBranch(x)) throw notATree(x, path, asker);
    if (depth > deepest) throw new ArgumentError(`${asker}: the tree is more than ${deepest} levels deep. Does it hold itself?`);
    const under = (key: string) => (path === '' ? key : `${path}.${key}`);
    if (Array.isArray(x)) {
      const builders = Array.from(x, (child: unknown, index) => walk(child, under(String(index)), depth + 1));
      return <N>(next: () => N) => builders.map((build) => build(next));
    }
    const builders = Object.entries(x).map(([key, child]) => [key, walk(child, under(key), depth + 1)] as const);
    // defines own properties, which the copies have before they are set: a key named __proto__ stays an ordinary key
    const empty = Object.fromEntries(builders.map(([key]) => [key, undefined]));
    return <N>(next: () => N) => {
      const made = { ...empty } as Record<string, Tree<N>>;
      for (const [key, build] of builders) made[key] = build(next);
      return made;
    };
  };
  const build = walk(tree, '', 0);
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
  if (typeof f !== 'function')
    throw new ArgumentError(
      `mapTree: the first argument must be a function of matrices, got ${kindOf(f)}. Write mapTree((x) => mul(2, x), tree)`,
    );
  const first = flatten(tree, isMat, 'mapTree');
  const rest = others.map((other) => flatten(other, isMat, 'mapTree'));
  for (const other of rest) requireSamePaths('mapTree', first.paths, other.paths);
  return first.rebuild(first.leaves.map((leaf, index) => f(leaf, ...rest.map((other) => other.leaves[index]!)))) as P;
}

export const formOf = (paths: readonly string[]): string => `{ ${paths.map((path) => path || 'a matrix').join(', ')} }`;
export function requireSamePaths(asker: string, expected: readonly string[], found: readonly string[]): void {
  if (expected.length === found.length && expected.every((path, index) => path === found[index])) return;
  const isReordered = String(expected.toSorted()) === String(found.toSorted());
  const remedy = isReordered ? 'Give their keys the same order' : 'Give the second the keys and lengths of the first';
  throw new ArgumentError(`${asker}: the trees differ: ${formOf(expected)} and ${formOf(found)}. ${remedy}`);
}

function notATree(x: unknown, path: string, asker: string): ArgumentError {
  const place = path === '' ? '' : ` at ${path}`;
  if (x instanceof Promise)
    return new ArgumentError(`${asker}: got a Promise${place}. Recording is synchronous: await it first and pass what it gives`);
  return new ArgumentError(
    `${asker}: expected a matrix, or an array or plain object of matrices${place}, got ${kindOf(x)}. ${path === '' && (x === undefined || x === null) ? 'Is an argument missing?' : remedyFor(x)}`,
  );
}

/** What to write instead of a value that is no tree. */
function remedyFor(x: unknown): string {
  if (x === undefined || x === null) return 'Leave the key out, or put zeros(rows, columns) there';
  if (typeof x === 'number') return 'Wrap it with scalar(v)';
  if (ArrayBuffer.isView(x)) return 'Make a matrix of it with matrix.of(rows, columns, values)';
  if (x instanceof Map) return 'Make a plain object of it with Object.fromEntries(map)';
  if (x instanceof Set) return 'Make an array of it with [...set]';
  if (typeof x === 'object') return 'Put its matrices into a plain object, as in { w, b }';
  return 'Keep it out of the tree';
}

/** What a value is, in words for an error. */
export function kindOf(x: unknown): string {
  if (x === null || x === undefined) return String(x);
  if (isMat(x)) return `a ${x.rows}x${x.columns} matrix`;
  if (Array.isArray(x) || ArrayBuffer.isView(x)) return 'an array';
  if (typeof x === 'object') return nameOfClass(x);
  if (typeof x === 'function') return 'a function';
  return typeof x === 'string' ? `the string ${JSON.stringify(x)}` : `the ${typeof x} ${String(x)}`;
}

function nameOfClass(x: object): string {
  const { constructor } = x as { readonly constructor?: unknown };
  const name = typeof constructor === 'function' && constructor !== Object ? constructor.name : '';
  return name === '' ? 'an object' : `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}
