import { DenseMatrix, valuesOf } from '../../matrix/denseMatrix.ts';
import type { Mat } from '../../matrix/mat.ts';
import { whereIs, copyIn, copyOut, copyWithin, letGo, type Placed, point } from './placed.ts';
import { acquire } from './residents.ts';
import { createTurns } from './turns.ts';

/** What goes into a program's memory and out of it. */
export interface Traffic {
  /** gives the inputs their values, without copying what is there already: matrices are immutable, so identity means equality */
  readonly bring: (inputs: readonly DenseMatrix[]) => void;
  /** the same for those that no output becomes */
  readonly bringRest: (inputs: readonly DenseMatrix[]) => void;
  /** makes the outputs of the last run the first inputs of the next; large ones stay where they lie */
  readonly advance: () => void;
  /** copies of the outputs */
  readonly outputs: () => Mat[];
}

/** A matrix that goes in or out: by its slot, or at this index of the doubles. */
interface Port {
  readonly node: number;
  readonly rows: number;
  readonly columns: number;
  readonly slot: number | undefined;
  readonly at: number;
}

export function createTraffic(placed: Placed): Traffic {
  const { engine, holdings } = placed;
  const { ins, outs } = portsOf(placed);
  const last: (DenseMatrix | undefined)[] = ins.map(() => undefined);
  bringConstants(placed);
  const turns = createTurns(placed);

  const pointTo = (slot: number, at: number): void => {
    letGo(placed, slot);
    point(placed, slot, at);
  };
  const keepCopy = (slot: number, x: DenseMatrix): void => {
    const resident = acquire(engine, x); // before the old one goes: it may be the same
    pointTo(slot, resident.at);
    holdings.residents.set(slot, resident);
  };
  const bringOne = ({ slot, at }: Port, x: DenseMatrix): void => {
    if (slot === undefined) return copyIn(engine.doubles(), at, valuesOf(x));
    const produced = turns.producedAt(x);
    if (produced === undefined) keepCopy(slot, x);
    else pointTo(slot, produced);
  };
  /** No output is written where an argument still lies. */
  const keepApart = (): void => {
    ins.forEach(({ port }, i) => {
      const x = last[i]; // undefined: what the last run has left
      if (port.slot !== undefined && x !== undefined && turns.isWritten(whereIs(placed, port.node))) keepCopy(port.slot, x);
    });
    turns.overwrite();
  };
  const bringFrom = (inputs: readonly DenseMatrix[], first: number): void => {
    for (let i = 0; i < ins.length; i += 1) {
      const { port, position } = ins[i]!;
      const x = inputs[position]!;
      if (position < first || last[i] === x) continue;
      last[i] = undefined; // until it is there
      bringOne(port, x);
      last[i] = x;
    }
    if (turns.some) keepApart();
  };
  return {
    bring: (inputs) => bringFrom(inputs, 0),
    bringRest: (inputs) => bringFrom(inputs, outs.length),
    advance() {
      const from = outs.map(({ node }) => whereIs(placed, node));
      turns.turnAll();
      ins.forEach(({ port: { slot, at, rows, columns }, position }, i) => {
        if (position >= outs.length) return;
        last[i] = undefined;
        if (slot === undefined) copyWithin(engine.doubles(), at, from[position]! / 8, rows * columns);
        else pointTo(slot, from[position]!);
      });
      if (turns.some) keepApart();
    },
    outputs() {
      const doubles = engine.doubles();
      const made: Mat[] = [];
      for (const { node, rows, columns, slot, at } of outs) {
        const from = slot === undefined ? at : whereIs(placed, node) / 8;
        const matrix = new DenseMatrix(rows, columns, copyOut(doubles, from, rows * columns));
        if (slot !== undefined) turns.remember(slot, matrix);
        made.push(matrix);
      }
      return made;
    },
  };
}

/** The inputs that somebody reads, with their positions among all, and the outputs. */
function portsOf({ program, memory }: Placed): {
  readonly ins: readonly { readonly port: Port; readonly position: number }[];
  readonly outs: readonly Port[];
} {
  const { nodes, outputs, tape } = program.graph;
  const portOf = (node: number): Port => {
    const { rows, columns } = nodes[node]!;
    const place = program.places[node]!;
    return { node, rows, columns, slot: place.space === 'slot' ? place.at : undefined, at: (memory + place.at) / 8 };
  };
  const positions = new Map(tape.inputs.map((ref, position) => [ref, position] as const));
  const ins = nodes.flatMap(({ ref, work }, node) =>
    work.kind === 'input' ? [{ port: portOf(node), position: positions.get(ref)! }] : [],
  );
  return { ins, outs: outputs.map(portOf) };
}

function bringConstants(placed: Placed): void {
  const { engine, program, memory, holdings } = placed;
  program.graph.nodes.forEach(({ work, ref }, node) => {
    const entry = program.graph.tape.entries[ref]!;
    if (work.kind !== 'constant' || entry.kind !== 'constant') return;
    const place = program.places[node]!;
    if (place.space !== 'slot') return copyIn(engine.doubles(), (memory + place.at) / 8, valuesOf(entry.value));
    const resident = acquire(engine, entry.value);
    holdings.residents.set(place.at, resident);
    point(placed, place.at, resident.at);
  });
}
