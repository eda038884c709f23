import type { Graph, Node } from './nodes.ts';
import type { Blocks, Instruction, Once, Place, Program } from './program.ts';
import { isAll } from './schedule.ts';
import { isContiguous, isTurned, type View } from './view.ts';
import { workIn, workOfNode } from './work.ts';

/** A program to look at: its instructions in order, where their numbers lie, and about how much work they are. */
export function printProgram(program: Program): string {
  const { steps, memory, scratch, slots, graph } = program;
  const name = namesOf(graph);
  const lines = steps.flatMap((step) => (step.kind === 'once' ? onceLines(program, step, name) : blocksLines(program, step, name)));
  const arguments_ = graph.nodes.flatMap((node, index) =>
    node.work.kind === 'input' || node.work.kind === 'constant'
      ? [line(`${name(index)} = ${node.work.kind}`, node, placeText(program.places[index]))]
      : [],
  );
  const total = graph.nodes.reduce((sum, _node, index) => sum + workOfNode(graph, index), 0);
  return [
    `program: ${bytesText(memory)} of its own, ${bytesText(scratch)} for each thread, ${slots.length} large matrices elsewhere; ${flopText(total)}`,
    ...arguments_,
    ...lines,
    `return ${graph.outputs.map(name).join(', ')}`,
  ].join('\n');
}

type Name = (node: number) => string;

/** Nodes are called as the entries of the tape are; a copy of an entry by its number with a dash. */
function namesOf({ nodes, tape }: Graph): Name {
  const taken = new Map<number, number>();
  const names = nodes.map(({ ref }) => {
    const before = taken.get(ref) ?? 0;
    taken.set(ref, before + 1);
    const { label } = tape.entries[ref]!;
    return `${label === undefined ? `%${ref}` : label}${"'".repeat(before)}`;
  });
  return (node) => names[node]!;
}

const line = (what: string, { rows, columns }: { readonly rows: number; readonly columns: number }, rest: string, indent = ''): string =>
  `${indent}${what.padEnd(52 - indent.length)} ${`${rows}x${columns}`.padEnd(10)} ${rest}`.trimEnd();

function placeText(place: Place | undefined): string {
  if (place === undefined) return 'in registers';
  return place.space === 'slot' ? `slot ${place.at}` : place.space === 'block' ? `block +${place.at}` : `+${place.at}`;
}

/** How much a node reads of another one, and how. */
function viewText({ nodes }: Graph, view: View, name: Name): string {
  const from = nodes[view.node]!;
  const what = name(view.node);
  if (isAll(view, from)) return what;
  if (isTurned(view) && !isContiguous(view) && view.rows === from.columns) return `${what}ᵀ`;
  if (view.rowStep === 0 && view.columnStep === 0) return `${what} everywhere`;
  if (view.rowStep === 0) return `${what} in each row`;
  if (view.columnStep === 0) return `${what} in each column`;
  return `${what}[from ${view.offset}, steps ${view.rowStep}, ${view.columnStep}]`;
}

function callText(graph: Graph, node: Node, name: Name): string {
  const { op } = graph.tape.entries[node.ref] as { readonly op?: { readonly name: string } };
  const isCopy = node.work.kind === 'elementwise' && node.work.form.length === 1;
  const what = isCopy ? 'copy' : (op?.name ?? 'copy');
  return `${what}(${node.reads.map((view) => viewText(graph, view, name)).join(', ')})`;
}

function instructionLines(program: Program, instruction: Instruction, name: Name, indent: string): readonly string[] {
  const { graph, places } = program;
  const nodes = instruction.kind === 'loop' ? instruction.nodes : [instruction.node];
  const head = instruction.kind === 'loop' && nodes.length > 1 ? [`${indent}loop, ${nodes.length} entries at once`] : [];
  const deeper = head.length > 0 ? `${indent}  ` : indent;
  const isExternal = instruction.kind === 'external' ? ', by its own kernel' : '';
  return [
    ...head,
    ...nodes.map((index) => {
      const node = graph.nodes[index]!;
      const isSum = program.classes[index] === 'sum' ? ', a sum over the samples' : '';
      return line(`${name(index)} = ${callText(graph, node, name)}`, node, placeText(places[index]) + isSum + isExternal, deeper);
    }),
  ];
}

function onceLines(program: Program, { instruction, sharedRows }: Once, name: Name): readonly string[] {
  const lines = instructionLines(program, instruction, name, '');
  if (sharedRows === 0) return lines;
  return [`shared by threads, ${flopText(workIn(program.graph, instruction))}`, ...lines.map((text) => `  ${text}`)];
}

function blocksLines(program: Program, blocks: Blocks, name: Name): readonly string[] {
  const { rows, chunk, block, instructions, sums, sumsBytes } = blocks;
  const chunks = Math.ceil(rows / chunk);
  const flops = instructions.reduce((sum, instruction) => sum + workIn(program.graph, instruction), 0);
  return [
    `${rows} samples in blocks of ${block}, ${chunks} chunks of ${chunk} shared by threads, ${flopText(flops)}`,
    ...instructions.flatMap((instruction) => instructionLines(program, instruction, name, '  ')),
    ...(sums.length === 0
      ? []
      : [`then the ${chunks} chunks of ${sums.map(({ node }) => name(node)).join(', ')} are added, ${bytesText(chunks * sumsBytes)}`]),
  ];
}

const bytesText = (bytes: number): string => (bytes < 10_000 ? `${bytes} bytes` : `${(bytes / 1e6).toFixed(2)} MB`);
const flopText = (flops: number): string => (flops < 10_000 ? `${flops} FLOP` : `${(flops / 1e6).toFixed(2)} MFLOP`);
