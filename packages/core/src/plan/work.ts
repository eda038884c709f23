import type { Graph } from './nodes.ts';
import type { Instruction } from './program.ts';
import type { Word } from './vectorForms.ts';

const ofKernel = 20; // what one exp or log costs in additions
const weight = (word: Word): number => (typeof word !== 'string' ? 0 : word.includes('.') ? 1 : ofKernel);

/** About how many additions and multiplications a node takes; 0 for what the engine does not compute itself. */
export function workOfNode({ nodes }: Graph, index: number): number {
  const { rows, columns, work, reads } = nodes[index]!;
  const size = rows * columns;
  if (work.kind === 'elementwise')
    return (
      size *
      Math.max(
        1,
        work.form.reduce((total: number, word) => total + weight(word), 0),
      )
    );
  if (work.kind === 'product') return 2 * size * reads[0]!.columns;
  if (work.kind === 'sum') return reads[0]!.rows * reads[0]!.columns;
  if (work.kind === 'assembled') return size;
  return work.kind === 'rowwise' ? 2 * ofKernel * reads[0]!.rows * reads[0]!.columns : 0;
}

export const workIn = (graph: Graph, instruction: Instruction): number =>
  instruction.kind === 'loop'
    ? instruction.nodes.reduce((total, index) => total + workOfNode(graph, index), 0)
    : workOfNode(graph, instruction.node);
