import { ArgumentError, ShapeError } from '../errors.ts';
import type { DenseMatrix } from '../matrix/denseMatrix.ts';
import { scalar } from '../matrix/make.ts';
import { isMat, type Mat } from '../matrix/mat.ts';
import { sameShape } from '../matrix/shape.ts';
import { type Flattened, flatten, formOf, requireSamePaths } from '../matrix/tree.ts';
import { type RecordedCall, recordCall, requireFunction } from '../record.ts';
import { moveKnown, simplifyWithCopies } from '../simplify/simplify.ts';
import { type Recorder, youngestRecorder } from '../tape/recorder.ts';
import type { Tape } from '../tape/tape.ts';

export type AnyFunction = (...args: readonly never[]) => unknown;

/** A tree of parameters, numbers in it made 1x1 matrices. */
export function flattenParameters(asker: string, tree: unknown): Flattened<Mat> {
  if (tree === undefined) throw new ArgumentError(`${asker}: the first argument is missing. Write ${asker}(f)(x)`);
  const flat = flattenLeaves(asker, `${asker}: the parameters`, tree);
  if (flat.leaves.length === 0) throw new ArgumentError(`${asker}: the first argument holds no matrix to differentiate by`);
  return flat;
}
function flattenLeaves(asker: string, what: string, tree: unknown): Flattened<Mat> {
  const flat = flatten(tree, (x): x is Mat | number => isMat(x) || typeof x === 'number', what);
  youngestRecorder(asker, flat.leaves.filter(isMat)); // refuses values that outlived their recording
  return { ...flat, leaves: flat.leaves.map((leaf) => (typeof leaf === 'number' ? scalar(leaf) : leaf)) };
}

/** A function recorded for a transform: its tape, whose first inputs are the leaves of its first argument. */
export interface RecordedFunction {
  readonly tape: Tape;
  readonly parameters: Flattened<Mat>;
  readonly outputs: RecordedCall['outputs'];
  readonly resultOf: RecordedCall['resultOf'];
  /** the values of all inputs: the parameters, then what was captured from enclosing recordings */
  readonly origins: readonly Mat[];
  readonly known: readonly (DenseMatrix | undefined)[];
}

/** Records f with the leaves of its first argument as inputs; concrete matrices among the rest become constants. Nothing is simplified. */
export function recordAsWritten(
  asker: string,
  f: AnyFunction,
  first: unknown,
  rest: readonly unknown[],
  recorder?: Recorder,
): RecordedFunction {
  requireFunction(asker, f);
  const parameters = flattenParameters(asker, first);
  const run = (on: Recorder): unknown => {
    const inputs = parameters.leaves.map((leaf, i) =>
      on.input({ rows: leaf.rows, columns: leaf.columns, label: leaf.label ?? (parameters.paths[i] || undefined) }, leaf),
    );
    return f(...([parameters.rebuild(inputs), ...rest] as unknown as never[]));
  };
  const { recording, outputs, resultOf } = recordCall(asker, run, recorder);
  return { tape: recording.tape, parameters, outputs, resultOf, origins: recording.origins as readonly Mat[], known: recording.known };
}

/** The same, simplified: what the transforms start from. */
export function recordParameters(asker: string, f: AnyFunction, first: unknown, rest: readonly unknown[]): RecordedFunction {
  requireFunction(asker, f);
  const recorded = recordAsWritten(asker, (...args) => notANumber(asker, f(...args)), first, rest);
  const { tape, copies } = simplifyWithCopies(recorded.tape);
  return { ...recorded, tape, known: moveKnown(recorded.known, copies) };
}

/** The result of a function to differentiate. @throws ArgumentError on a number, which has lost where it comes from */
export function notANumber<Y>(asker: string, result: Y): Y {
  if (typeof result !== 'number') return result;
  throw new ArgumentError(
    `${asker}: the function returned the JavaScript number ${result}, whose derivatives would all be 0. Return the 1x1 matrix itself, without item or at`,
  );
}

/** Positions of the parameters among the inputs. */
export const positionsOf = ({ parameters }: RecordedFunction): readonly number[] => parameters.leaves.map((_, position) => position);

/** @throws ShapeError, ArgumentError unless the function gave one 1x1 matrix */
export function requireScalar(asker: string, outputs: Flattened<Mat>, what = 'the function'): void {
  const [first] = outputs.leaves;
  if (outputs.paths.length !== 1 || outputs.paths[0] !== '')
    throw new ArgumentError(
      `${asker}: ${what} must return one 1x1 matrix, it returned a tree with ${outputs.paths.length === 0 ? 'no matrix' : `matrices at ${outputs.paths.join(', ')}`}. ` +
        'Return the loss alone, or { value, aux } to valueAndGrad(f, { aux: true })',
    );
  if (first!.rows !== 1 || first!.columns !== 1) {
    throw new ShapeError(
      asker,
      [first!],
      `${what} must return a 1x1 matrix, it returned ${first!.rows}x${first!.columns}. Reduce it with sum or mean`,
    );
  }
}

/** The leaves of a tree that must have the form and the shapes of another. @throws ArgumentError, ShapeError when it has not */
export function leavesAlike(asker: string, what: string, expected: Flattened<Mat>, tree: unknown): readonly Mat[] {
  if (tree === undefined) throw new ArgumentError(`${asker}: the ${what} is missing. Give it the form ${formOf(expected.paths)}`);
  const given = flattenLeaves(asker, `${asker}: the ${what}`, tree);
  requireSamePaths(`${asker}: the ${what}`, expected.paths, given.paths);
  given.leaves.forEach((leaf, i) => {
    const model = expected.leaves[i]!;
    if (sameShape(leaf, model)) return;
    const place = expected.paths[i] === '' ? '' : ` at ${expected.paths[i]}`;
    throw new ShapeError(asker, [leaf], `the ${what}${place} must have the shape ${model.rows}x${model.columns}`);
  });
  return given.leaves;
}
