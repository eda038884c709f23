import { bindInputs } from '../interpret.ts';
import { DenseMatrix } from '../matrix/denseMatrix.ts';
import type { Mat } from '../matrix/mat.ts';
import type { Block, Tape } from '../tape/tape.ts';
import { createStorage, type EngineChoice } from './storage.ts';

/** Runs one tape many times. */
export type Executor = (inputs: readonly Mat[]) => Mat[];

/**
 * An executor over buffers that stay from call to call. Matrices are immutable, so an input that is the object of the last
 * call has the value of the last call: only entries that depend on another input run again.
 */
export function createExecutor(tape: Tape, engine: EngineChoice): Executor {
  const { blocks, steps, bring } = createStorage(tape, engine);
  const stale = new Uint8Array(tape.entries.length);
  let last: readonly DenseMatrix[] | undefined;
  return (inputs) => {
    const given = bindInputs(tape, inputs);
    const before = last;
    last = undefined; // until this call has ended well
    stale.fill(before === undefined ? 1 : 0);
    given.forEach((input, position) => {
      if (before?.[position] === input) return;
      stale[tape.inputs[position]!] = 1;
      bring(tape.inputs[position]!, input);
    });
    for (const { ref, reads, run } of steps) {
      for (const arg of reads) if (stale[arg] === 1) stale[ref] = 1;
      if (stale[ref] === 1) run();
    }
    last = given;
    return tape.outputs.map((ref) => copyOut(blocks[ref]!));
  };
}

const copyOut = ({ rows, columns, values }: Block): Mat => new DenseMatrix(rows, columns, values.slice());
