import type { Graph, Node } from './nodes.ts';
import type { Instruction, Loop } from './program.ts';
import type { RowPlan } from './rows.ts';
import { isContiguous, type View } from './view.ts';

/** The instructions of one phase: in one piece, by blocks; the sums over the samples are complete after it. */
export interface Phase {
  readonly once: readonly Instruction[];
  readonly blocks: readonly Instruction[];
  readonly sums: readonly number[];
}

const longest = 48; // nodes of one loop

/**
 * The nodes in the order of their phases, and within a phase of their depth: the number of instructions that must come before. Elementwise nodes
 * of one shape and depth are one loop, which no other instruction can stand in the middle of.
 */
export function scheduleOf(graph: Graph, plan: RowPlan | undefined): readonly Phase[] {
  const { nodes } = graph;
  const part: PartOf = (index) => `${plan?.phases[index] ?? 0} ${(plan?.classes[index] ?? 'once') === 'once' ? 'once' : 'blocks'}`;
  const { depths, loops } = deepen(graph, part);
  const stores = storesOf(graph, loops);
  const found: { readonly depth: number; readonly first: number; readonly instruction: Instruction }[] = [];
  for (const loop of loops) {
    const [first] = loop as [number];
    const { rows, columns } = nodes[first]!;
    const instruction: Loop = { kind: 'loop', rows, columns, nodes: loop, stores: loop.filter((index) => stores.has(index)) };
    found.push({ depth: depths[first]!, first, instruction });
  }
  nodes.forEach(({ work: { kind } }, index) => {
    if (kind !== 'elementwise' && kind !== 'input' && kind !== 'constant')
      found.push({ depth: depths[index]!, first: index, instruction: { kind, node: index } });
  });
  found.sort((a, b) => a.depth - b.depth || a.first - b.first);
  const last = plan?.phases.reduce((most, phase, index) => Math.max(most, phase + (plan.classes[index] === 'sum' ? 1 : 0)), 0) ?? 0;
  return Array.from({ length: last + 1 }, (_, phase): Phase => {
    const of = (kind: string) => found.filter(({ first }) => part(first) === `${phase} ${kind}`).map(({ instruction }) => instruction);
    return {
      once: of('once'),
      blocks: of('blocks'),
      sums: nodes.flatMap((_node, index) => (plan?.classes[index] === 'sum' && plan.phases[index] === phase ? [index] : [])),
    };
  });
}

/** The phase of a node, and whether it runs once or by blocks in it. */
type PartOf = (index: number) => string;

/** The depth of each node, and the loops: elementwise nodes of one part, shape and depth. */
function deepen({ nodes }: Graph, part: PartOf): { readonly depths: readonly number[]; readonly loops: readonly (readonly number[])[] } {
  const depths: number[] = [];
  const loops = new Map<string, number[]>();
  const joins = (view: View, index: number): boolean => {
    const [node, from] = [nodes[index]!, nodes[view.node]!];
    const areElementwise = node.work.kind === 'elementwise' && from.work.kind === 'elementwise';
    return areElementwise && isAll(view, from) && part(view.node) === part(index) && sameSize(node, from);
  };
  nodes.forEach(({ work, reads, rows, columns }, index) => {
    let depth = 0;
    for (const view of reads) depth = Math.max(depth, depths[view.node]! + (joins(view, index) ? 0 : 1));
    if (work.kind === 'elementwise') {
      const key = () => `${part(index)} ${rows} ${columns} ${depth}`;
      while ((loops.get(key())?.length ?? 0) >= longest) depth += 1;
      const loop = loops.get(key());
      if (loop === undefined) loops.set(key(), [index]);
      else loop.push(index);
    }
    depths[index] = depth;
  });
  return { depths, loops: [...loops.values()] };
}

const sameSize = (a: Node, b: Node): boolean => a.rows === b.rows && a.columns === b.columns;
/** Whether a view is the node as it is stored. */
export const isAll = (view: View, node: Node): boolean =>
  view.offset === 0 && sameSize(view as unknown as Node, node) && isContiguous(view);

/** Nodes of loops that somebody outside of their loop reads. */
function storesOf({ nodes, outputs }: Graph, loops: readonly (readonly number[])[]): ReadonlySet<number> {
  const loopOf = new Map<number, readonly number[]>();
  for (const loop of loops) for (const index of loop) loopOf.set(index, loop);
  const stores = new Set(outputs);
  nodes.forEach((node, index) => {
    for (const view of node.reads) {
      const from = nodes[view.node]!;
      const within = loopOf.get(index) !== undefined && loopOf.get(index) === loopOf.get(view.node) && isAll(view, from);
      if (!within) stores.add(view.node);
    }
  });
  return stores;
}
