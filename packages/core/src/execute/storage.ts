import { AdjointError } from '../errors.ts';
import { type DenseMatrix, valuesOf } from '../matrix/denseMatrix.ts';
import { sizeOf } from '../matrix/shape.ts';
import { argsOf, type Block, type Entry, liveEntries, type Ref, type Tape } from '../tape/tape.ts';
import { type FastCall, fastCallsOf } from './fastKernels.ts';
import { createEngine, type Engine } from './wasm.ts';

/** Who computes: WebAssembly where it is there and helps, WebAssembly or an error, or the ops' own kernels. The bits are the same. */
export type EngineChoice = 'auto' | 'wasm' | 'kernels';

/** How one entry is computed. */
interface Step {
  readonly ref: Ref;
  readonly reads: readonly Ref[];
  readonly run: () => void;
}

/** Where the values of a tape lie while it runs, and what computes them. */
export interface Storage {
  /** of each entry; an input's is there from `bring` on */
  readonly blocks: readonly Block[];
  /** for the entries that outputs need, in order */
  readonly steps: readonly Step[];
  /** gives an input its value */
  readonly bring: (ref: Ref, value: DenseMatrix) => void;
}

type Calls = readonly (FastCall | undefined)[];

/** A tape in the memory of an engine. */
interface Placed {
  readonly engine: Engine;
  readonly calls: Calls;
  /** of what is computed and of what the engine reads */
  readonly offsets: readonly (number | undefined)[];
}

const blockOf = (x: DenseMatrix): Block => ({ rows: x.rows, columns: x.columns, values: valuesOf(x) });

/** @throws AdjointError when the choice is 'wasm' and the memory cannot be had */
export function createStorage(tape: Tape, choice: EngineChoice): Storage {
  const calls = choice === 'kernels' ? [] : fastCallsOf(tape);
  if (calls.every((call) => call === undefined)) return storageOf(tape);
  const layout = layoutOf(tape, calls);
  const engine = createEngine(layout.bytes);
  if (engine !== undefined) return storageOf(tape, { engine, calls, offsets: layout.offsets });
  if (choice === 'wasm') throw new AdjointError(`compile: no WebAssembly memory of ${layout.bytes} bytes. Write { engine: 'auto' }`);
  return storageOf(tape);
}

const readsOf =
  ({ entries }: Tape, calls: Calls) =>
  (ref: Ref): readonly Ref[] =>
    calls[ref]?.args ?? argsOf(entries[ref]!);

/** Which byte offsets in a memory of how many bytes. */
function layoutOf(tape: Tape, calls: Calls): Pick<Placed, 'offsets'> & { readonly bytes: number } {
  const live = liveEntries(tape, readsOf(tape, calls));
  const isPlaced = tape.entries.map(({ kind }, ref) => kind === 'applied' && live[ref] === 1);
  calls.forEach((call, ref) => {
    if (live[ref] === 1) call?.args.forEach((arg) => (isPlaced[arg] = true));
  });
  let bytes = calls.reduce((most, call) => Math.max(most, call?.scratch ?? 0), 0);
  const offsets = tape.entries.map((entry, ref) => {
    if (isPlaced[ref] !== true) return undefined;
    const offset = Math.ceil(bytes / 16) * 16;
    bytes = offset + 8 * sizeOf(entry);
    return offset;
  });
  return { bytes, offsets };
}

function storageOf(tape: Tape, placed?: Placed): Storage {
  const reads = readsOf(tape, placed?.calls ?? []);
  const live = liveEntries(tape, reads);
  const blocks = tape.entries.map((entry, ref) => initialBlock(entry, live[ref] === 1, placed, placed?.offsets[ref]));
  return {
    blocks,
    steps: tape.entries.flatMap((entry, ref) => {
      const run = live[ref] === 1 ? runnerOf(entry, ref, blocks, placed) : undefined;
      return run === undefined ? [] : [{ ref, reads: reads(ref), run }];
    }),
    bring: (ref, value) => {
      if (placed?.offsets[ref] === undefined) blocks[ref] = blockOf(value);
      else blocks[ref]!.values.set(valuesOf(value));
    },
  };
}

function initialBlock(entry: Entry, needed: boolean, placed: Placed | undefined, offset: number | undefined): Block {
  const { rows, columns } = entry;
  if (placed !== undefined && offset !== undefined) {
    const values = new Float64Array(placed.engine.buffer, offset, rows * columns);
    if (entry.kind === 'constant') values.set(valuesOf(entry.value));
    return { rows, columns, values };
  }
  if (entry.kind === 'constant') return blockOf(entry.value);
  return { rows, columns, values: new Float64Array(needed && entry.kind === 'applied' ? rows * columns : 0) };
}

function runnerOf(entry: Entry, ref: Ref, blocks: readonly Block[], placed: Placed | undefined): (() => void) | undefined {
  if (entry.kind !== 'applied') return undefined;
  const call = placed?.calls[ref];
  if (placed !== undefined && call !== undefined) {
    const { engine, offsets } = placed;
    const at = call.args.map((arg) => offsets[arg]!);
    return () => call.run(engine.kernels, offsets[ref]!, at);
  }
  const { op, args, attributes } = entry;
  return () =>
    op.kernel(
      blocks[ref]!,
      args.map((arg) => blocks[arg]!),
      attributes,
    );
}
