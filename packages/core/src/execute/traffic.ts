import { DenseMatrix, valuesOf } from '../matrix/denseMatrix.ts';
import type { Mat } from '../matrix/mat.ts';
import { addressOf, copyIn, copyOut, copyWithin, letGo, type Placed, point } from './placed.ts';
import { acquire } from './residents.ts';
import { createTurns } from './turns.ts';

/** What goes into a program's memory and out of it. */
export interface Traffic {
  /** gives the inputs their values, without copying what is there already: matrices are immutable, so identity means equality */
  readonly bring: (inputs: readonly DenseMatrix[]) => void;
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
  const { engine, program, memory, holdings } = placed;
  const { nodes, tape } = program.graph;
  const portOf = (node: number): Port => {
    const { rows, columns } = nodes[node]!;
    const place = program.places[node]!;
    return { node, rows, columns, slot: place.space === 'slot' ? place.at : undefined, at: (memory + place.at) / 8 };
  };
  const nodeOf = new Map(nodes.flatMap(({ ref, work }, node) => (work.kind === 'input' ? [[ref, node] as const] : [])));
  const ins = tape.inputs.map((ref) => portOf(nodeOf.get(ref)!));
  const outs = program.graph.outputs.map(portOf);
  const last: (DenseMatrix | undefined)[] = ins.map(() => undefined);
  bringConstants(placed);
  const turns = createTurns(placed);

  const keepCopy = (slot: number, x: DenseMatrix): void => {
    const resident = acquire(engine, x);
    letGo(placed, slot);
    holdings.residents.set(slot, resident);
    point(placed, slot, resident.at);
  };
  const bringLarge = (slot: number, x: DenseMatrix): void => {
    const produced = turns.producedAt(x);
    if (produced === undefined) return keepCopy(slot, x);
    letGo(placed, slot);
    point(placed, slot, produced);
  };
  /** No output is written where an argument still lies. */
  const keepApart = (): void => {
    ins.forEach(({ slot, node }, i) => {
      const x = last[i]; // undefined: what the last run has left
      if (slot !== undefined && x !== undefined && turns.isWritten(addressOf(placed, node))) keepCopy(slot, x);
    });
    turns.overwrite();
  };
  return {
    bring(inputs) {
      for (let i = 0; i < ins.length; i += 1) {
        const x = inputs[i]!;
        if (last[i] === x) continue;
        const { slot, at } = ins[i]!;
        last[i] = undefined; // until it is there
        if (slot === undefined) copyIn(engine.doubles(), at, valuesOf(x));
        else bringLarge(slot, x);
        last[i] = x;
      }
      if (turns.some) keepApart();
    },
    advance() {
      const from = outs.map(({ node }) => addressOf(placed, node));
      turns.turnAll();
      outs.forEach(({ rows, columns }, i) => {
        const { slot, at } = ins[i]!;
        last[i] = undefined;
        if (slot === undefined) return copyWithin(engine.doubles(), at, from[i]! / 8, rows * columns);
        letGo(placed, slot);
        point(placed, slot, from[i]!);
      });
      if (turns.some) keepApart();
    },
    outputs() {
      const doubles = engine.doubles();
      const made: Mat[] = [];
      for (const { node, rows, columns, slot, at } of outs) {
        const from = slot === undefined ? at : addressOf(placed, node) / 8;
        const matrix = new DenseMatrix(rows, columns, copyOut(doubles, from, rows * columns));
        if (slot !== undefined) turns.remember(slot, matrix);
        made.push(matrix);
      }
      return made;
    },
  };
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
