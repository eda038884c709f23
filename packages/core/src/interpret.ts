import { ArgumentError, ShapeError } from './errors.ts';
import { type DenseMatrix, requireDense } from './matrix/denseMatrix.ts';
import type { Mat } from './matrix/mat.ts';
import { sameShape, type Shape } from './matrix/shape.ts';
import { kindOf } from './matrix/tree.ts';
import { computeEntry } from './tape/compute.ts';
import { argsOf, type Entry, type Ref, requireTape, type Tape } from './tape/tape.ts';

/**
 * Runs a tape entry by entry: what a tape means. A value is let go after its last reader.
 * `known` are values of entries that need not be computed again; `onValue` sees each value as it is computed.
 * @throws ArgumentError, ShapeError when the inputs are not those of the tape
 */
export function interpret(
  tape: Tape,
  inputs: readonly Mat[],
  known: readonly (DenseMatrix | undefined)[] = [],
  onValue?: (ref: Ref, value: DenseMatrix) => void,
): Mat[] {
  requireTape('interpret', tape);
  const { entries, outputs } = tape;
  const values: (DenseMatrix | undefined)[] = known.slice();
  bindInputs(tape, inputs).forEach((value, position) => (values[tape.inputs[position]!] = value));
  const needed = neededEntries(tape, values);
  const lastUse = lastUses(tape);
  for (let ref = 0; ref < entries.length; ref += 1) {
    if (needed[ref] === 0) continue;
    const entry = entries[ref]!;
    const value = values[ref] ?? evaluate(entry, entries, values);
    values[ref] = value;
    onValue?.(ref, value);
    for (const arg of argsOf(entry)) if (lastUse[arg] === ref) values[arg] = undefined;
  }
  return outputs.map((ref) => values[ref]!);
}

function evaluate(entry: Entry, entries: readonly Entry[], values: readonly (DenseMatrix | undefined)[]): DenseMatrix {
  if (entry.kind === 'constant') return entry.value;
  if (entry.kind === 'input') throw new ArgumentError(`interpret: no value for the input ${entry.label ?? ''}`);
  return computeEntry(entry, entries, values);
}

/** The inputs as concrete matrices of the shapes that the tape was recorded for. */
export function bindInputs(tape: Tape, inputs: readonly Mat[]): readonly DenseMatrix[] {
  if (!Array.isArray(inputs))
    throw new ArgumentError(`interpret: the inputs must be an array, got ${kindOf(inputs)}. Write interpret(tape, [x])`);
  if (inputs.length !== tape.inputs.length) {
    const names = tape.inputs.map((ref, position) => tape.entries[ref]!.label ?? position).join(', ');
    throw new ArgumentError(
      `interpret: the tape has ${tape.inputs.length} inputs, got ${inputs.length}. Give one matrix for each of [${names}]`,
    );
  }
  return inputs.map((input, position) => {
    const entry: Shape = tape.entries[tape.inputs[position]!]!;
    const value = requireDense(input, 'interpret');
    if (!sameShape(value, entry))
      throw new ShapeError(
        'interpret',
        [value],
        `input ${entry.label ?? position} was recorded as ${entry.rows}x${entry.columns}. Record the function again for this shape`,
      );
    return value;
  });
}

/** Entries that an output needs and that no known value cuts off. */
function neededEntries({ entries, outputs }: Tape, known: readonly (DenseMatrix | undefined)[]): Uint8Array {
  const needed = new Uint8Array(entries.length);
  for (const ref of outputs) needed[ref] = 1;
  for (let ref = entries.length - 1; ref >= 0; ref -= 1) {
    if (needed[ref] === 1 && known[ref] === undefined) for (const arg of argsOf(entries[ref]!)) needed[arg] = 1;
  }
  return needed;
}

/** For each entry the last entry that reads it; outputs are read for ever. */
function lastUses(tape: Tape): Int32Array {
  const last = new Int32Array(tape.entries.length).fill(-1);
  tape.entries.forEach((entry, ref) => argsOf(entry).forEach((arg) => (last[arg] = ref)));
  for (const ref of tape.outputs) last[ref] = tape.entries.length;
  return last;
}
