import { differentiateWithSources } from '../differentiate.ts';
import { AnomalyError, ArgumentError, callersLine } from '../errors.ts';
import { interpret } from '../interpret.ts';
import { type DenseMatrix, isDense, valuesOf } from '../matrix/denseMatrix.ts';
import { full } from '../matrix/make.ts';
import { Recorder } from '../tape/recorder.ts';
import { argsOf, type Entry, type Ref, type Tape } from '../tape/tape.ts';
import { type AnyFunction, positionsOf, recordAsWritten } from './recordParameters.ts';

/**
 * f, run slowly and watched: the first value that turns NaN or infinite although its arguments are finite, in f itself or then in the
 * gradient of the sum of its outputs by the first argument, throws. The tape is the one that was written, not the simplified one.
 * @throws AnomalyError naming the op, its label and the line that wrote it
 */
export function detectAnomaly<F extends (...args: never) => unknown>(f: F): F {
  const call = (first: unknown, ...rest: readonly unknown[]): unknown => {
    const lines: (string | undefined)[] = [];
    const recorder = new Recorder({ trace: (ref) => (lines[ref] = callersLine()) });
    const recorded = recordAsWritten('detectAnomaly', f as unknown as AnyFunction, first, rest, recorder);
    const { tape, origins, outputs } = recorded;
    if (!origins.every(isDense)) throw new ArgumentError('detectAnomaly: needs concrete matrices: call it outside grad and compile');
    const values = interpret(tape, origins, [], watch('forward', tape, (ref) => ref, lines));
    // the cotangents are ones: the gradient of the sum of all outputs
    const ones = tape.outputs.map((ref) => full(tape.entries[ref]!.rows, tape.entries[ref]!.columns, 1));
    const derived = differentiateWithSources(tape, { wrt: positionsOf(recorded) });
    interpret(derived.tape, [...origins, ...ones], [], watch('gradient', derived.tape, (ref) => derived.sources[ref]!, lines));
    return outputs.rebuild(values);
  };
  return call as unknown as F;
}

/** Throws at the first value that is not finite though all that it is made of is. */
function watch(phase: 'forward' | 'gradient', tape: Tape, sourceOf: (ref: Ref) => Ref, lines: readonly (string | undefined)[]) {
  const isBad: boolean[] = [];
  return (ref: Ref, value: DenseMatrix): void => {
    const at = valuesOf(value).findIndex((entry) => !Number.isFinite(entry));
    isBad[ref] = at >= 0;
    const entry = tape.entries[ref]!;
    if (at < 0 || argsOf(entry).some((arg) => isBad[arg] === true)) return;
    const source = sourceOf(ref);
    const place = `row ${Math.floor(at / value.columns)}, column ${at % value.columns} is ${valuesOf(value)[at]}`;
    const [op, label, line] = [nameOf(entry), tape.entries[source]?.label ?? entry.label, tape.entries[source]?.kind === 'applied' ? lines[source] : undefined];
    const what = label === undefined ? op : `${label} = ${op}`;
    const where = phase === 'forward' ? what : `the gradient through ${nameOf(tape.entries[source]!)}${label === undefined ? '' : ` (${label})`}, in ${op}`;
    throw new AnomalyError(`detectAnomaly: ${where} (${value.rows}x${value.columns}): ${place}, from finite numbers${line === undefined ? '' : `\n${line}`}`, { phase, op, label, line });
  };
}

const nameOf = (entry: Entry): string => (entry.kind === 'applied' ? entry.op.name : entry.kind);
