import { ArgumentError } from './errors.ts';
import { copyInto } from './replay.ts';
import { add } from './ops/arithmetic.ts';
import { scalar } from './matrix/make.ts';
import { broadcastToShape } from './ops/shaping.ts';
import { requireOptions } from './matrix/options.ts';
import type { Mat } from './matrix/mat.ts';
import { Recorder, type Recorded } from './tape/recorder.ts';
import { argsOf, type Ref, requireTape, type Tape } from './tape/tape.ts';

export interface DifferentiateOptions {
  /** positions of the inputs to differentiate by; all of them unless given */
  readonly wrt?: readonly number[];
  /** 'input' (default): one more input per output, its cotangent. 'one': the outputs are 1x1 and their cotangents 1 */
  readonly seed?: 'input' | 'one';
}

/**
 * Reverse mode, tape to tape: the outputs become (...outputs, ...gradients), one gradient per input of `wrt` in its shape;
 * the inputs become (...inputs, ...cotangents). Gradients are entries like any other, so this can be applied again.
 */
export const differentiate = (tape: Tape, options: DifferentiateOptions = {}): Tape => differentiateWithSources(tape, options).tape;

/** The same, and for each entry of the gradient the entry of the original whose rule wrote it. */
export function differentiateWithSources(
  tape: Tape,
  options: DifferentiateOptions = {},
): { readonly tape: Tape; readonly sources: readonly Ref[] } {
  requireTape('differentiate', tape);
  requireOptions('differentiate', options, `Write differentiate(tape) or differentiate(tape, { seed: 'one' })`);
  const outside = options.wrt?.find((position) => tape.inputs[position] === undefined);
  if (outside !== undefined)
    throw new ArgumentError(`differentiate: wrt names input ${String(outside)}, the tape has inputs 0 to ${tape.inputs.length - 1}`);
  const sources: Ref[] = [];
  const recorder = new Recorder();
  const handles = copyInto(recorder, tape, (position) => recorder.input(tape.entries[tape.inputs[position]!]!));
  const wrt = (options.wrt ?? tape.inputs.map((_, position) => position)).map((position) => tape.inputs[position]!);
  const varies = dependents(tape, wrt);
  const cotangents: (Mat | undefined)[] = [];
  const accumulate = (ref: Ref, g: Mat): void => {
    const sum = cotangents[ref];
    cotangents[ref] = sum === undefined ? g : add(sum, g);
  };
  for (const ref of tape.outputs) {
    const seed =
      options.seed === 'one'
        ? recorder.lift(scalar(1))
        : recorder.input({ rows: tape.entries[ref]!.rows, columns: tape.entries[ref]!.columns });
    accumulate(ref, seed);
  }
  for (let ref = tape.entries.length - 1; ref >= 0; ref -= 1) {
    const g = cotangents[ref];
    if (g === undefined || varies[ref] === 0) continue; // nothing downstream depends on it, or it on nothing of wrt
    pullBack(tape, ref, g, handles, varies, accumulate);
    while (sources.length < recorder.entries.length) sources.push(ref);
  }
  const gradients = wrt.map((ref) => recorder.lift(cotangents[ref] ?? broadcastToShape(recorder.lift(scalar(0)), handles[ref]!)));
  return { tape: recorder.close([...tape.outputs.map((ref) => handles[ref]!), ...gradients]).tape, sources };
}

/** Sends the cotangent of one entry on to those of its arguments that vary. */
function pullBack(
  tape: Tape,
  ref: Ref,
  g: Mat,
  handles: readonly Recorded[],
  varies: Uint8Array,
  accumulate: (ref: Ref, g: Mat) => void,
): void {
  const entry = tape.entries[ref]!;
  if (entry.kind !== 'applied') return;
  const xs = entry.args.map((arg) => handles[arg]!);
  entry.args.forEach((arg, argument) => {
    if (varies[arg] === 0) return;
    const rule = entry.op.vjps[Math.min(argument, entry.op.vjps.length - 1)]!;
    const cotangent = rule(g, handles[ref]!, xs, entry.attributes, argument);
    if (cotangent !== null) accumulate(arg, cotangent);
  });
}

/** For each entry, whether it depends on one of `wrt`. */
export function dependents({ entries }: Tape, wrt: readonly Ref[]): Uint8Array {
  const varies = new Uint8Array(entries.length);
  for (const ref of wrt) varies[ref] = 1;
  entries.forEach((entry, ref) => {
    if (argsOf(entry).some((arg) => varies[arg] === 1)) varies[ref] = 1;
  });
  return varies;
}
