import { valuesOf } from '../matrix/denseMatrix.ts';
import type { Mat } from '../matrix/mat.ts';
import { broadcastTo } from '../ops/shaping.ts';
import type { Recorded } from '../tape/recorder.ts';
import type { Entry, Op } from '../tape/tape.ts';

/** What an expression looks like: data that `match` compares with a tape. */
export type Pattern =
  | { readonly kind: 'any'; readonly name: Name }
  | { readonly kind: 'number'; readonly name: Name }
  | { readonly kind: 'op'; readonly op: Op; readonly args: readonly Pattern[]; readonly name?: Name };
export type OpPattern = Extract<Pattern, { kind: 'op' }>;

/** Anything; the same name twice means the same entry. */
export const any = (name: Name): Pattern => ({ kind: 'any', name });
/** A constant number, perhaps broadcast; bound to the 1x1 constant itself. */
export const number = (name: Name): Pattern => ({ kind: 'number', name });
/** An op applied to what matches `args`; of a commutative op in either order. */
export const of = (f: { readonly op: unknown }, ...args: readonly Pattern[]): OpPattern => ({ kind: 'op', op: f.op as Op, args });

/** The same, with a name for the whole. */
export const as = (name: Name, pattern: OpPattern): OpPattern => ({ ...pattern, name });

type Name = 'a' | 'b' | 'c' | 'd' | 'l' | 'p' | 'q' | 's' | 'x' | 'y' | 'z' | 'inner';
/** What the names of a pattern stand for; a rule reads those that its own pattern has. */
export type Bindings = Readonly<Record<Name, Recorded>>;
type Partly = Partial<Bindings>;

export const entryOf = (x: Recorded): Entry => x.recorder.entries[x.ref]!;

/** The handles of an entry's arguments when it applies this op. */
export function argsIf(op: Op, x: Recorded): readonly Recorded[] | undefined {
  const entry = entryOf(x);
  return entry.kind === 'applied' && entry.op === op ? entry.args.map((ref) => x.recorder.handle(ref)) : undefined;
}

/** The 1x1 constant behind a number or a broadcast number. */
export function numberBehind(x: Recorded): Recorded | undefined {
  const source = argsIf(broadcastTo.op, x)?.[0] ?? x;
  return source.rows === 1 && source.columns === 1 && entryOf(source).kind === 'constant' ? source : undefined;
}

/** The number itself, of a handle that `number` has bound. */
export function valueOfNumber(x: Mat): number {
  const entry = entryOf(x as Recorded);
  return entry.kind === 'constant' ? valuesOf(entry.value)[0]! : NaN;
}

const bind = (bound: Partly, name: Name, x: Recorded): Partly | undefined =>
  bound[name] === undefined ? { ...bound, [name]: x } : bound[name] === x ? bound : undefined;

function matchOne(pattern: Pattern, x: Recorded, bound: Partly): Partly | undefined {
  if (pattern.kind === 'any') return bind(bound, pattern.name, x);
  if (pattern.kind === 'number') {
    const constant = numberBehind(x);
    return constant === undefined ? undefined : bind(bound, pattern.name, constant);
  }
  const args = argsIf(pattern.op, x);
  const named = pattern.name === undefined ? bound : bind(bound, pattern.name, x);
  return args === undefined || named === undefined ? undefined : matchArgs(pattern, args, named);
}

/** A first look, without binding anything: nearly all expressions end here. */
const mayMatch = (pattern: Pattern, x: Recorded): boolean => {
  if (pattern.kind === 'any') return true;
  if (pattern.kind === 'number') return numberBehind(x) !== undefined;
  const entry = entryOf(x);
  return entry.kind === 'applied' && entry.op === pattern.op;
};
const allMayMatch = (patterns: readonly Pattern[], args: readonly Recorded[]): boolean => {
  for (let i = 0; i < patterns.length; i += 1) if (!mayMatch(patterns[i]!, args[i]!)) return false;
  return true;
};

const inOrder = (patterns: readonly Pattern[], args: readonly Recorded[], bound: Partly): Partly | undefined =>
  args.length === patterns.length && allMayMatch(patterns, args)
    ? patterns.reduce<Partly | undefined>((so, pattern, i) => so && matchOne(pattern, args[i]!, so), bound)
    : undefined;

/** What the names of the pattern stand for when the arguments of an application of its op match, else undefined. */
export function matchArgs(pattern: OpPattern, args: readonly Recorded[], bound: Partly = {}): Bindings | undefined {
  const [first, second] = args;
  const matched = inOrder(pattern.args, args, bound);
  if (matched !== undefined || pattern.op.commutative === undefined) return matched as Bindings | undefined;
  return inOrder(pattern.args, [second!, first!], bound) as Bindings | undefined;
}
