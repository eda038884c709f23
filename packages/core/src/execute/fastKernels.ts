import { chunkOf } from '../ops/chunks.ts';
import { matmul } from '../ops/products.ts';
import { transpose } from '../ops/shaping.ts';
import type { AppliedEntry, Entry, Op, Ref, Tape } from '../tape/tape.ts';
import type { Kernels } from './wasm.ts';

/** An entry as a kernel of the engine computes it: with the bits of the op's own kernel. */
export interface FastCall {
  /** what is read, which need not be the arguments */
  readonly args: readonly Ref[];
  /** bytes at the start of the memory that the kernel writes to */
  readonly scratch: number;
  /** runs the kernel; `at` are the byte offsets of `args` */
  run(kernels: Kernels, out: number, at: readonly number[]): void;
}

/** The fast call for an entry; undefined where the op's own kernel is as fast. */
type FastKernel = (entry: AppliedEntry, entries: readonly Entry[]) => FastCall | undefined;

const fewest = 512; // multiplications: below, the call costs what it saves
const tileSums = 256; // bytes

/** A transposed left factor is read where it is not transposed yet. */
const product: FastKernel = ({ rows, columns, args }, entries) => {
  const [left, right] = args as [Ref, Ref];
  const factor = entries[left]!;
  const inner = factor.columns;
  if (rows * inner * columns < fewest) return undefined;
  const chunk = chunkOf(inner);
  if (factor.kind === 'applied' && factor.op === transpose.op)
    return {
      args: [factor.args[0]!, right],
      scratch: tileSums + 40 * chunk,
      run: (kernels, out, [a, b]) => kernels.productTransposedLeft(out, a!, b!, rows, inner, columns, chunk),
    };
  return {
    args: [left, right],
    scratch: tileSums,
    run: (kernels, out, [a, b]) => kernels.product(out, a!, b!, rows, inner, columns, chunk),
  };
};

const fastKernels: ReadonlyMap<Op, FastKernel> = new Map([[matmul.op, product]]);

/** For each entry its fast call, where there is one. */
export const fastCallsOf = ({ entries }: Tape): readonly (FastCall | undefined)[] =>
  entries.map((entry) => (entry.kind === 'applied' ? fastKernels.get(entry.op)?.(entry, entries) : undefined));
