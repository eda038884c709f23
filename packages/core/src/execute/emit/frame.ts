import type { Program } from '../../plan/program.ts';
import type { View } from '../../plan/view.ts';
import type { Code } from './code.ts';

/** A whole number that is known while code is written, or the local that holds it. */
export type Amount = { readonly known: number } | { readonly local: number };

/** Where things lie in the memory of the engine. */
export interface Addresses {
  readonly program: Program;
  /** of the program's own memory */
  readonly memory: number;
  /** of the pointers of its slots */
  readonly slots: number;
  /** bytes of a thread's memory that belong to the kernels; blocks lie behind them */
  readonly kernelScratch: number;
}

/** The function that is being written. */
export interface Frame extends Addresses {
  readonly code: Code;
  /** the number of a kernel among the functions */
  readonly kernel: (name: string) => number;
  /** the memory of the thread */
  readonly scratch: Amount;
  /** the rows to compute */
  readonly from: Amount;
  readonly count: Amount;
  /** within blocks: the memory of the chunk's sums, and whether they go on from earlier blocks */
  readonly sums: Amount;
  readonly resume: Amount;
  /** of each node that is a sum over samples: bytes from the chunk's memory */
  readonly sumsAt: ReadonlyMap<number, number>;
}

/** Whether a program is so long that its code should not be written out entry by entry. */
export const isLong = ({ graph }: Program): boolean => graph.nodes.length > 300;

export const known = (value: number): Amount => ({ known: value });

/** Puts an amount times a factor on the stack. */
export function pushAmount(code: Code, amount: Amount, factor = 1): void {
  if ('known' in amount) code.i32(amount.known * factor);
  else if (factor === 1) code.get(amount.local);
  else code.get(amount.local).i32(factor).op('i32.mul');
}

/** An address: what changes, in a local, and bytes that are known. */
export interface Address {
  /** undefined: nothing changes */
  readonly local: number | undefined;
  readonly offset: number;
}

/** Puts an address on the stack, in one number. */
export function pushAddress(code: Code, { local, offset }: Address): void {
  if (local === undefined) code.i32(offset);
  else if (offset === 0) code.get(local);
  else code.get(local).i32(offset).op('i32.add');
}

/** Puts what changes of an address on the stack: the rest of it is the offset of an instruction. */
export const pushBase = (code: Code, { local }: Address): void => void (local === undefined ? code.i32(0) : code.get(local));

/** Where a node starts. */
function startOf({ program, memory, slots, code, scratch, kernelScratch }: Frame, node: number): Address {
  const place = program.places[node]!;
  if (place.space === 'memory') return { local: undefined, offset: memory + place.at };
  if (place.space === 'slot') {
    const local = code.local('i32');
    code
      .i32(0)
      .memory('i32.load', slots + 4 * place.at)
      .set(local);
    return { local, offset: 0 };
  }
  const at = kernelScratch + place.at;
  return 'known' in scratch ? { local: undefined, offset: scratch.known + at } : { local: scratch.local, offset: at };
}

/** An address `amount` times `bytes` further on. */
export function advanced(code: Code, address: Address, amount: Amount, bytes: number): Address {
  if (bytes === 0) return address;
  if ('known' in amount) return { ...address, offset: address.offset + amount.known * bytes };
  const local = code.local('i32');
  pushAmount(code, amount, bytes);
  if (address.local !== undefined) code.get(address.local).op('i32.add');
  code.set(local);
  return { ...address, local };
}

/** Where a view starts for the rows to compute, whose first is `step` entries further on for every row. Blocks start with their first row. */
export function addressIn(frame: Frame, view: Pick<View, 'node' | 'offset'>, step: number): Address {
  const start = startOf(frame, view.node);
  const address = { ...start, offset: start.offset + 8 * view.offset };
  const isBlock = frame.program.places[view.node]!.space === 'block';
  return isBlock ? address : advanced(frame.code, address, frame.from, 8 * step);
}
