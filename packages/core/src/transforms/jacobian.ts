import { createClosures } from '../execute/closures.ts';
import { isDense } from '../matrix/denseMatrix.ts';
import { matrix } from '../matrix/make.ts';
import type { Mat, Scalar } from '../matrix/mat.ts';
import { type Shape, sizeOf } from '../matrix/shape.ts';
import type { Branch, NumberFor, Rest, Tree } from '../matrix/tree.ts';
import type { Entries } from '../matrix/sizes.ts';
import { reshape } from '../ops/shaping.ts';
import { concatColumns, concatRows } from '../ops/concatenating.ts';
import { replay } from '../replay.ts';
import { simplify } from '../simplify/simplify.ts';
import type { Tape } from '../tape/tape.ts';
import { gradientTape, pushforward } from './jvp.ts';
import { positionsOf, type RecordedFunction, recordParameters, requireScalar } from './recordParameters.ts';
import { pullbackTape } from './vjp.ts';

type EntriesOf<M> = M extends Mat<infer R, infer C> ? Entries<R, C> : never;
type JacobianOfLeaf<P, Y> = P extends Mat ? Mat<EntriesOf<Y>, EntriesOf<P>> : { readonly [K in keyof P]: JacobianOfLeaf<P[K], Y> };
/** A tree like Y of trees like P. */
export type JacobianOf<P, Y> = Y extends Mat ? JacobianOfLeaf<P, Y> : { readonly [K in keyof Y]: JacobianOf<P, Y[K]> };
/** A tree like P of trees like P. */
export type HessianOf<P> = JacobianOf<P, P>;

/** Directions along every entry of every one of these shapes: one of them 1 at that entry, all else 0. */
function* unitDirections(shapes: readonly Shape[]): Generator<readonly Mat[]> {
  const zeros = shapes.map(({ rows, columns }) => matrix.of(rows, columns, new Float64Array(rows * columns)));
  for (const [index, shape] of shapes.entries()) {
    for (let entry = 0; entry < sizeOf(shape); entry += 1) {
      const values = new Float64Array(sizeOf(shape));
      values[entry] = 1;
      yield zeros.with(index, matrix.of(shape.rows, shape.columns, values));
    }
  }
}

/** Runs a tape again and again on other last inputs: on numbers, what does not depend on those is computed once. */
function runnerOf(tape: Tape, origins: readonly Mat[]): (last: readonly Mat[]) => readonly Mat[] {
  const run = origins.every(isDense) ? createClosures(tape) : (inputs: readonly Mat[]) => replay(tape, inputs);
  return (last) => run([...origins, ...last]);
}

const asRow = (x: Mat): Mat => reshape(x, 1, sizeOf(x));
const asColumn = (x: Mat): Mat => reshape(x, sizeOf(x), 1);
/** Lists of answers, one list per entry of every shape, taken apart by shape. */
function byShape<T>(answers: readonly T[], shapes: readonly Shape[]): readonly (readonly T[])[] {
  let from = 0;
  return shapes.map((shape) => answers.slice(from, (from += sizeOf(shape))));
}

/** One reverse pass per entry of the outputs, each a row of the answer. */
function rowByRow(recorded: RecordedFunction): readonly Tree[] {
  const { outputs, parameters, origins } = recorded;
  const gradients = Array.from(unitDirections(outputs.leaves), runnerOf(pullbackTape(recorded), origins));
  return byShape(gradients, outputs.leaves).map((ofLeaf) =>
    parameters.rebuild(parameters.leaves.map((_, i) => concatRows(...ofLeaf.map((gradient) => asRow(gradient[i]!))))),
  );
}
/** One forward pass per entry of the parameters, each a column of the answer. `tape` has the inputs of the recorded function. */
function columnByColumn(asker: string, recorded: RecordedFunction, tape: Tape): readonly Tree[] {
  const pushed = pushforward(asker, tape, positionsOf(recorded), recorded.origins);
  const { parameters, origins } = recorded;
  const tangents = simplify({ ...pushed, outputs: pushed.outputs.slice(tape.outputs.length) });
  const columns = Array.from(unitDirections(parameters.leaves), runnerOf(tangents, origins));
  const blocks = byShape(columns, parameters.leaves);
  return tape.outputs.map((_, row) =>
    parameters.rebuild(blocks.map((ofLeaf) => concatColumns(...ofLeaf.map((tangent) => asColumn(tangent[row]!))))),
  );
}
const entriesOf = (shapes: readonly Shape[]): number => shapes.reduce((total, shape) => total + sizeOf(shape), 0);

/**
 * All partial derivatives of f by its first argument: a tree like f's value of trees like the parameters. For an output leaf of c x d
 * and a parameter leaf of a x b it is (c·d) x (a·b), both unrolled by rows. By as many passes as the outputs or the parameters have
 * entries, whichever are fewer: reverse passes, each a row, or forward passes, each a column, where the outputs have more. The two add
 * in different orders, so entries may differ in their last bits from those of `grad` and of `jvp`.
 */
export function jacobian<P extends Tree | Branch<P> = Scalar, A extends Rest = [], Y extends Tree | Branch<Y> = Scalar>(
  f: (parameters: P, ...rest: A) => Y,
): (parameters: P | NumberFor<P>, ...rest: A) => JacobianOf<Exclude<P, number>, Y> {
  const call = (first: unknown, ...rest: Rest): unknown => {
    const recorded = recordParameters('jacobian', f, first, rest);
    const { outputs, parameters, tape } = recorded;
    const isTall = entriesOf(outputs.leaves) > entriesOf(parameters.leaves);
    return outputs.rebuild(isTall ? columnByColumn('jacobian', recorded, tape) : rowByRow(recorded));
  };
  return call as never; // its type is the signature's: the checker would unfold it
}

/**
 * All second partial derivatives of a 1x1 function by its first argument: a tree like the parameters of trees like the parameters, each
 * leaf (a·b) x (c·d), both unrolled by rows. Forward over reverse: one Hessian-vector product per entry, each a column; where a product
 * is enough, ask `hvp`.
 * @throws ShapeError when f returns anything but a 1x1 matrix
 */
export function hessian<P extends Tree | Branch<P> = Scalar, A extends Rest = []>(
  f: (parameters: P, ...rest: A) => Scalar,
): (parameters: P | NumberFor<P>, ...rest: A) => HessianOf<Exclude<P, number>> {
  const call = (first: unknown, ...rest: Rest): unknown => {
    const recorded = recordParameters('hessian', f, first, rest);
    requireScalar('hessian', recorded.outputs);
    return recorded.parameters.rebuild(columnByColumn('hessian', recorded, gradientTape(recorded)));
  };
  return call as never;
}
