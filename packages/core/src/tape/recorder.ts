import { RecordingError } from '../errors.ts';
import { DenseMatrix, isDense, valuesOf } from '../matrix/denseMatrix.ts';
import { type Mat, MatBase } from '../matrix/mat.ts';
import type { Matrix } from '../matrix/mlMatrix.ts';
import type { Shape } from '../matrix/shape.ts';
import { computeEntry } from './compute.ts';
import { ConsTable } from './consing.ts';
import { type AppliedEntry, argsOf, type Attributes, type Entry, type Op, type Ref, type Tape } from './tape.ts';

/** A handle on an entry of a recording: what a function sees while it is recorded. */
export class Recorded<R extends number = number, C extends number = number> extends MatBase implements Mat<R, C> {
  readonly recorder: Recorder;
  readonly ref: Ref;
  readonly #rows: R;
  readonly #columns: C;
  constructor(recorder: Recorder, ref: Ref, rows: R, columns: C) {
    super();
    this.recorder = recorder;
    this.ref = ref;
    this.#rows = rows;
    this.#columns = columns;
  }
  get rows(): R {
    return this.#rows;
  }
  get columns(): C {
    return this.#columns;
  }
  get label(): string | undefined {
    return this.recorder.entries[this.ref]!.label;
  }
  at(i: number, j: number): number {
    return this.recorder.valueOf(this).at(i, j);
  }
  override toArray(): number[][] {
    return this.recorder.valueOf(this).toArray();
  }
  toFloat64Array(): Float64Array {
    return this.recorder.valueOf(this).toFloat64Array();
  }
  toMatrix(): Matrix {
    return this.recorder.valueOf(this).toMatrix();
  }
  override toString(): string {
    return `Recorded ${this.rows}x${this.columns}${this.label === undefined ? '' : ` ${this.label}`} (entry %${this.ref} of a recording)`;
  }
}

export const isRecorded = (x: unknown): x is Recorded => x instanceof Recorded;

/** What an entry becomes instead of being appended, or undefined: how `simplify` rewrites while it copies. */
export type Rewrite = (recorder: Recorder, op: Op, args: readonly Recorded[], attributes: Attributes) => Recorded | undefined;

export interface RecorderOptions {
  /** who records, for errors */
  readonly asker?: string;
  readonly rewrite?: Rewrite;
  /** told of every new entry, from within the call that appends it */
  readonly trace?: (ref: Ref) => void;
}

/** A finished recording: the tape, for each of its inputs where the value comes from (undefined: from whoever runs it), and the values that were read on the way. */
export interface Recording {
  readonly tape: Tape;
  readonly origins: readonly (Mat | undefined)[];
  readonly known: readonly (DenseMatrix | undefined)[];
}

let opened = 0; // orders recorders by age: recording is synchronous, so age is nesting depth

/** Appends what is done to its handles; equal entries are one entry. */
export class Recorder {
  readonly age: number = (opened += 1);
  readonly entries: Entry[] = [];
  isOpen = true;
  readonly #handles: Recorded[] = [];
  readonly #inputs: Ref[] = [];
  readonly #origins: (Mat | undefined)[] = [];
  readonly #lifted = new Map<Mat, Recorded>();
  readonly #numbers = new Map<number | string, Recorded>();
  readonly #known: (DenseMatrix | undefined)[] = [];
  readonly #table = new ConsTable((ref) => this.entries[ref] as AppliedEntry);
  readonly #asker: string;
  readonly #rewrite: Rewrite | undefined;
  readonly #trace: ((ref: Ref) => void) | undefined;
  constructor({ asker = 'item, at or toArray', rewrite, trace }: RecorderOptions = {}) {
    this.#asker = asker;
    this.#rewrite = rewrite;
    this.#trace = trace;
  }

  /** A new input. With an origin its value can be read while recording. */
  input({ rows, columns, label }: Shape, origin?: Mat): Recorded {
    const ref = this.#add({ kind: 'input', rows, columns, ...(label === undefined ? {} : { label }) });
    this.#inputs.push(ref);
    this.#origins[ref] = origin;
    return this.#handles[ref]!;
  }

  /** The one handle on an entry. */
  handle(ref: Ref): Recorded {
    return this.#handles[ref]!;
  }

  /** The handle on a value in this recording: a matrix becomes a constant, a value of an older recorder a captured input. */
  lift(x: Mat): Recorded {
    if (isRecorded(x) && x.recorder === this) return x;
    const known = this.#lifted.get(x);
    if (known !== undefined) return known;
    const handle = isDense(x) ? this.#constant(x) : this.input(x, x);
    this.#lifted.set(x, handle);
    return handle;
  }

  /** The entry that applies `op`; the shape rule refuses what does not fit. */
  append(op: Op, args: readonly Recorded[], attributes: Attributes): Recorded {
    const shape = op.shape(args, attributes);
    const rewritten = this.#rewrite?.(this, op, args, attributes);
    return rewritten ?? this.#appendAs(op, args, attributes, shape);
  }

