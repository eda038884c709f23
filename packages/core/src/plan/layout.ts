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
  const { nodes } = graph;
  const places: (Place | undefined)[] = nodes.map(() => undefined);
  const memory = createSpace();
  const slots: number[] = [];
  const outputs = new Set(graph.outputs);
  nodes.forEach((node, index) => {
    const given = node.work.kind === 'input' || node.work.kind === 'constant';
    if (!given && !outputs.has(index)) return;
    const isLarge = node.rows * node.columns > large;
    places[index] = isLarge ? { space: 'slot', at: slots.push(index) - 1 } : { space: 'memory', at: memory.take(bytesOf(node)) };
  });
  const inBlocks = (index: number): boolean => plan?.classes[index] === 'rows' && !plan.stored[index];
  const last = lastReads(
    graph,
    phases.flatMap(({ once, blocks }) => [...once.map((instruction) => [instruction]), blocks]),
  );
  const ending = new Map<number, number[]>();
  let time = 0;
  const takeMemory = (index: number): void => {
    if (places[index] !== undefined) return;
    const at = memory.take(bytesOf(nodes[index]!));
    places[index] = { space: 'memory', at };
    const end = last.get(index) ?? time;
    ending.set(end, [...(ending.get(end) ?? []), at]);
  };
  const finish = (): void => {
    for (const at of ending.get(time) ?? []) memory.give(at);
    time += 1;
  };
  let scratch = 0;
  const sums = phases.map((phase): SumLayout => {
    for (const instruction of phase.once) {
      writesOf(instruction).forEach(takeMemory);
      finish();
    }
    for (const instruction of phase.blocks) for (const index of writesOf(instruction)) if (!inBlocks(index)) takeMemory(index);
    const block = createSpace();
    layBlocks(graph, phase.blocks, { block, rows: sizes.block, inBlocks, places });
    scratch = Math.max(scratch, block.end());
    const parts = createSpace();
    const at = phase.sums.map((index) => parts.take(bytesOf(nodes[index]!)));
    const start = parts.end() === 0 ? 0 : memory.take(parts.end() * sizes.chunks);
    finish();
    if (parts.end() > 0) memory.give(start);
    return { at, start, bytes: parts.end() };
  });
  return { places, slots, sums, memory: memory.end(), scratch };
}

/** The time of the last reading of each node; instructions of one time belong together. */
function lastReads({ nodes }: Graph, times: readonly (readonly Instruction[])[]): ReadonlyMap<number, number> {
  const last = new Map<number, number>();
  times.forEach((instructions, time) => {
    for (const index of instructions.flatMap(nodesOf)) for (const view of nodes[index]!.reads) last.set(view.node, time);
  });
  return last;
}

/** Room for one block of what lives only within its block. */
function layBlocks(
  graph: Graph,
  instructions: readonly Instruction[],
  how: {
    readonly block: Space;
    readonly rows: number;
    readonly inBlocks: (index: number) => boolean;
    readonly places: (Place | undefined)[];
  },
): void {
  const last = lastReads(
    graph,
    instructions.map((instruction) => [instruction]),
  );
  const ending = new Map<number, number[]>();
  instructions.forEach((instruction, time) => {
    for (const index of writesOf(instruction)) {
      if (!how.inBlocks(index)) continue;
      const at = how.block.take(8 * how.rows * graph.nodes[index]!.columns);
      how.places[index] = { space: 'block', at };
      const end = last.get(index) ?? time;
      ending.set(end, [...(ending.get(end) ?? []), at]);
    }
    for (const at of ending.get(time) ?? []) how.block.give(at);
  });
}
