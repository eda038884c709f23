import { dependents } from '../differentiate.ts';
import { AdjointError } from '../errors.ts';
import { interpret } from '../interpret.ts';
import { matrix } from '../matrix/make.ts';
import type { Mat } from '../matrix/mat.ts';
import { type Shape, sizeOf } from '../matrix/shape.ts';
import { type Call, callOp } from '../ops/calling.ts';
import { isRecorded } from '../tape/recorder.ts';
import type { AppliedEntry, Entry, Tape } from '../tape/tape.ts';

const isCall = (entry: Entry): entry is AppliedEntry => entry.kind === 'applied' && entry.op === callOp;

/** An error of a rule that is not linear in its cotangent: its pullback is the transpose of nothing. */
export const notLinear = (asker: string, what: string): AdjointError =>
  new AdjointError(
    `${asker}: ${what}. A rule that is not linear in its cotangent has no pushforward: every term that backward returns must be a multiple of g`,
  );

/**
 * A rule that is affine in its cotangent, such as g + x, has a pushforward, that of its linear part; what gives it away is that it is
 * not 0 at 0. So the rules of `customVjp` that a derivative by `wrt` uses are asked for just that: at the values of the inputs, where
 * there are no numbers yet (under `compile`) at any. What is not finite there says nothing. (The laws ask it of the ops' own rules.)
 * @throws AdjointError when a rule gives anything but 0 for the cotangent 0
 */
export function requireLinearRules(asker: string, tape: Tape, wrt: readonly number[], inputs: readonly Mat[]): void {
  if (!tape.entries.some(isCall)) return;
  const inputsOfWrt = wrt.map((position) => tape.inputs[position]!);
  const varies = dependents(tape, inputsOfWrt);
  const calls = tape.entries.flatMap((entry, ref) => (varies[ref] === 1 && isCall(entry) ? [{ entry, ref }] : []));
  if (calls.length === 0) return;
  const values = unlessRefused(() => valuesOn(tape, inputs)) ?? [];
  for (const { entry, ref } of calls) {
    const known = [...entry.args, ref].map((at) => values[at]);
    requireZeroAtZero(asker, entry.attributes as Call, known.every((value) => value !== undefined) ? known : undefined);
  }
}

/** `known`: the arguments and the output of the call. */
function requireZeroAtZero(asker: string, { forward, backward }: Call, known: readonly Mat[] | undefined): void {
  const cotangents = unlessRefused(() => {
    const xs = known?.slice(0, -1) ?? forward.inputs.map((ref) => sample(forward.entries[ref]!));
    const y = known?.at(-1) ?? interpret(forward, xs)[0]!;
    return interpret(backward, [matrix.of(y.rows, y.columns, new Float64Array(sizeOf(y))), y, ...xs]);
  });
  cotangents?.forEach((cotangent, argument) => {
    const found = cotangent.toFloat64Array().find((value) => value !== 0 && Number.isFinite(value));
    if (found !== undefined) throw notLinear(asker, `backward of a customVjp gives ${found} for argument ${argument} where g is 0`);
  });
}

/** @throws RecordingError where there are no numbers yet */
function valuesOn(tape: Tape, inputs: readonly Mat[]): readonly Mat[] {
  const numbers = inputs.map((x) => (isRecorded(x) ? x.recorder.valueOf(x) : x));
  const values: Mat[] = [];
  interpret(tape, numbers, [], (ref, value) => (values[ref] = value));
  return values;
}

/** Numbers between 1/4 and 5/4, no two alike. */
export const sample = ({ rows, columns }: Shape): Mat =>
  matrix.of(
    rows,
    columns,
    Float64Array.from({ length: rows * columns }, (_, i) => 0.25 + (((i + 1) * 0.6180339887498949) % 1)),
  );

/** What `f` gives, undefined where the numbers are refused. */
function unlessRefused<T>(f: () => T): T | undefined {
  try {
    return f();
  } catch (error) {
    if (error instanceof AdjointError) return undefined;
    throw error;
  }
}