  /** Gives an entry its label, unless it has one: the first label stays. */
  label({ ref }: Recorded, label: string): void {
    const entry = this.entries[ref]!;
    if (entry.label === undefined) this.entries[ref] = { ...entry, label };
  }

  /** The numbers of a recorded value: missing ancestors are computed on demand, without recursion, and remembered. */
  valueOf(handle: Recorded): DenseMatrix {
    if (!this.isOpen) throw outlived('item, at or toArray', handle);
    for (const ref of this.#missing(handle.ref)) this.#known[ref] = this.#valueAt(ref);
    return this.#known[handle.ref]!;
  }

  /** Ends the recording. Its handles cannot be used any more. */
  close(outputs: readonly Recorded[]): Recording {
    this.isOpen = false;
    for (const origin of this.#origins) if (isRecorded(origin)) requireOpen('the value captured by a nested function', origin);
    return {
      tape: { entries: this.entries, inputs: this.#inputs, outputs: outputs.map(({ ref }) => ref) },
      origins: this.#inputs.map((ref) => this.#origins[ref]),
      known: this.#known,
    };
  }

  #constant(value: DenseMatrix): Recorded {
    const { rows, columns } = value;
    const isNumber = rows === 1 && columns === 1;
    const number = valuesOf(value)[0]!;
    const key = Object.is(number, -0) ? '-0' : number;
    const known = isNumber ? this.#numbers.get(key) : undefined;
    if (known !== undefined) return known;
    const ref = this.#add({ kind: 'constant', value, rows, columns, ...(value.label === undefined ? {} : { label: value.label }) });
    this.#known[ref] = value;
    if (isNumber) this.#numbers.set(key, this.#handles[ref]!);
    return this.#handles[ref]!;
  }

  #appendAs(op: Op, args: readonly Recorded[], attributes: Attributes, { rows, columns }: Shape): Recorded {
    const refs = args.map(({ ref }) => ref);
    const next = this.entries.length;
    const ref = this.#table.find(op, refs, attributes, next);
    if (ref === next) this.#add({ kind: 'applied', op, args: refs, attributes, rows, columns });
    return this.#handles[ref]!;
  }

  #add(entry: Entry): Ref {
    const ref = this.entries.length;
    this.entries.push(entry);
    this.#trace?.(ref);
    this.#handles.push(new Recorded(this, ref, entry.rows, entry.columns));
    return ref;
  }

  #missing(wanted: Ref): readonly Ref[] {
    const found = new Set<Ref>();
    const open: Ref[] = [wanted];
    for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
      if (this.#known[ref] !== undefined || found.has(ref)) continue;
      found.add(ref);
      open.push(...argsOf(this.entries[ref]!));
    }
    return Array.from(found).sort((a, b) => a - b);
  }

  #valueAt(ref: Ref): DenseMatrix {
    const entry = this.entries[ref]!;
    if (entry.kind === 'applied') return computeEntry(entry, this.entries, this.#known);
    if (entry.kind === 'constant') return entry.value;
    const origin = this.#origins[ref];
    if (isRecorded(origin)) return origin.recorder.valueOf(origin);
    if (isDense(origin)) return origin;
    throw new RecordingError(
      `${this.#asker}: a value that depends on the input ${entry.label ?? `%${ref}`} (${entry.rows}x${entry.columns}) was read while only its shape is known. ` +
        'Under compile, customVjp, minimize and record there are no numbers yet: choose with where(mask, a, b), or return the value and read it outside',
    );
  }
}

/** @throws RecordingError when the recording that made a value is over */
export function requireOpen(use: string, x: Recorded): void {
  if (!x.recorder.isOpen) throw outlived(use, x);
}

const whatIs = ({ recorder, ref, label }: Recorded): string => {
  const entry = recorder.entries[ref]!;
  return label ?? (entry.kind === 'applied' ? `the result of ${entry.op.name}` : 'a value');
};
const outlived = (use: string, x: Recorded): RecordingError =>
  new RecordingError(
    `${use}: ${whatIs(x)} (${x.rows}x${x.columns}, entry %${x.ref}) outlived the function in which it was recorded. ` +
      'Return it from that function (valueAndGrad with { aux: true } gives it back as numbers) instead of keeping it in a variable',
  );

/** The recorder opened last among those of the operands, undefined when all are concrete. @throws RecordingError on a value that outlived its recording */
export function youngestRecorder(use: string, xs: readonly Mat[]): Recorder | undefined {
  let youngest: Recorder | undefined;
  for (const x of xs) {
    if (!isRecorded(x)) continue;
    requireOpen(use, x);
    if (youngest === undefined || x.recorder.age > youngest.age) youngest = x.recorder;
  }
  return youngest;
}
