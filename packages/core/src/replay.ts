import type { DenseMatrix } from './matrix/denseMatrix.ts';
import type { Mat } from './matrix/mat.ts';
import { interpret } from './interpret.ts';
import { type Recorded, type Recorder, youngestRecorder } from './tape/recorder.ts';
import type { Entry, Ref, Tape } from './tape/tape.ts';

/**
 * What a tape gives for these values of its inputs: numbers when all are concrete, else every entry is appended to the
 * youngest recorder among them. How a nested transform ends, and how one tape becomes part of another.
 */
export function replay(tape: Tape, inputs: readonly Mat[], known?: readonly (DenseMatrix | undefined)[]): Mat[] {
  const recorder = youngestRecorder('replay', inputs);
  if (recorder === undefined) return interpret(tape, inputs, known);
  const handles = copyInto(recorder, tape, (position) => recorder.lift(inputs[position]!));
  return tape.outputs.map((ref) => handles[ref]!);
}

/** Appends all entries of a tape in their order, its inputs being what `inputAt` gives; returns the handle of each entry. */
export function copyInto(recorder: Recorder, tape: Tape, inputAt: (position: number) => Recorded): readonly Recorded[] {
  const handles: Recorded[] = [];
  const positions = new Map(tape.inputs.map((ref, position) => [ref, position]));
  const copied = (entry: Entry, ref: Ref): Recorded => {
    if (entry.kind === 'input') return inputAt(positions.get(ref)!);
    if (entry.kind === 'constant') return recorder.lift(entry.value);
    return recorder.append(
      entry.op,
      entry.args.map((arg) => handles[arg]!),
      entry.attributes,
    );
  };
  tape.entries.forEach((entry, ref) => {
    const handle = copied(entry, ref);
    handles.push(handle);
    if (entry.kind === 'applied' && entry.label !== undefined) recorder.label(handle, entry.label);
  });
  return handles;
}
