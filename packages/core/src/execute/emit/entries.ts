import type { Loop } from '../../plan/program.ts';
import { type Address, type Frame, pushBase } from './frame.ts';
import type { Code } from './code.ts';
import type { LoopValue } from './loopValues.ts';

/** Something that a loop reads or writes, with the steps in entries. */
export interface Stream {
  readonly address: Address;
  readonly rowStep: number;
  readonly columnStep: number;
}
export interface Written {
  readonly frame: Frame;
  readonly loop: Loop;
  readonly values: readonly LoopValue[];
  /** of each node of the loop */
  readonly valueOf: ReadonlyMap<number, number>;
  readonly loads: readonly Stream[];
  /** locals of loads that are the same all over the loop */
  readonly hoisted: ReadonlyMap<number, number>;
  readonly stores: readonly { readonly node: number; readonly stream: Stream }[];
}
/** Two entries, or the last one of a row. */
export type Lanes = 'pair' | 'single';

/** Which entries of the row: counted, or by the bytes in a local. */
export type Position = { readonly entry: number } | { readonly local: number };

/** Puts the changing part of an address on the stack; the rest of it is returned. */
function pushEntry(code: Code, { address, columnStep }: Stream, position: Position): number {
  if ('entry' in position) {
    pushBase(code, address);
    return address.offset + 8 * columnStep * position.entry;
  }
  code.get(position.local);
  if (columnStep !== 1) code.i32(columnStep).op('i32.mul');
  if (address.local !== undefined) code.get(address.local).op('i32.add');
  return address.offset;
}

function emitLoad(code: Code, stream: Stream, lanes: Lanes, position: Position): void {
  const { columnStep } = stream;
  if (lanes === 'pair' && columnStep === 1) code.memory('v128.load', pushEntry(code, stream, position));
  else if (lanes === 'single' || columnStep === 0) code.memory('v128.load64_splat', pushEntry(code, stream, position));
  else {
    pushEntry(code, stream, position);
    const offset = pushEntry(code, stream, position);
    code.memory('v128.load64_splat', offset).memory('v128.load64_lane', offset + 8 * columnStep, 1);
  }
}

/** A local with an entry that is the same for both lanes. */
export function splat(code: Code, { address }: Stream): number {
  const local = code.local('v128');
  pushBase(code, address);
  code.memory('v128.load64_splat', address.offset).set(local);
  return local;
}

/** Computes all nodes of the loop for two entries or one. What is used once is left on the stack. */
export function emitEntries({ frame, values, valueOf, loads, hoisted, stores }: Written, lanes: Lanes, position: Position): void {
  const { code, kernel } = frame;
  const locals = new Map<number, number>();
  const uses = countUses(
    values,
    stores.map(({ node }) => valueOf.get(node)!),
  );
  const push = (index: number): void => {
    const value = values[index]!;
    const local = locals.get(index) ?? (value.kind === 'load' ? hoisted.get(value.load) : undefined);
    if (local !== undefined) return void code.get(local);
    if (value.kind === 'number') return void code.constant(value.number);
    if (value.kind === 'load') emitLoad(code, loads[value.load]!, lanes, position);
    else {
      value.args.forEach(push);
      if (value.instruction.includes('.')) code.op(value.instruction);
      else code.call(kernel(value.instruction));
    }
    if (uses[index]! < 2) return;
    const made = code.local('v128');
    locals.set(index, made);
    code.tee(made);
  };
  for (const { node, stream } of stores) {
    const offset = pushEntry(code, stream, position);
    push(valueOf.get(node)!);
    if (lanes === 'pair') code.memory('v128.store', offset);
    else code.memory('v128.store64_lane', offset, 0);
  }
}

function countUses(values: readonly LoopValue[], stored: readonly number[]): readonly number[] {
  const uses = values.map(() => 0);
  for (const value of values) if (value.kind === 'computed') for (const arg of value.args) uses[arg]! += 1;
  for (const index of stored) uses[index]! += 1;
  return uses;
}
