import { isBranch, isMat } from '@adjoint/core';
import type { Json } from '../data/json.ts';
import { textOf } from '../textOf.ts';

const MOST = 5; // named one by one

/** In what two values of JSON differ, each as a sentence that says where. */
export function jsonDifferences(expected: Json | undefined, found: Json | undefined, path: string): readonly string[] {
  if (isTree(expected) && isTree(found) && Array.isArray(expected) === Array.isArray(found)) {
    const [left, right] = [new Map(Object.entries(expected)), new Map(Object.entries(found))];
    return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) =>
      jsonDifferences(left.get(key) as Json, right.get(key) as Json, `${path}.${key}`),
    );
  }
  return Object.is(expected, found) ? [] : [sentence(path, jsonText(expected), jsonText(found))];
}

const sentence = (path: string, expected: string, found: string): string => `${path} is ${found}, not ${expected}`;
const isTree = (x: Json | undefined): x is Exclude<Json, null | boolean | number | string> => typeof x === 'object' && x !== null;
const jsonText = (x: Json | undefined): string => (x === undefined ? 'missing' : textOf(x));

/** In what two trees of matrices differ: matrices that are missing, too many, or of other sizes. */
export function formDifferences(expected: unknown, found: unknown, path: string): readonly string[] {
  if (isMat(expected) || !isBranch(expected) || !isBranch(found) || Array.isArray(expected) !== Array.isArray(found)) {
    const [wanted, given] = [formText(expected), formText(found)];
    return wanted === given ? [] : [sentence(path, wanted, given)];
  }
  const [left, right] = [new Map(Object.entries(expected)), new Map(Object.entries(found))];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) => formDifferences(left.get(key), right.get(key), `${path}.${key}`));
}

function formText(x: unknown): string {
  if (isMat(x)) return `${x.rows}x${x.columns}`;
  if (Array.isArray(x)) return `a list of ${x.length}`;
  return x === undefined ? 'missing' : isBranch(x) ? 'an object' : `a ${typeof x}`;
}

/** A tree with the keys of `like` in their order; the two are of one form. */
export function inOrderOf(like: unknown, found: unknown): unknown {
  if (isMat(like) || !isBranch(like)) return found;
  if (Array.isArray(like)) return like.map((child: unknown, i) => inOrderOf(child, (found as readonly unknown[])[i]));
  const children = found as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(like).map(([key, child]) => [key, inOrderOf(child, children[key])]));
}

/** The first of them in one sentence. */
export const listed = (differences: readonly string[]): string =>
  differences.slice(0, MOST).join('; ') + (differences.length > MOST ? `; and ${differences.length - MOST} more` : '');
