import type { Graph } from './nodes.ts';
import { bytesOf, type Instruction, type Place } from './program.ts';
import type { RowPlan } from './rows.ts';
import type { Phase } from './schedule.ts';
import { createSpace, type Space } from './space.ts';

/** Where everything lies. */
export interface Layout {
  readonly places: readonly (Place | undefined)[];
  readonly slots: readonly number[];
  /** of each phase: where each sum lies in a chunk's memory, where that starts, and how many bytes a chunk has */
  readonly sums: readonly SumLayout[];
  readonly memory: number;
  readonly scratch: number;
}
export interface SumLayout {
  readonly at: readonly number[];
  readonly start: number;
  readonly bytes: number;
}

const large = 4096; // entries: what has more is left where it is, if it can be

/** The nodes that an instruction leaves behind. */
export const writesOf = (instruction: Instruction): readonly number[] =>
  instruction.kind === 'loop' ? instruction.stores : [instruction.node];
export const nodesOf = (instruction: Instruction): readonly number[] =>
  instruction.kind === 'loop' ? instruction.nodes : [instruction.node];

/** Gives memory from the first writing to the last reading. */
export function layoutOf(
  graph: Graph,
  plan: RowPlan | undefined,
  phases: readonly Phase[],
  sizes: { readonly block: number; readonly chunks: number },
): Layout {
  const memory = createSpace();
  const { places, slots } = lasting(graph, memory);
  const inBlocks = (index: number): boolean => plan?.classes[index] === 'rows' && !plan.stored[index];
  const times = phases.flatMap(({ once, blocks }) => [...once.map((instruction) => [instruction]), blocks]);
  const lifetimes = lifetimesIn(memory, lastReads(graph, times));
  const takeMemory = (index: number): void => {
    places[index] ??= { space: 'memory', at: lifetimes.take(index, bytesOf(graph.nodes[index]!)) };
  };
  let scratch = 0;
  const sums = phases.map((phase): SumLayout => {
    for (const instruction of phase.once) {
      writesOf(instruction).forEach(takeMemory);
      lifetimes.finish();
    }
    for (const index of phase.blocks.flatMap(writesOf)) if (!inBlocks(index)) takeMemory(index);
    scratch = Math.max(scratch, layBlocks(graph, phase.blocks, { rows: sizes.block, inBlocks, places }));
    const parts = createSpace();
    const at = phase.sums.map((index) => parts.take(bytesOf(graph.nodes[index]!)));
    const start = parts.end() === 0 ? 0 : memory.take(parts.end() * sizes.chunks);
    lifetimes.finish();
    if (parts.end() > 0) memory.give(start);
    return { at, start, bytes: parts.end() };
  });
  return { places, slots, sums, memory: memory.end(), scratch };
}

/** What is there before and after a run: inputs, constants and outputs. */
function lasting({ nodes, outputs }: Graph, memory: Space): { readonly places: (Place | undefined)[]; readonly slots: readonly number[] } {
  const slots: number[] = [];
  const returned = new Set(outputs);
  const places = nodes.map((node, index): Place | undefined => {
    const given = node.work.kind === 'input' || node.work.kind === 'constant';
    if (!given && !returned.has(index)) return undefined;
    const isLarge = node.rows * node.columns > large;
    return isLarge ? { space: 'slot', at: slots.push(index) - 1 } : { space: 'memory', at: memory.take(bytesOf(node)) };
  });
  return { places, slots };
}

/** Memory that is taken until the last reading of what lies there. */
interface Lifetimes {
  readonly take: (index: number, bytes: number) => number;
  /** the end of a time: what is read for the last time in it is given back */
  readonly finish: () => void;
}

function lifetimesIn(space: Space, last: ReadonlyMap<number, number>): Lifetimes {
  const ending = new Map<number, number[]>();
  let time = 0;
  return {
    take(index, bytes) {
      const at = space.take(bytes);
      const end = last.get(index) ?? time;
      ending.set(end, [...(ending.get(end) ?? []), at]);
      return at;
    },
    finish() {
      for (const at of ending.get(time) ?? []) space.give(at);
      time += 1;
    },
  };
}

/** The time of the last reading of each node; instructions of one time belong together. */
function lastReads({ nodes }: Graph, times: readonly (readonly Instruction[])[]): ReadonlyMap<number, number> {
  const last = new Map<number, number>();
  times.forEach((instructions, time) => {
    for (const index of instructions.flatMap(nodesOf)) for (const view of nodes[index]!.reads) last.set(view.node, time);
  });
  return last;
}

/** Room for one block of what lives only within its block: how many bytes. */
function layBlocks(
  graph: Graph,
  instructions: readonly Instruction[],
  how: { readonly rows: number; readonly inBlocks: (index: number) => boolean; readonly places: (Place | undefined)[] },
): number {
  const block = createSpace();
  const times = instructions.map((instruction) => [instruction]);
  const lifetimes = lifetimesIn(block, lastReads(graph, times));
  for (const instruction of instructions) {
    for (const index of writesOf(instruction))
      if (how.inBlocks(index))
        how.places[index] = { space: 'block', at: lifetimes.take(index, 8 * how.rows * graph.nodes[index]!.columns) };
    lifetimes.finish();
  }
  return block.end();
}
