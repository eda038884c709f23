import { ArgumentError, RecordingError } from './errors.ts';
import { isMat, type Mat } from './matrix/mat.ts';
import { checkSizes } from './matrix/shape.ts';
import { type Flattened, flatten, isBranch, kindOf } from './matrix/tree.ts';
import { operands } from './tape/apply.ts';
import { isRecorded, Recorder, type Recording } from './tape/recorder.ts';
import type { Tape } from './tape/tape.ts';

/** What a recorded function gave: its recording, and how to put a tree of outputs together again. */
export interface RecordedCall {
  readonly recording: Recording;
  readonly outputs: Flattened<Mat>;
  /** what the function returned */
  readonly result: unknown;
  /** the tree that the function returned, with these values of its outputs: a JavaScript number in it stays the number that it was */
  readonly resultOf: (values: readonly Mat[]) => unknown;
}

const isLeafOrNumber = (x: unknown): x is Mat | number => isMat(x) || typeof x === 'number';

/**
 * Runs f once on a new recorder and closes it. `call` gets the recorder to make inputs of, and calls f.
 * @throws ArgumentError when f gives no tree of matrices (an async function gives a Promise)
 */
export function recordCall(
  asker: string,
  call: (recorder: Recorder) => unknown,
  recorder: Recorder = new Recorder({ asker }),
): RecordedCall {
  try {
    const given = call(recorder);
    requireResult(asker, given);
    const result = flatten(given, isLeafOrNumber, `${asker}: the result of the function`);
    const handles = result.leaves.map((leaf) => recorder.lift(operands(asker, [leaf])[0]!));
    return {
      recording: recorder.close(handles),
      outputs: { ...result, leaves: handles },
      result: given,
      resultOf: (values) => result.rebuild(result.leaves.map((leaf, i) => (typeof leaf === 'number' ? leaf : values[i]))),
    };
  } finally {
    recorder.isOpen = false;
  }
}

function requireResult(asker: string, result: unknown): void {
  if (result === undefined)
    throw new ArgumentError(`${asker}: the function returned nothing. Write return before its result, or leave out the braces after =>`);
  if (result instanceof Promise) {
    result.catch(() => undefined); // what fails in it fails because of this
    throw new ArgumentError(
      `${asker}: got a Promise, because the function is async. Recording is synchronous: await what it needs before, and pass that as an argument`,
    );
  }
  if (!isLeafOrNumber(result) && !isBranch(result))
    throw new ArgumentError(`${asker}: the function returned ${kindOf(result)}. Return a matrix, or an array or plain object of matrices`);
}

/** The shape of an argument that is not there yet. */
export class Spec<R extends number = number, C extends number = number> {
  readonly rows: R;
  readonly columns: C;
  readonly label: string | undefined;
  constructor(rows: R, columns: C, label?: string) {
    this.rows = rows;
    this.columns = columns;
    this.label = label;
  }
}
/** @throws ArgumentError on what can be no spec and holds none */
function isSpec(x: unknown): x is Spec {
  if (x instanceof Spec || isBranch(x)) return x instanceof Spec;
  const remedy = isMat(x) ? `Write spec(${x.rows}, ${x.columns}) for a matrix of this shape` : 'Write spec(rows, columns) for each matrix';
  throw new ArgumentError(`record: the arguments after the function must be specs, or trees of them, got ${kindOf(x)}. ${remedy}`);
}

/** An R x C argument for `record`, perhaps under a label. */
export function spec<R extends number, C extends number>(rows: R, columns: C, label?: string): Spec<R, C> {
  checkSizes('spec', rows, columns);
  return new Spec(rows, columns, label);
}

/** Where `record` wants matrices, specs; trees keep their form. */
export type SpecTree<T> = T extends Mat<infer R, infer C> ? Spec<R, C> : { readonly [K in keyof T]: SpecTree<T[K]> };
type Specs<A extends readonly unknown[]> = { readonly [I in keyof A]: SpecTree<A[I]> };

/**
 * The tape of f for arguments of these shapes: inputs are the leaves of the arguments in order, labelled by their place in
 * the tree, outputs the leaves of the result. Nothing is simplified.
 * @throws RecordingError when f uses a recorded value that is not among its arguments
 */
export function record<A extends readonly unknown[]>(f: (...args: A) => unknown, ...specs: Specs<A>): Tape {
  requireFunction('record', f, 'Write record(f, spec(rows, columns))');
  const { recording } = recordCall('record', (recorder) => {
    const args = (specs as readonly unknown[]).map((tree) => {
      const { leaves, paths, rebuild } = flatten(tree, isSpec, 'record');
      return rebuild(
        leaves.map((leaf, i) => recorder.input({ rows: leaf.rows, columns: leaf.columns, label: leaf.label ?? (paths[i] || undefined) })),
      );
    });
    return f(...(args as unknown as A));
  });
  refuseCaptured('record', recording);
  return recording.tape;
}

export function refuseCaptured(asker: string, { origins }: Recording): void {
  const captured = origins.find(isRecorded);
  if (captured === undefined) return;
  const what = captured.label ?? `a ${captured.rows}x${captured.columns} value`;
  throw new RecordingError(`${asker}: the function uses ${what} of an enclosing recorded function. Pass it as an argument`);
}

/** @throws ArgumentError unless x is a function */
export function requireFunction(asker: string, f: unknown, remedy = `Write ${asker}(f)(x), not ${asker}(f(x))`): void {
  if (typeof f !== 'function') throw new ArgumentError(`${asker}: expected a function of matrices, got ${kindOf(f)}. ${remedy}`);
}
