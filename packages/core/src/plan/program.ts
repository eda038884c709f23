import type { Graph } from './nodes.ts';
import type { RowClass } from './rows.ts';

/** Where a node's numbers lie. */
export type Place =
  /** at this byte of the program's own memory */
  | { readonly space: 'memory'; readonly at: number }
  /** where this slot of the program points to, call by call */
  | { readonly space: 'slot'; readonly at: number }
  /** at this byte of a thread's memory: the rows of the block at hand */
  | { readonly space: 'block'; readonly at: number };

/** Elementwise nodes of one shape, computed in one pass over their entries. */
export interface Loop {
  readonly kind: 'loop';
  readonly rows: number;
  readonly columns: number;
  readonly nodes: readonly number[];
  /** those of them that are read elsewhere, and so written to memory */
  readonly stores: readonly number[];
}
/** A product, a sum, rows by a kernel, or parts put together. */
export interface Single {
  readonly kind: 'product' | 'sum' | 'rowwise' | 'assembled' | 'external';
  readonly node: number;
}
export type Instruction = Loop | Single;

/** An instruction that is run in one piece, or by rows on several threads. */
export interface Once {
  readonly kind: 'once';
  readonly instruction: Instruction;
  /** that threads may share; 0 where it is too little work, or cannot be shared */
  readonly sharedRows: number;
}

/** Instructions that are run for one block of samples after the other; threads share the chunks. */
export interface Blocks {
  readonly kind: 'blocks';
  readonly rows: number;
  /** samples whose sums are added up apart, see ops/chunks.ts */
  readonly chunk: number;
  /** samples that are computed together */
  readonly block: number;
  readonly instructions: readonly Instruction[];
  /** nodes that are sums over the samples, and where each chunk's part lies: bytes from the chunk's own memory */
  readonly sums: readonly { readonly node: number; readonly at: number }[];
  /** where the memory of the chunks starts, and how many bytes each has */
  readonly sumsAt: number;
  readonly sumsBytes: number;
}
export type Step = Once | Blocks;

/** A planned tape: plain data, which says what is computed when, and where it lies. */
export interface Program {
  readonly graph: Graph;
  readonly steps: readonly Step[];
  /** of each node; undefined for one that only lives within a loop */
  readonly places: readonly (Place | undefined)[];
  readonly classes: readonly RowClass[];
  /** bytes: of the program's memory, and of each thread's */
  readonly memory: number;
  readonly scratch: number;
  /** of each slot its node: large inputs and outputs, which are not copied where they can be left */
  readonly slots: readonly number[];
}

export const bytesOf = ({ rows, columns }: { readonly rows: number; readonly columns: number }): number => 8 * rows * columns;
