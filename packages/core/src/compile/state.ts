import { ArgumentError, ShapeError } from '../errors.ts';
import { isMat } from '../matrix/mat.ts';
import { flatten, isBranch, requireSamePaths } from '../matrix/tree.ts';
import { fits, formOf } from './form.ts';

/** @throws ArgumentError unless `times` is a whole number of at least 1 */
export function requireTimes(times: unknown): asserts times is number {
  if (Number.isSafeInteger(times) && (times as number) >= 1) return;
  throw new ArgumentError(
    `repeat: the second argument is how often, a whole number of at least 1, got ${String(times)}. Write step.repeat(state, 100, x, y)`,
  );
}

/** @throws ArgumentError unless it can be gone through */
export function requireSequence(sequence: unknown): asserts sequence is Iterable<unknown> {
  const isIterable = typeof sequence === 'object' && sequence !== null && Symbol.iterator in sequence && !isMat(sequence);
  if (!isIterable) throw new ArgumentError(`scan: the second argument is a list of arguments for each step. ${scanned}`);
}

/** @throws ArgumentError unless it is a list of arguments */
export function requireRest(rest: unknown): asserts rest is readonly unknown[] {
  if (!Array.isArray(rest)) throw new ArgumentError(`scan: the sequence holds a list of arguments for each step. ${scanned}`);
}
const scanned = 'Write step.scan(state, [[x1, y1], [x2, y2]])';

const isLeaf = (x: unknown): x is unknown => isMat(x) || !isBranch(x);

/** @throws ArgumentError, ShapeError unless a step returned what it can take as its state */
export function requireStateLike(name: 'repeat' | 'scan', state: unknown, result: unknown): void {
  if (fits(formOf(state), result, [])) return;
  const [before, after] = [flatten(state, isLeaf, name), flatten(result, isLeaf, name)];
  requireSamePaths(`${name}: the function must return a tree like its first argument`, before.paths, after.paths);
  before.leaves.forEach((leaf, i) => {
    const next = after.leaves[i];
    const place = before.paths[i] === '' ? 'the state' : before.paths[i]!;
    if (isMat(leaf) && isMat(next)) {
      if (leaf.rows === next.rows && leaf.columns === next.columns) return;
      throw new ShapeError(name, [leaf, next], `${place} must keep its shape: the function returns the next state`);
    }
    if (!Object.is(leaf, next))
      throw new ArgumentError(`${name}: ${place} is no matrix, so it must stay what it is. Wrap what varies with scalar(v)`);
  });
}
