import { ArgumentError } from '../errors.ts';
import { concatColumns, concatRows } from '../ops/concatenating.ts';
import { logSoftmax, softmax } from '../ops/normalizing.ts';
import { matmul } from '../ops/products.ts';
import { logSumExp } from '../ops/reductions.ts';
import { sumTo } from '../ops/shaping.ts';
import { pad } from '../ops/slicing.ts';
import { type AppliedEntry, type Attributes, type Entry, liveEntries, type Op, type Ref, type Tape } from '../tape/tape.ts';
import { copyForm, loopKernels, type VectorForm, vectorFormOf } from './vectorForms.ts';
import { openCalls } from './openCalls.ts';
import { isContiguous, isTurned, type View, viewedBy, viewOf } from './view.ts';

/** How a node is computed. */
export type Work =
  | { readonly kind: 'input' | 'constant' }
  /** entry by entry; perhaps with a kernel for many entries in one piece */
  | { readonly kind: 'elementwise'; readonly form: VectorForm; readonly inOnePiece?: string | undefined }
  | { readonly kind: 'product' }
  /** along the rows, over the rows, or both, as the shapes say */
  | { readonly kind: 'sum' }
  /** by a kernel of the engine, each row by itself */
  | { readonly kind: 'rowwise'; readonly kernel: string }
  /** from parts that are copied to their places: read i comes to row and column `parts[i]`; zeros elsewhere, if there is room */
  | { readonly kind: 'assembled'; readonly parts: readonly Part[]; readonly hasRoom: boolean }
  /** by the op's own kernel, on the buffers of the engine */
  | { readonly kind: 'external' };

export interface Part {
  readonly row: number;
  readonly column: number;
}

const copying: Work = { kind: 'elementwise', form: copyForm };

/** A matrix that is computed and stored, or given. */
export interface Node {
  readonly ref: Ref;
  readonly rows: number;
  readonly columns: number;
  readonly work: Work;
  readonly reads: readonly View[];
}

/** A tape without what need not be computed: arguments have become views. */
export interface Graph {
  readonly tape: Tape;
  /** in an order in which they can be computed */
  readonly nodes: readonly Node[];
  /** of each output its node */
  readonly outputs: readonly number[];
}

/** Ops whose rows depend on the same rows of their argument: the kernel, where the attributes allow it. */
type Rowwise = (attributes: Attributes, entry: AppliedEntry, x: View) => string | undefined;
const alongRows =
  (kernel: string): Rowwise =>
  ({ axis }) =>
    axis === 1 ? kernel : undefined;
const rowwise: ReadonlyMap<Op, Rowwise> = new Map<Op, Rowwise>([
  [softmax.op as Op, alongRows('softmaxRows')],
  [logSoftmax.op as Op, alongRows('logSoftmaxRows')],
  [logSumExp.op as Op, (_attributes, { rows, columns }, x) => (rows === x.rows && columns === 1 ? 'logSumExpRows' : undefined)],
]);

/** One after the other. */
function partsOf(reads: readonly View[], side: 'rows' | 'columns'): readonly Part[] {
  let next = 0;
  return reads.map((view) => {
    const at = next;
    next += view[side];
    return side === 'rows' ? { row: at, column: 0 } : { row: 0, column: at };
  });
}

function workOf(entry: AppliedEntry, reads: readonly View[]): Work {
  const { op, attributes } = entry;
  const [first] = reads;
  const form = vectorFormOf(op);
  if (form !== undefined) return { kind: 'elementwise', form, inOnePiece: loopKernels.get(op) };
  if (op === matmul.op) return { kind: 'product' };
  if (op === sumTo.op) return first!.rows === entry.rows && first!.columns === entry.columns ? copying : { kind: 'sum' };
  if (op === (pad.op as Op)) return { kind: 'assembled', parts: [attributes as unknown as Part], hasRoom: true };
  if (op === concatColumns.op) return { kind: 'assembled', parts: partsOf(reads, 'columns'), hasRoom: false };
  if (op === concatRows.op) return { kind: 'assembled', parts: partsOf(reads, 'rows'), hasRoom: false };
  const kernel = first === undefined ? undefined : rowwise.get(op)?.(attributes, entry, first);
  return kernel === undefined ? { kind: 'external' } : { kind: 'rowwise', kernel };
}

/** The nodes of a tape, without what nobody reads: dead entries, inputs among them. */
export function graphOf(given: Tape): Graph {
  const tape = openCalls(given);
  const { entries } = tape;
  const nodes: Node[] = [];
  const views: (View | undefined)[] = [];
  const copies = new Map<Ref, View>();
  const place = (node: Node): View => viewOf(nodes.push(node) - 1, node);
  const copyOf = (ref: Ref): View => {
    const { rows, columns } = entries[ref]!;
    const known = copies.get(ref);
    const copy = known ?? place({ ref, rows, columns, work: copying, reads: [views[ref]!] });
    copies.set(ref, copy);
    return copy;
  };
  const live = liveEntries(tape);
  const viewOfEntry = (entry: Entry, ref: Ref): View => {
    const { rows, columns } = entry;
    if (entry.kind !== 'applied') return place({ ref, rows, columns, work: { kind: entry.kind }, reads: [] });
    const seenBy = entry.args.map((arg) => views[arg]!);
    const [first] = seenBy;
    const seen = first === undefined || entry.args.length > 1 ? undefined : viewedBy(entry, first);
    if (seen !== undefined) return seen;
    const work = workOf(entry, seenBy);
    const reads = entry.args.map((arg, position) =>
      readable(work, seenBy[position]!, position === 1 ? first : undefined) ? seenBy[position]! : copyOf(arg),
    );
    return place({ ref, rows, columns, work, reads });
  };
  entries.forEach((entry, ref) => {
    if (live[ref] === 1) views[ref] = viewOfEntry(entry, ref);
  });
  const outputs = tape.outputs.map((ref) => {
    const view = views[ref];
    if (view === undefined) throw new ArgumentError(`plan: output ${ref} is no entry of the tape`);
    return isOwn(nodes, view, ref) ? view.node : copyOf(ref).node;
  });
  return { tape, nodes, outputs };
}

/** Whether a node's kernel can read this view as it stands; of a product's factors one may be transposed. */
function readable({ kind }: Work, view: View, left: View | undefined): boolean {
  if (kind === 'elementwise' || kind === 'assembled' || isContiguous(view)) return true;
  return kind === 'product' && isTurned(view) && (left === undefined || isContiguous(left));
}

/** Whether an entry has been computed, and into a node of its own. */
const isOwn = (nodes: readonly Node[], { node }: View, ref: Ref): boolean => {
  const { ref: from, work } = nodes[node]!;
  return from === ref && work.kind !== 'input' && work.kind !== 'constant';
};
