import { chunkOf } from '../../ops/chunks.ts';
import type { Node, Work } from '../../plan/nodes.ts';
import { isContiguous, type View } from '../../plan/view.ts';
import { emitCopy } from './loop.ts';
import { type Address, addressIn, type Amount, type Frame, known, pushAddress, pushAmount } from './frame.ts';

/** Writes one product, sum or row kernel. `emitTiny` may take it where it is a few operations only. */
export function emitSingle(frame: Frame, index: number): void {
  const node = frame.program.graph.nodes[index]!;
  if (node.work.kind === 'product') emitProduct(frame, index, node);
  else if (node.work.kind === 'sum') emitSum(frame, index, node);
  else if (node.work.kind === 'assembled') emitAssembled(frame, index, node, node.work);
  else if (node.work.kind === 'rowwise') emitRowwise(frame, index, node, node.work.kernel);
}

const isSumOverSamples = ({ program }: Frame, index: number): boolean => program.classes[index] === 'sum';

/** Where a node is written to: for a sum over samples, the chunk's part of it. */
function outOf(frame: Frame, index: number, node: Node): Address {
  if (!isSumOverSamples(frame, index)) return addressIn(frame, { node: index, offset: 0 }, node.columns);
  const at = frame.sumsAt.get(index)!;
  return 'known' in frame.sums ? { local: undefined, offset: frame.sums.known + at } : { local: frame.sums.local, offset: at };
}

function callKernel(frame: Frame, name: string, operands: readonly (Address | Amount)[]): void {
  const { code, kernel } = frame;
  for (const operand of operands) {
    if ('offset' in operand) pushAddress(code, operand);
    else pushAmount(code, operand);
  }
  code.call(kernel(name));
}
const scratchOf = ({ scratch }: Frame): Address =>
  'known' in scratch ? { local: undefined, offset: scratch.known } : { local: scratch.local, offset: 0 };

function emitProduct(frame: Frame, index: number, node: Node): void {
  const [left, right] = node.reads as [View, View];
  const overSamples = isSumOverSamples(frame, index);
  const out = outOf(frame, index, node);
  const inner = overSamples ? frame.count : known(left.columns);
  const rows = overSamples ? known(node.rows) : frame.count;
  const chunk = known(chunkOf(left.columns));
  const mode = overSamples ? frame.resume : known(0);
  const b = addressIn(frame, right, overSamples ? right.rowStep : 0);
  const scratch = scratchOf(frame);
  if (overSamples || !isContiguous(left)) {
    const a = addressIn(frame, left, overSamples ? left.columnStep : left.rowStep);
    const aRow = known(8 * left.columnStep);
    return callKernel(frame, 'productTN', [out, a, aRow, b, rows, inner, known(node.columns), chunk, mode, scratch]);
  }
  const a = addressIn(frame, left, left.rowStep);
  const form = isContiguous(right) ? 'productNN' : 'productNT';
  callKernel(frame, form, [out, a, b, rows, inner, known(node.columns), chunk, mode, scratch]);
}

function emitSum(frame: Frame, index: number, node: Node): void {
  const [x] = node.reads as [View];
  const out = outOf(frame, index, node);
  const overSamples = isSumOverSamples(frame, index);
  const from = addressIn(frame, x, x.rowStep);
  if (node.rows === x.rows && x.rows > 1) return callKernel(frame, 'sumAlongRows', [out, from, frame.count, known(x.columns)]);
  const rows = overSamples ? frame.count : known(x.rows);
  const rest = [known(chunkOf(x.rows)), overSamples ? frame.resume : known(0)];
  if (node.columns === x.columns) return callKernel(frame, 'sumOverRows', [out, from, rows, known(x.columns), ...rest]);
  const sums = scratchOf(frame);
  callKernel(frame, 'sumAlongRows', [sums, from, rows, known(x.columns)]);
  callKernel(frame, 'sumOverRows', [out, sums, rows, known(1), ...rest]);
}

function emitAssembled(
  frame: Frame,
  index: number,
  { columns, reads }: Node,
  { parts, hasRoom }: Work & { readonly kind: 'assembled' },
): void {
  const { code, count } = frame;
  const out = outOf(frame, index, frame.program.graph.nodes[index]!);
  if (hasRoom) {
    pushAddress(code, out);
    code.i32(0);
    pushAmount(code, count, 8 * columns);
    code.fill();
  }
  reads.forEach((view, i) => {
    const { row, column } = parts[i]!;
    const address = { ...out, offset: out.offset + 8 * (row * columns + column) };
    const rows = view.rows === frame.program.graph.nodes[index]!.rows ? count : known(view.rows);
    emitCopy({ ...frame, count: rows }, view, { address, rowStep: columns, columnStep: 1 });
  });
}

function emitRowwise(frame: Frame, index: number, node: Node, kernel: string): void {
  const [x] = node.reads as [View];
  callKernel(frame, kernel, [outOf(frame, index, node), addressIn(frame, x, x.rowStep), frame.count, known(x.columns)]);
}

/** Bytes of a thread's memory that the kernels of a node need; `samples` at once, where it is a sum over samples that is computed by blocks. */
export function scratchFor({ work, reads, rows, columns }: Node, samples: number | undefined): number {
  const [x] = reads;
  if (x === undefined) return 0;
  if (work.kind === 'product') return productScratch(Math.min(chunkOf(x.columns), Math.max(x.columns, samples ?? 0)), columns);
  return work.kind === 'sum' && rows === 1 ? 8 * (samples ?? x.rows) : 0;
}

const mostTerms = 5120; // of the strips of a right factor that are packed together

/** As in packages/core/kernels: a few sums, strips of the left factor, strips of the right one; lists of terms need less. */
function productScratch(terms: number, columns: number): number {
  const strips = Math.ceil(columns / 4);
  return 256 + 320 * terms + 32 * Math.max(terms, Math.min(terms * strips, mostTerms));
}
