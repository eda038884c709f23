import { DenseMatrix, valuesOf } from '../matrix/denseMatrix.ts';
import type { Mat } from '../matrix/mat.ts';
import { bindInputs } from '../interpret.ts';
import { type Block, type Entry, liveEntries, type Tape } from '../tape/tape.ts';

/** Runs one tape many times. */
export type Executor = (inputs: readonly Mat[]) => Mat[];

const blockOf = (x: DenseMatrix): Block => ({ rows: x.rows, columns: x.columns, values: valuesOf(x) });

/**
 * An executor over buffers that stay from call to call. Matrices are immutable, so an input that is the object of the last
 * call has the value of the last call: only entries that depend on another input run again.
 */
export function createExecutor(tape: Tape): Executor {
  const { entries } = tape;
  const live = liveEntries(tape);
  const blocks: readonly Block[] = entries.map((entry, ref) => initialBlock(entry, live[ref] === 1));
  const current = blocks.slice(); // inputs are put in here
  const stale = new Uint8Array(entries.length);
  let last: readonly DenseMatrix[] | undefined;
  return (inputs) => {
    const given = bindInputs(tape, inputs);
    const before = last;
    last = undefined; // until this call has ended well
    stale.fill(before === undefined ? 1 : 0);
    given.forEach((input, position) => {
      const ref = tape.inputs[position]!;
      if (before?.[position] !== input) stale[ref] = 1;
      current[ref] = blockOf(input);
    });
    for (let ref = 0; ref < entries.length; ref += 1) if (live[ref] === 1) runIfStale(entries[ref]!, ref, current, stale);
    last = given;
    return tape.outputs.map((ref) => copyOut(current[ref]!));
  };
}

function runIfStale(entry: Entry, ref: number, blocks: readonly Block[], stale: Uint8Array): void {
  if (entry.kind !== 'applied') return;
  for (const arg of entry.args) if (stale[arg] === 1) stale[ref] = 1;
  if (stale[ref] === 1)
    entry.op.kernel(
      blocks[ref]!,
      entry.args.map((arg) => blocks[arg]!),
      entry.attributes,
    );
}

function initialBlock(entry: Entry, needed: boolean): Block {
  if (entry.kind === 'constant') return blockOf(entry.value);
  const size = needed && entry.kind === 'applied' ? entry.rows * entry.columns : 0;
  return { rows: entry.rows, columns: entry.columns, values: new Float64Array(size) };
}

const copyOut = ({ rows, columns, values }: Block): Mat => new DenseMatrix(rows, columns, values.slice());
