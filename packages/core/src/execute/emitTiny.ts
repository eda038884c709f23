import type { Node } from '../plan/nodes.ts';
import type { View } from '../plan/view.ts';
import { type Address, addressOf, type Frame, isLong } from './frame.ts';
import type { Code } from './instructions.ts';

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
const numbersOf = (frame: Frame, view: View): Numbers => ({ address: addressOf(frame, view, 0), view });
const outOf = (frame: Frame, node: number, { columns }: Node): Numbers => ({
  address: addressOf(frame, { node, offset: 0 }, 0),
  view: { rowStep: columns, columnStep: 1 },
});

const pushBase = (code: Code, { address: { local } }: Numbers): void => void (local === undefined ? code.i32(0) : code.get(local));
const offsetOf = ({ address, view }: Numbers, i: number, j: number): number =>
  address.offset + 8 * (i * view.rowStep + j * view.columnStep);

function load(code: Code, name: 'f64.load' | 'v128.load' | 'v128.load64_splat', from: Numbers, i: number, j: number): void {
  pushBase(code, from);
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
      pushBase(code, out);
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
  const alongRow = (i: number): void => {
    load(code, 'f64.load', from, i, 0);
    for (let j = 1; j < x.columns; j += 1) {
      load(code, 'f64.load', from, i, j);
      code.op('f64.add');
    }
  };
  const put = (i: number, j: number, push: () => void): void => {
    pushBase(code, out);
    push();
    code.memory('f64.store', offsetOf(out, i, j));
  };
  if (node.rows === x.rows) {
    for (let i = 0; i < x.rows; i += 1) put(i, 0, () => alongRow(i));
  } else if (node.columns === x.columns) {
    for (let j = 0; j < x.columns; j += 1)
      put(0, j, () => {
        load(code, 'f64.load', from, 0, j);
        for (let i = 1; i < x.rows; i += 1) {
          load(code, 'f64.load', from, i, j);
          code.op('f64.add');
        }
      });
  } else
    put(0, 0, () => {
      alongRow(0);
      for (let i = 1; i < x.rows; i += 1) {
        alongRow(i);
        code.op('f64.add');
      }
    });
}
