import { ArgumentError } from '../errors.ts';
import type { DenseMatrix } from '../matrix/denseMatrix.ts';
import type { Mat } from '../matrix/mat.ts';
import type { Shape } from '../matrix/shape.ts';
import { kindOf } from '../matrix/tree.ts';
import type { Domain } from './domain.ts';

/** Where an entry stands on its tape. Arguments stand before what is made of them. */
export type Ref = number;

/** Numbers that a kernel reads or writes: row-major, contiguous. */
export interface Block {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
  /** for errors, where it is known */
  readonly label?: string | undefined;
}

/** What an op is told besides its arguments: sizes, places, for `call` whole tapes. */
export type Attributes = Readonly<Record<string, number | string | Tape>>;

/**
 * The cotangent of one argument, from the cotangent g of the output y, written in ops.
 * `null`: no cotangent flows. `argument` is the position, for ops of any number of arguments.
 */
export type Vjp<A extends Attributes = Attributes> = {
  bivariant(g: Mat, y: Mat, xs: readonly Mat[], attributes: A, argument: number): Mat | null;
}['bivariant'];

/** One operation: everything that any part of Adjoint knows of it. */
export interface Op<A extends Attributes = Attributes> {
  readonly name: string;
  /** the shape of the output. @throws ShapeError when the arguments do not fit */
  shape(xs: readonly Shape[], attributes: A): Shape;
  /** writes the output; takes sizes from `out` and `xs`, never from attributes, and overwrites all of `out` */
  kernel(out: Block, xs: readonly Block[], attributes: A): void;
  /** one rule per argument; the last one serves all further arguments */
  readonly vjps: readonly Vjp<A>[];
  /** where the laws draw arguments from */
  readonly domain: Domain<A>;
  /** takes any number of arguments, at least one */
  readonly variadic?: true;
  /** the arguments may change places */
  readonly commutative?: true;
  /** linear in all arguments together */
  readonly linear?: true;
  /** how a call is written in formulas, where that is not name(arguments) */
  readonly notation?: (...args: string[]) => string;
  /** entry (i, j) of the output is this function of the entries (i, j) of the arguments, all of one shape */
  readonly elementwise?: (...xs: number[]) => number;
}

interface Described {
  readonly rows: number;
  readonly columns: number;
  readonly label?: string;
}
export interface InputEntry extends Described {
  readonly kind: 'input';
}
export interface ConstantEntry extends Described {
  readonly kind: 'constant';
  readonly value: DenseMatrix;
}
export interface AppliedEntry extends Described {
  readonly kind: 'applied';
  readonly op: Op;
  readonly args: readonly Ref[];
  readonly attributes: Attributes;
}
export type Entry = InputEntry | ConstantEntry | AppliedEntry;

/** The recorded computation graph: plain data, entries in an order in which they can be computed. */
export interface Tape {
  readonly entries: readonly Entry[];
  readonly inputs: readonly Ref[];
  readonly outputs: readonly Ref[];
}

/** @throws ArgumentError unless x is a tape */
export function requireTape(asker: string, x: unknown): void {
  const { entries, inputs, outputs } = (x ?? {}) as Partial<Tape>;
  if (Array.isArray(entries) && Array.isArray(inputs) && Array.isArray(outputs)) return;
  throw new ArgumentError(`${asker}: expected a tape, got ${kindOf(x)}. Make one with record(f, spec(rows, columns))`);
}

export const argsOf = (entry: Entry): readonly Ref[] => (entry.kind === 'applied' ? entry.args : []);

/** For each entry, whether an output needs it; `readsOf` tells what an entry is computed from, its arguments unless told. */
export function liveEntries({ entries, outputs }: Tape, readsOf = (ref: Ref): readonly Ref[] => argsOf(entries[ref]!)): Uint8Array {
  const live = new Uint8Array(entries.length);
  for (const ref of outputs) live[ref] = 1;
  for (let ref = entries.length - 1; ref >= 0; ref -= 1) {
    if (live[ref] === 1) for (const arg of readsOf(ref)) live[arg] = 1;
  }
  return live;
}
