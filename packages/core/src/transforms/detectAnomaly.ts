import { differentiateWithSources } from '../differentiate.ts';
import { callersLine } from '../callers.ts';
import { AnomalyError, ArgumentError } from '../errors.ts';
import { interpret } from '../interpret.ts';
import { type DenseMatrix, isDense, valuesOf } from '../matrix/denseMatrix.ts';
import { full } from '../matrix/make.ts';
import type { Mat } from '../matrix/mat.ts';
import { Recorder } from '../tape/recorder.ts';
import { argsOf, type Entry, type Ref, type Tape } from '../tape/tape.ts';
import { positionsOf, recordAsWritten } from './recordParameters.ts';

/**
 * f, run slowly and watched: where a value of f, or then the gradient of the sum of its values by the first argument, is NaN or infinite,
 * the first entry throws that turned so on the way there although its arguments were finite. What is not finite but chosen by no one, as
 * in `where(mask, log(x), 0)`, is none. The tape is the one that was written, not the simplified one.
 * @throws AnomalyError naming the op, its label and the line that wrote it
 */
export function detectAnomaly<F extends (...args: never) => unknown>(f: F): F {
  const call = (first: unknown, ...rest: readonly unknown[]): unknown => {
    const lines: (string | undefined)[] = [];
    const recorder = new Recorder({ trace: (ref) => (lines[ref] = callersLine()) });
    const recorded = recordAsWritten('detectAnomaly', f, first, rest, recorder);
    const { tape, origins, resultOf } = recorded;
    if (!origins.every(isDense)) throw new ArgumentError('detectAnomaly: needs concrete matrices: call it outside grad and compile');
    const forward = watched(tape, origins);
    if (forward.turned !== undefined) throw anomaly('forward', tape, forward.turned, forward.turned.ref, lines);
    // the cotangents are ones: the gradient of the sum of all outputs
    const ones = tape.outputs.map((ref) => full(tape.entries[ref]!.rows, tape.entries[ref]!.columns, 1));
    const { tape: derived, sources } = differentiateWithSources(tape, { wrt: positionsOf(recorded) });
    const { turned } = watched(derived, [...origins, ...ones]);
    if (turned !== undefined) {
      // a derived tape is the old one plus a tail
      const isOfGradient = turned.ref >= tape.entries.length;
      throw anomaly(isOfGradient ? 'gradient' : 'forward', derived, turned, isOfGradient ? sources[turned.ref]! : turned.ref, lines);
    }
    return resultOf(forward.outputs);
  };
  return call as unknown as F;
}

/** An entry that turned, and its value. */
interface Turned {
  readonly ref: Ref;
  readonly value: DenseMatrix;
}

/** Runs a tape; `turned` is the first entry that turned on the way to an output that is not finite. */
function watched(tape: Tape, inputs: readonly Mat[]): { readonly outputs: readonly Mat[]; readonly turned: Turned | undefined } {
  const values: DenseMatrix[] = [];
  const outputs = interpret(tape, inputs, [], (ref, value) => (values[ref] = value));
  const isBad = values.map((value) => placeIn(value) >= 0);
  const blamed = new Set(tape.outputs.filter((ref) => isBad[ref]));
  let first: Ref | undefined;
  // a set gives what is added to it on the way
  for (const ref of blamed) {
    const { turns, passesOn } = blame(tape.entries[ref]!, values[ref]!, values, isBad);
    if (turns && ref < (first ?? Infinity)) first = ref;
    for (const arg of passesOn) blamed.add(arg);
  }
  return { outputs, turned: first === undefined ? undefined : { ref: first, value: values[first]! } };
}

const isOff = (x: number): boolean => !Number.isFinite(x);
/** where a value is not finite, or -1 */
const placeIn = (value: DenseMatrix): number => valuesOf(value).findIndex(isOff);

/** Of a value that is not finite: whether it turned so by itself, and which of its arguments it has it from. */
function blame(
  entry: Entry,
  value: DenseMatrix,
  values: readonly DenseMatrix[],
  isBad: readonly boolean[],
): { readonly turns: boolean; readonly passesOn: readonly Ref[] } {
  const bad = argsOf(entry).filter((arg) => isBad[arg]);
  const of = entry.kind === 'applied' ? entry.op.elementwise : undefined;
  if (of === undefined) return { turns: bad.length === 0, passesOn: bad };
  const args = argsOf(entry);
  const passesOn = new Set<Ref>();
  let turns = false;
  valuesOf(value).forEach((y, at) => {
    if (!isOff(y)) return;
    const xs = args.map((arg) => valuesOf(values[arg]!)[at]!);
    const suspects = args.filter((_, i) => isOff(xs[i]!));
    // of two that are not finite a choice passes on one
    const decisive = suspects.filter((arg) => !isOff(of(...xs.map((x, i) => (args[i] === arg ? 1 : x)))));
    turns ||= suspects.length === 0;
    for (const arg of decisive.length > 0 ? decisive : suspects) passesOn.add(arg);
  });
  return { turns, passesOn: Array.from(passesOn) };
}

function anomaly(
  phase: 'forward' | 'gradient',
  tape: Tape,
  { ref, value }: Turned,
  source: Ref,
  lines: readonly (string | undefined)[],
): AnomalyError {
  const [entry, written] = [tape.entries[ref]!, tape.entries[source]!];
  const at = placeIn(value);
  const place = `row ${Math.floor(at / value.columns)}, column ${at % value.columns} is ${valuesOf(value)[at]}`;
  const [op, label, line] = [nameOf(entry), written.label ?? entry.label, written.kind === 'applied' ? lines[source] : undefined];
  const what = label === undefined ? op : `${label} = ${op}`;
  const where = phase === 'forward' ? what : `the gradient through ${nameOf(written)}${label === undefined ? '' : ` (${label})`}, in ${op}`;
  const from = entry.kind === 'applied' ? ', from finite numbers' : '';
  return new AnomalyError(
    `detectAnomaly: ${where} (${value.rows}x${value.columns}): ${place}${from}${line === undefined ? '' : `\n${line}`}`,
    { phase, op, label, line },
  );
}

const nameOf = (entry: Entry): string => (entry.kind === 'applied' ? entry.op.name : entry.kind);
