import { type DenseMatrix, valuesOf } from '../../matrix/denseMatrix.ts';
import { sizeOf } from '../../matrix/shape.ts';
import type { EngineMemory } from './memory.ts';

/** A large matrix in the memory of the engine: one copy, however many programs read it. */
export interface Resident {
  readonly at: number;
  readonly matrix: DenseMatrix;
}
interface Counted extends Resident {
  users: number;
}

const residents = new WeakMap<DenseMatrix, Counted>();

/** The engine's copy of a matrix, made when the first program asks. Matrices are immutable, so it stays right. */
export function acquire(engine: EngineMemory, matrix: DenseMatrix): Resident {
  const found = residents.get(matrix);
  if (found !== undefined) {
    found.users += 1;
    return found;
  }
  const at = engine.take(8 * sizeOf(matrix));
  engine.doubles().set(valuesOf(matrix), at / 8);
  const made: Counted = { at, matrix, users: 1 };
  residents.set(matrix, made);
  return made;
}

/** Lets go of a copy; the last user's letting go frees its memory. */
export function release(engine: EngineMemory, resident: Resident): void {
  const counted = resident as Counted;
  counted.users -= 1;
  if (counted.users > 0) return;
  residents.delete(counted.matrix);
  engine.give(counted.at);
}
