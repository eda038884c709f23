import type { DenseMatrix } from '../../matrix/denseMatrix.ts';
import { bytesOf } from '../../plan/program.ts';
import { type Placed, point } from './placed.ts';

/** A large output: two places, written in turns, so that the last result can be an argument of the next call where it lies. */
interface Turn {
  readonly slot: number;
  readonly bytes: number;
  readonly at: [number, number | undefined];
  /** the results that lie there; no weak references, which keep all that they ever named until the running job ends */
  readonly matrices: [DenseMatrix | undefined, DenseMatrix | undefined];
  side: 0 | 1;
}

export interface Turns {
  readonly some: boolean;
  /** where x lies, if it is a result that has not been overwritten; it will not be by the next call */
  readonly producedAt: (x: DenseMatrix) => number | undefined;
  /** whether the next call writes there */
  readonly isWritten: (at: number) => boolean;
  /** a result of the last call, and its slot */
  readonly remember: (slot: number, x: DenseMatrix) => void;
  /** forgets the results that the next run overwrites */
  readonly overwrite: () => void;
  /** writes all outputs of the next call to their other places */
  readonly turnAll: () => void;
}

export function createTurns(placed: Placed): Turns {
  const { program, take } = placed;
  const { nodes, outputs } = program.graph;
  const turns = new Map<number, Turn>();
  for (const node of new Set(outputs)) {
    const place = program.places[node]!;
    if (place.space !== 'slot') continue;
    const bytes = bytesOf(nodes[node]!);
    const at = take(bytes);
    turns.set(place.at, { slot: place.at, bytes, at: [at, undefined], matrices: [undefined, undefined], side: 0 });
    point(placed, place.at, at);
  }
  const turn = (each: Turn): void => {
    each.side = each.side === 0 ? 1 : 0;
    const at = (each.at[each.side] ??= take(each.bytes));
    each.matrices[each.side] = undefined;
    point(placed, each.slot, at);
  };
  return {
    some: turns.size > 0,
    producedAt(x) {
      for (const each of turns.values()) {
        const side = each.matrices.indexOf(x);
        if (side < 0) continue;
        if (side === each.side) turn(each);
        return each.at[side];
      }
      return undefined;
    },
    isWritten: (at) => [...turns.values()].some((each) => each.at[each.side] === at),
    remember(slot, x) {
      const each = turns.get(slot)!;
      each.matrices[each.side] = x;
    },
    overwrite: () => turns.forEach((each) => void (each.matrices[each.side] = undefined)),
    turnAll: () => turns.forEach(turn),
  };
}
