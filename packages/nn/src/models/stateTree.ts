import { ArgumentError, isMat, matrix } from '@adjoint/core';
import type { Json } from '../data/json.ts';
import type { NdArray } from '../data/ndArray.ts';
import { isNumbers } from '../data/requireArray.ts';
import { fromState, type RandomState } from '../random/random.ts';

// A state is a tree of plain objects and arrays whose leaves are matrices, typed arrays, numbers, text, booleans, null, undefined and sources of
// random numbers. Matrices and long lists of numbers become tensors; the rest becomes JSON, in which { "$": kind, ... } stands for what JSON lacks.

/** A state taken apart. */
export interface Parts {
  readonly json: Json;
  readonly tensors: ReadonlyMap<string, NdArray>;
}

const TAG = '$';
const DEEPEST = 100;
const LONG = 16; // numbers: a shorter list stays in the JSON

interface Walk {
  readonly asker: string;
  readonly tensors: Map<string, NdArray>;
}

/** Takes a state apart; its tensors are named by where they stood, under `root`. @throws ArgumentError on what cannot be kept */
export function takeApart(asker: string, root: string, state: unknown): Parts {
  const walk: Walk = { asker, tensors: new Map() };
  return { json: encode(walk, state, root, 0), tensors: walk.tensors };
}

function encode(walk: Walk, x: unknown, path: string, depth: number): Json {
  if (depth > DEEPEST) throw new ArgumentError(`${walk.asker}: the state is more than ${DEEPEST} levels deep. Does it hold itself?`);
  if (isMat(x)) return tensor(walk, 'matrix', path, { sizes: [x.rows, x.columns], values: x.toFloat64Array() });
  if (isNumbers(x)) return tensor(walk, 'array', path, { sizes: [x.length], values: x });
  if (typeof x === 'number')
    return Number.isFinite(x) && !Object.is(x, -0) ? x : { [TAG]: 'number', value: Object.is(x, -0) ? '-0' : String(x) };
  if (x === undefined) return { [TAG]: 'undefined' };
  if (x === null || typeof x === 'string' || typeof x === 'boolean') return x;
  if (Array.isArray(x)) return encodeList(walk, x, path, depth);
  if (typeof x === 'object' && isRandom(x)) return { [TAG]: 'random', state: x.state };
  if (typeof x !== 'object' || !isPlain(x))
    throw new ArgumentError(
      `${walk.asker}: ${path} cannot be kept: it is ${describe(x)}. Keep matrices, numbers, text, booleans, and arrays and plain objects of these`,
    );
  const fields = Object.entries(x).map(([key, value]): readonly [string, Json] => [
    key,
    encode(walk, value, `${path}.${escaped(key)}`, depth + 1),
  ]);
  return Object.hasOwn(x, TAG) ? { [TAG]: 'object', entries: fields } : Object.fromEntries(fields);
}

function encodeList(walk: Walk, list: readonly unknown[], path: string, depth: number): Json {
  const isLong = list.length >= LONG && list.every((item) => typeof item === 'number');
  if (isLong) return tensor(walk, 'list', path, { sizes: [list.length], values: Float64Array.from(list) });
  return Array.from(list, (item, i) => encode(walk, item, `${path}.${i}`, depth + 1));
}

function tensor({ tensors }: Walk, kind: string, path: string, array: NdArray): Json {
  tensors.set(path, array);
  return { [TAG]: kind, name: path };
}

// so that no two paths are the same: { 'a.b': x } and { a: { b: x } }
const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('.', '~1');
const isRandom = (x: object): x is { readonly state: RandomState } =>
  'uniform' in x && typeof x.uniform === 'function' && 'state' in x && Array.isArray(x.state);
const isPlain = (x: object): boolean => [Object.prototype, null].includes(Object.getPrototypeOf(x) as null);
const describe = (x: unknown): string =>
  typeof x === 'object' ? `an object of class ${String((x as object).constructor?.name)}` : `a ${typeof x}`;

/** Says why a state cannot be put together; what it throws is thrown. */
export type Refuse = (path: string, expected: string, found: Json | undefined) => Error;

/** Puts a state together from its parts, each tensor used once. */
export function putTogether({ json, tensors }: Parts, root: string, refuse: Refuse): unknown {
  const left = new Map(tensors);
  const decode = (value: Json, path: string): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item: Json, i) => decode(item, `${path}.${i}`));
    const fields = new Map(Object.entries(value as Readonly<Record<string, Json>>));
    if (fields.has(TAG)) return tagged(fields, path);
    return Object.fromEntries(Array.from(fields, ([key, item]) => [key, decode(item, `${path}.${key}`)]));
  };
  const tagged = (fields: ReadonlyMap<string, Json>, path: string): unknown => {
    const kind = fields.get(TAG);
    if (kind === 'undefined') return undefined;
    if (kind === 'number') return numberOf(fields.get('value'), path, refuse);
    if (kind === 'random') return randomOf(fields.get('state'), path, refuse);
    if (kind === 'object')
      return Object.fromEntries(entriesOf(fields.get('entries'), path).map(([key, item]) => [key, decode(item, `${path}.${key}`)]));
    const name = fields.get('name');
    const array = typeof name === 'string' ? left.get(name) : undefined;
    if (array === undefined) throw refuse(path, 'a tensor that is there, once', name);
    left.delete(name as string);
    return arrayOf(kind, array, path, refuse);
  };
  const entriesOf = (value: Json | undefined, path: string): readonly (readonly [string, Json])[] => {
    const isPair = (pair: Json): boolean => Array.isArray(pair) && pair.length === 2 && typeof pair[0] === 'string';
    if (!Array.isArray(value) || !(value as readonly Json[]).every(isPair)) throw refuse(path, 'entries of an object', value);
    return value as never;
  };
  const state = decode(json, root);
  const [unused] = left.keys();
  if (unused !== undefined) throw refuse(root, 'no tensor beside its own', unused);
  return state;
}

function arrayOf(kind: Json | undefined, { sizes, values }: NdArray, path: string, refuse: Refuse): unknown {
  if (kind === 'array') return values;
  const isDouble = values instanceof Float64Array;
  if (kind === 'list' && isDouble) return Array.from(values);
  const [rows, columns, ...more] = sizes;
  const isMatrix = kind === 'matrix' && isDouble && rows !== undefined && columns !== undefined && more.length === 0 && values.length > 0;
  if (!isMatrix) throw refuse(path, 'a matrix, an array or a list of doubles', kind);
  return matrix.of(rows, columns, values);
}

function numberOf(value: Json | undefined, path: string, refuse: Refuse): number {
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity' || value === '-0') return Number(value);
  throw refuse(path, 'NaN, Infinity, -Infinity or -0', value);
}

function randomOf(value: Json | undefined, path: string, refuse: Refuse): unknown {
  try {
    return fromState(value as RandomState);
  } catch {
    throw refuse(path, 'a state of random numbers, four words', value);
  }
}
