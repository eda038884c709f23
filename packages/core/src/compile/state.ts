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

const isLeaf = (x: unknown): x is unknown => isMat(x) || !isBranch(x);

/** @throws ArgumentError, ShapeError unless a step returned what it can take as its state */
export function requireStateLike(state: unknown, result: unknown): void {
  if (fits(formOf(state), result, [])) return;
  const [before, after] = [flatten(state, isLeaf, 'repeat'), flatten(result, isLeaf, 'repeat')];
  requireSamePaths('repeat: the function must return a tree like its first argument', before.paths, after.paths);
  before.leaves.forEach((leaf, i) => {
    const next = after.leaves[i];
    const place = before.paths[i] === '' ? 'the state' : before.paths[i]!;
    if (isMat(leaf) && isMat(next)) {
      if (leaf.rows === next.rows && leaf.columns === next.columns) return;
      throw new ShapeError('repeat', [leaf, next], `${place} must keep its shape: the function returns the next state`);
    }
    if (!Object.is(leaf, next))
      throw new ArgumentError(`repeat: ${place} is no matrix, so it must stay what it is. Wrap what varies with scalar(v)`);
  });
}
