import type { Graph, Node } from './nodes.ts';
import { isContiguous, isTurned, type View } from './view.ts';

// Which nodes can be computed a block of samples at a time, so that all of a block's work is done while it is in cache.

/** In one piece; row by row, like the samples; or as a sum over the samples. */
export type RowClass = 'once' | 'rows' | 'sum';

/** What becomes of each node when certain inputs are samples. */
export interface RowPlan {
  /** the number of samples */
  readonly rows: number;
  readonly classes: readonly RowClass[];
  /**
   * A phase runs its nodes of class once, then the blocks, then completes its sums. A node's phase is the first in which all that
   * it reads is there: a sum is there in the phase after its own, and so is what is computed by rows but read otherwise.
   */
  readonly phases: readonly number[];
  /** of class rows, and needed beyond its block */
  readonly stored: readonly boolean[];
}

const isGiven = ({ work }: Node): boolean => work.kind === 'input' || work.kind === 'constant';

/** Classes and phases for a choice of samples: any choice gives the right answer, a bad one a slow program. */
export function rowPlanOf({ nodes, outputs }: Graph, rows: number, samples: ReadonlySet<number>): RowPlan {
  const classes: RowClass[] = [];
  const phases: number[] = [];
  const stored: boolean[] = nodes.map(() => false);
  nodes.forEach((node, index) => {
    classes[index] = isGiven(node) ? (samples.has(index) ? 'rows' : 'once') : classOf(node, { nodes, classes, rows });
    let phase = 0;
    for (const [position, view] of node.reads.entries()) {
      const from = view.node;
      if (isGiven(nodes[from]!)) continue;
      const whole = classes[from] === 'rows' && !readsBlock(node, classes[index]!, position, { nodes, classes, rows });
      const ready = phases[from]! + (whole || classes[from] === 'sum' ? 1 : 0);
      if (whole) stored[from] = true;
      phase = Math.max(phase, ready);
    }
    phases[index] = phase;
    for (const { node: from } of node.reads)
      if (classes[from] === 'rows' && phases[from]! < phase && !isGiven(nodes[from]!)) stored[from] = true;
  });
  for (const output of outputs) if (classes[output] === 'rows') stored[output] = true;
  return { rows, classes, phases, stored };
}

interface Known {
  readonly nodes: readonly Node[];
  readonly classes: readonly RowClass[];
  readonly rows: number;
}

/** Row i of the view is made of row i of a node of as many rows as there are samples. */
const followsRows = (view: View, { nodes, rows }: Known): boolean => {
  const { rows: from, columns } = nodes[view.node]!;
  return from === rows && view.rows === rows && view.rowStep === columns && view.offset < columns;
};
/** Column i of the view is made of row i of such a node. */
const followsColumns = (view: View, { nodes, rows }: Known): boolean => {
  const { rows: from, columns } = nodes[view.node]!;
  return from === rows && view.columns === rows && view.columnStep === columns && view.offset < columns;
};

const isRows = (view: View, known: Known): boolean => known.classes[view.node] === 'rows';
const byRows = (view: View, known: Known): boolean => isRows(view, known) && followsRows(view, known);

function classOf(node: Node, known: Known): RowClass {
  const [first, second] = node.reads as [View, View];
  const { kind } = node.work;
  if (kind === 'elementwise') return node.rows === known.rows && node.reads.some((view) => byRows(view, known)) ? 'rows' : 'once';
  if (node.work.kind === 'assembled') {
    const keepsRows = node.rows === known.rows && node.work.parts.every(({ row }) => row === 0) && first.rows === node.rows;
    return keepsRows && node.reads.some((view) => byRows(view, known)) ? 'rows' : 'once';
  }
  if (kind === 'rowwise') return byRows(first, known) ? 'rows' : 'once';
  if (kind === 'sum') return byRows(first, known) ? (node.rows === known.rows ? 'rows' : 'sum') : 'once';
  if (kind !== 'product') return 'once';
  if (byRows(first, known) && isContiguous(first)) return 'rows';
  return sumsOverSamples(first, second, known) ? 'sum' : 'once';
}

const sumsOverSamples = (left: View, right: View, known: Known): boolean =>
  (isRows(left, known) || isRows(right, known)) &&
  followsColumns(left, known) &&
  isTurned(left) &&
  followsRows(right, known) &&
  isContiguous(right);

/** Whether a node that is computed by blocks needs no more of this view than its block's. */
function readsBlock({ work, reads }: Node, itsClass: RowClass, position: number, known: Known): boolean {
  const view = reads[position]!;
  if (itsClass === 'once') return false;
  if (work.kind !== 'product') return followsRows(view, known);
  if (itsClass === 'rows') return position === 0 && followsRows(view, known);
  return position === 0 ? followsColumns(view, known) : followsRows(view, known);
}

/** Bytes that blocks keep out of memory, less those that they store for later phases and for their sums. */
function gainOf({ nodes }: Graph, { classes, stored }: RowPlan, copies: number): number {
  let gain = 0;
  nodes.forEach((node, index) => {
    const size = node.rows * node.columns;
    if (isGiven(node) || classes[index] === 'once') return;
    if (classes[index] === 'sum') gain -= copies * size;
    else gain += stored[index] === true ? -size : size;
  });
  return gain;
}

/** How many rows make samples worth blocks; for each number of rows, how many copies of the sums are needed. */
export interface RowOptions {
  readonly fewest: number;
  readonly copiesFor: (rows: number) => number;
}

/** The choice of samples that keeps most out of memory, found greedily; undefined where blocks would not pay. */
export function bestRowPlan(graph: Graph, { fewest, copiesFor }: RowOptions): RowPlan | undefined {
  let best: { readonly plan: RowPlan; readonly gain: number } | undefined;
  const candidates = new Map<number, number[]>();
  graph.nodes.forEach((node, index) => {
    if (isGiven(node) && node.rows >= fewest) candidates.set(node.rows, [...(candidates.get(node.rows) ?? []), index]);
  });
  for (const [rows, given] of candidates) {
    const found = withoutBad(graph, rows, given, copiesFor(rows));
    if (found.gain > (best?.gain ?? 0)) best = found;
  }
  return best?.plan;
}

const most = 8; // candidates that are tried one by one

function withoutBad(
  graph: Graph,
  rows: number,
  given: readonly number[],
  copies: number,
): { readonly plan: RowPlan; readonly gain: number } {
  const attempt = (samples: readonly number[]) => {
    const plan = rowPlanOf(graph, rows, new Set(samples));
    return { samples, plan, gain: gainOf(graph, plan, copies) };
  };
  let best = attempt(given);
  if (given.length > most) return best;
  for (const index of given) {
    const without = attempt(best.samples.filter((sample) => sample !== index));
    if (without.gain > best.gain) best = without;
  }
  return best;
}
