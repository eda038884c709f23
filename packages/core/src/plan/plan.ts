import { ArgumentError } from '../errors.ts';
import { requireOptions } from '../matrix/options.ts';
import { chunkOf } from '../ops/chunks.ts';
import { requireTape, type Tape } from '../tape/tape.ts';
import { layoutOf } from './layout.ts';
import { type Graph, graphOf } from './nodes.ts';
import type { Instruction, Once, Program, Step } from './program.ts';
import { bestRowPlan, type RowPlan, rowPlanOf } from './rows.ts';
import { scheduleOf } from './schedule.ts';
import { workIn } from './work.ts';

export interface PlanOptions {
  /** rows of a block, where blocks pay */
  readonly block?: number;
  /** positions of the inputs whose rows are samples, those that nobody reads aside; without it the choice that keeps most out of memory */
  readonly samples?: readonly number[];
  /** additions and multiplications, or what takes as long, from which on threads share an instruction */
  readonly worthSharing?: number;
}

const cache = 256 * 1024; // bytes that a block may fill
const fewestRows = 257; // fewer are one chunk, which threads cannot share
const tileRows = 5;

/**
 * Plans a tape: what is computed when, in which blocks, and where it lies. The tape is taken as it is, so simplify it first.
 * @throws ArgumentError on what is no tape, a block of no rows, or samples that are no inputs
 */
export function plan(tape: Tape, options: PlanOptions = {}): Program {
  requireTape('plan', tape);
  checkOptions(tape, options);
  const graph = graphOf(tape);
  const rowPlan = rowPlanFor(graph, options);
  const phases = scheduleOf(graph, rowPlan);
  const chunk = rowPlan === undefined ? 1 : chunkOf(rowPlan.rows);
  const block = rowPlan === undefined ? 0 : (options.block ?? blockRows(graph, rowPlan, chunk));
  const layout = layoutOf(graph, rowPlan, phases, { block, chunks: rowPlan === undefined ? 0 : Math.ceil(rowPlan.rows / chunk) });
  const steps: Step[] = [];
  phases.forEach((phase, index) => {
    for (const instruction of phase.once) steps.push(onceOf(graph, instruction, options.worthSharing));
    if (phase.blocks.length === 0 || rowPlan === undefined) return;
    const { at, start, bytes } = layout.sums[index]!;
    const sums = phase.sums.map((node, position) => ({ node, at: at[position]! }));
    const { rows } = rowPlan;
    steps.push({ kind: 'blocks', rows, chunk, block, instructions: phase.blocks, sums, sumsAt: start, sumsBytes: bytes });
  });
  const { places, slots, memory, scratch } = layout;
  return { graph, steps, places, classes: rowPlan?.classes ?? graph.nodes.map(() => 'once' as const), memory, scratch, slots };
}

function checkOptions({ inputs }: Tape, options: PlanOptions): void {
  requireOptions('plan', options, 'Write plan(tape) or plan(tape, { block: 64 })');
  const { block = 1, samples = [] } = options;
  if (!(Number.isSafeInteger(block) && block >= 1))
    throw new ArgumentError(
      `plan: block is a whole number of rows of at least 1, got ${String(block)}. Leave it out, and it fits the cache`,
    );
  const wrong = samples.find((position) => !(Number.isInteger(position) && position >= 0 && position < inputs.length));
  if (wrong !== undefined)
    throw new ArgumentError(
      `plan: samples are positions of inputs, from 0 to ${inputs.length - 1}, got ${String(wrong)}. Leave them out, and the best are found`,
    );
}

function rowPlanFor(graph: Graph, { samples }: PlanOptions): RowPlan | undefined {
  if (samples === undefined) return bestRowPlan(graph, { fewest: fewestRows, copiesFor: (rows) => Math.ceil(rows / chunkOf(rows)) });
  const nodes = samples
    .map((position) => graph.nodes.findIndex(({ ref }) => ref === graph.tape.inputs[position]))
    .filter((node) => node >= 0);
  const rows = nodes.length === 0 ? 1 : graph.nodes[nodes[0]!]!.rows;
  return rows === 1 ? undefined : rowPlanOf(graph, rows, new Set(nodes.filter((node) => graph.nodes[node]!.rows === rows)));
}

/** Rows whose work fits the cache, in whole tiles, so that the blocks of a chunk are about equal. */
function blockRows({ nodes }: Graph, { classes }: RowPlan, chunk: number): number {
  const row = nodes.reduce((bytes, { columns }, index) => (classes[index] === 'rows' ? bytes + 8 * columns : bytes), 0);
  const fitting = Math.min(100, Math.max(10, Math.floor(cache / row)));
  const blocks = Math.ceil(chunk / fitting);
  return tileRows * Math.ceil(chunk / blocks / tileRows);
}

const worthSharing = 100_000;

function onceOf(graph: Graph, instruction: Instruction, least = worthSharing): Once {
  return { kind: 'once', instruction, sharedRows: workIn(graph, instruction) >= least ? rowsToShare(graph, instruction) : 0 };
}

function rowsToShare({ nodes }: Graph, instruction: Instruction): number {
  if (instruction.kind === 'loop') return instruction.rows;
  const { rows, reads, work } = nodes[instruction.node]!;
  if (instruction.kind === 'external') return 0;
  if (work.kind === 'assembled' && reads.some((part) => part.rows !== rows)) return 0;
  return instruction.kind === 'sum' && rows !== reads[0]!.rows ? 0 : rows;
}
