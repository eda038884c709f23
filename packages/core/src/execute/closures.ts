import { bindInputs } from '../interpret.ts';
import { DenseMatrix, valuesOf } from '../matrix/denseMatrix.ts';
import type { Mat } from '../matrix/mat.ts';
import { argsOf, type Block, type Entry, liveEntries, type Ref, type Tape } from '../tape/tape.ts';

/** Runs one tape many times. */
export type Run = (inputs: readonly Mat[]) => Mat[];

/** How one entry is computed. */
interface Step {
  readonly ref: Ref;
  readonly reads: readonly Ref[];
  readonly run: () => void;
}

/**
 * Runs a tape by the kernels of its ops, over buffers that stay from call to call. Matrices are immutable, so an input that is the object
 * of the last call has the value of the last call: only entries that depend on another input run again.
 */
export function createClosures(tape: Tape): Run {
  const { entries, inputs, outputs } = tape;
  const live = liveEntries(tape);
  const blocks = entries.map((entry, ref) => initialBlock(entry, live[ref] === 1));
  const steps = entries.flatMap((entry, ref) => (live[ref] === 1 ? stepsOf(entry, ref, blocks) : []));
  const stale = new Uint8Array(entries.length);
  let last: readonly DenseMatrix[] | undefined;
  return (given) => {
    const bound = bindInputs(tape, given);
    const before = last;
    last = undefined; // until this call has ended well
    stale.fill(before === undefined ? 1 : 0);
    bound.forEach((input, position) => {
      if (before?.[position] === input) return;
      const ref = inputs[position]!;
      stale[ref] = 1;
      blocks[ref] = blockOf(input, entries[ref]!.label);
    });
    for (const { ref, reads, run } of steps) {
      for (const arg of reads) if (stale[arg] === 1) stale[ref] = 1;
      if (stale[ref] === 1) run();
    }
    last = bound;
    return outputs.map((ref) => copyOut(blocks[ref]!));
  };
}

const blockOf = (x: DenseMatrix, label = x.label): Block => ({ rows: x.rows, columns: x.columns, values: valuesOf(x), label });
const copyOut = ({ rows, columns, values }: Block): Mat => new DenseMatrix(rows, columns, values.slice());

function initialBlock(entry: Entry, needed: boolean): Block {
  if (entry.kind === 'constant') return blockOf(entry.value, entry.label);
  const { rows, columns, label } = entry;
  return { rows, columns, values: new Float64Array(needed && entry.kind === 'applied' ? rows * columns : 0), label };
}

function stepsOf(entry: Entry, ref: Ref, blocks: readonly Block[]): readonly Step[] {
  if (entry.kind !== 'applied') return [];
  const { op, args, attributes } = entry;
  const xs = (): readonly Block[] => args.map((arg) => blocks[arg]!);
  return [{ ref, reads: argsOf(entry), run: () => op.kernel(blocks[ref]!, xs(), attributes) }];
}
