import {
  AdjointError,
  customVjp,
  DecodeError,
  deserialize,
  differentiate,
  interpret,
  type Mat,
  mul,
  named,
  ones,
  print,
  record,
  serialize,
  simplify,
  spec,
  square,
  sum,
  type Tape,
} from '@adjoint/core';

// Whatever the text: a DecodeError that names the place, or a tape that runs, or is refused while it runs by an error of ours.

function attempted<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof AdjointError) return undefined;
    throw error;
  }
}
const sizeOf = ({ entries }: Tape): number => entries.reduce((total, { rows, columns }) => total + rows * columns, 0);
const run = (tape: Tape): unknown =>
  interpret(
    tape,
    tape.inputs.map((ref) => ones(tape.entries[ref]!.rows, tape.entries[ref]!.columns)),
  );
const derivations: readonly ((tape: Tape) => Tape)[] = [
  (tape) => tape,
  (tape) => differentiate(tape),
  simplify,
  (tape) => simplify(differentiate(simplify(tape))),
];

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What a text is judged to be. @throws on every behaviour that is not allowed */
export function judged(text: string): DecodeError | Tape {
  const read = deserialize(text);
  if (read._tag === 'Left') {
    const { left } = read;
    if (
      !(left instanceof DecodeError) ||
      !/^(text|tape([.[].+)?)$/s.test(left.place) ||
      left.message !== `tape: ${left.place}: expected ${left.expected}, found ${left.found}`
    )
      throw new Error(`a poor error: ${String(left)}`);
    if (left.expected === '' || left.found === '' || left.message.length > 5000) throw new Error(`a poor message: ${left.message}`);
    return left;
  }
  const tape = read.right;
  if (serialize(accepted(serialize(tape))) !== serialize(tape)) throw new Error('is another tape when it is written and read again');
  print(tape);
  if (sizeOf(tape) < 10_000) for (const derive of derivations) attempted(() => run(derive(tape)));
  return tape;
}
function accepted(text: string): Tape {
  const read = deserialize(text);
  if (read._tag === 'Left') throw read.left;
  return read.right;
}
export const refusedAt = (text: string): string => {
  const found = judged(text);
  if (!(found instanceof DecodeError)) throw new Error('was accepted');
  return found.place;
};

const twice = customVjp(
  (x: Mat) => mul(2, x),
  (g: Mat) => [mul(2, g)],
);
export const called = serialize(record((x: Mat) => named('a "label"', sum(twice(square(x)))), spec(2, 2, 'x')));
/** A tape of one input and one application, as text. */
export const applying = (op: string, attributes: unknown, shape: readonly number[] = [2, 3], args: readonly number[] = [0]): string =>
  JSON.stringify({ adjoint: 1, inputs: [0], outputs: [1], entries: [{ input: shape }, { op, args, attributes }] });
export const entriesOf = (...entries: readonly unknown[]): string =>
  JSON.stringify({ adjoint: 1, inputs: [0], outputs: [0], entries: [{ input: [2, 3] }, ...entries] });
