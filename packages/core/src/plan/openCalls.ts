import { type Call, callOp } from '../ops/calling.ts';
import { copyInto, replay } from '../replay.ts';
import { type Recorded, Recorder } from '../tape/recorder.ts';
import type { Op, Tape } from '../tape/tape.ts';

/** The tape with the entries of called tapes in place of the calls: derivatives have been taken, so nobody asks for theirs any more. */
export function openCalls(tape: Tape): Tape {
  if (!tape.entries.some((entry) => entry.kind === 'applied' && entry.op === (callOp as Op))) return tape;
  const recorder = new Recorder({
    rewrite: (_recorder, op, args, attributes) =>
      op === (callOp as Op) ? (replay((attributes as Call).forward, args)[0] as Recorded) : undefined,
  });
  const handles = copyInto(recorder, tape, (position) => recorder.input(tape.entries[tape.inputs[position]!]!));
  return recorder.close(tape.outputs.map((ref) => handles[ref]!)).tape;
}
