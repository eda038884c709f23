import type { Node } from '../../plan/nodes.ts';
import type { View } from '../../plan/view.ts';
import { type Address, addressIn, type Frame, isLong, pushBase } from './frame.ts';
import type { Code } from './code.ts';

/** Multiplications or additions up to which calling a kernel costs as much as they do; in long programs, less, to keep their code short. */
const few = ({ program }: Frame): number => (isLong(program) ? 8 : 64);

/** Writes a product or sum of a few numbers one operation after the other; false where it is too large for that. */
export function emitTiny(frame: Frame, index: number): boolean {
  const node = frame.program.graph.nodes[index]!;
  const [x] = node.reads;
  if (x === undefined) return false;
  if (node.work.kind === 'product' && node.rows * node.columns * x.columns <= few(frame)) emitProduct(frame, index, node);
  else if (node.work.kind === 'sum' && x.rows * x.columns <= few(frame)) emitSum(frame, index, node);
  else return false;
  return true;
}

interface Numbers {
  readonly address: Address;
  readonly view: Pick<View, 'rowStep' | 'columnStep'>;
}
const numbersOf = (frame: Frame, view: View): Numbers => ({ address: addressIn(frame, view, 0), view });
const outOf = (frame: Frame, node: number, { columns }: Node): Numbers => ({
  address: addressIn(frame, { node, offset: 0 }, 0),
  view: { rowStep: columns, columnStep: 1 },
});

const offsetOf = ({ address, view }: Numbers, i: number, j: number): number =>
  address.offset + 8 * (i * view.rowStep + j * view.columnStep);

function load(code: Code, name: 'f64.load' | 'v128.load' | 'v128.load64_splat', from: Numbers, i: number, j: number): void {
  pushBase(code, from.address);
  code.memory(name, offsetOf(from, i, j));
}

/** Each entry adds its products in the order of k, from zero; two columns at a time where they lie side by side. */
function emitProduct(frame: Frame, index: number, node: Node): void {
  const { code } = frame;
  const [a, b] = node.reads.map((view) => numbersOf(frame, view)) as [Numbers, Numbers];
  const out = outOf(frame, index, node);
  const inner = node.reads[0]!.columns;
  const paired = b.view.columnStep === 1 ? node.columns - (node.columns % 2) : 0;
  for (let i = 0; i < node.rows; i += 1) {
    for (let j = 0; j < node.columns; j += j < paired ? 2 : 1) {
      const isPair = j < paired;
      pushBase(code, out.address);
      if (isPair) code.constant(0);
      else code.f64(0);
      for (let k = 0; k < inner; k += 1) {
        load(code, isPair ? 'v128.load64_splat' : 'f64.load', a, i, k);
        load(code, isPair ? 'v128.load' : 'f64.load', b, k, j);
        if (isPair) code.op('f64x2.mul').op('f64x2.add');
        else code.op('f64.mul').op('f64.add');
      }
      code.memory(isPair ? 'v128.store' : 'f64.store', offsetOf(out, i, j));
    }
  }
}

/** Along each row from its first entry on, then over the rows. */
function emitSum(frame: Frame, index: number, node: Node): void {
  const { code } = frame;
  const [x] = node.reads as [View];
  const from = numbersOf(frame, x);
  const out = outOf(frame, index, node);
  const sum = (places: readonly number[], push: (place: number) => void): void =>
    places.forEach((place, done) => {
      push(place);
      if (done > 0) code.op('f64.add');
    });
  const [rows, columns] = [upTo(x.rows), upTo(x.columns)];
  for (const i of upTo(node.rows)) {
    for (const j of upTo(node.columns)) {
      pushBase(code, out.address);
      sum(node.rows === x.rows ? [i] : rows, (row) =>
        sum(node.columns === x.columns ? [j] : columns, (column) => load(code, 'f64.load', from, row, column)),
      );
      code.memory('f64.store', offsetOf(out, i, j));
    }
  }
}
const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);
