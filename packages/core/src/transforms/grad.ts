import { ArgumentError } from '../errors.ts';
import { differentiate } from '../differentiate.ts';
import type { Mat, Scalar } from '../matrix/mat.ts';
import type { Branch, NumberFor, Rest, Tree } from '../matrix/tree.ts';
import { replay } from '../replay.ts';
import { moveKnown, simplifyWithCopies } from '../simplify/simplify.ts';
import type { Ref, Tape } from '../tape/tape.ts';
import { type AnyFunction, notANumber, positionsOf, type RecordedFunction, recordParameters, requireScalar } from './recordParameters.ts';

/** the gradient has the tree of the parameters; where a number may stand for a scalar, it is a scalar */
export type Differentiated<P> = Exclude<P, number>;
export interface ValueAndGradient<P> {
  readonly value: Scalar;
  readonly gradient: P;
}

/**
 * The gradient of f with respect to its first argument, a tree of matrices: a tree of the same form. f returns a 1x1 matrix.
 * Called on concrete matrices it computes; called inside another transform it is recorded like any op.
 * @throws ShapeError when f returns anything but a 1x1 matrix
 */
export function grad<P extends Tree | Branch<P> = Scalar, A extends Rest = []>(
  f: (parameters: P, ...rest: A) => Scalar,
): (parameters: P | NumberFor<P>, ...rest: A) => Differentiated<P> {
  return (first, ...rest) => {
    const recorded = recordParameters('grad', f, first, rest);
    requireScalar('grad', recorded.outputs);
    return run(
      recorded,
      (derived) => derived.outputs.slice(1),
      (values) => recorded.parameters.rebuild(values) as Differentiated<P>,
    );
  };
}

/**
 * Value and gradient in one pass. With `{ aux: true }` f returns `{ value, aux }`, and aux, any tree of matrices and numbers, comes back
 * beside them.
 * @throws ShapeError when the value is anything but a 1x1 matrix
 */
export function valueAndGrad<P extends Tree | Branch<P> = Scalar, A extends Rest = []>(
  f: (parameters: P, ...rest: A) => Scalar,
): (parameters: P | NumberFor<P>, ...rest: A) => ValueAndGradient<Differentiated<P>>;
export function valueAndGrad<P extends Tree | Branch<P>, A extends Rest, Aux>(
  f: (parameters: P, ...rest: A) => { readonly value: Scalar; readonly aux: Aux },
  options: { readonly aux: true },
): (parameters: P | NumberFor<P>, ...rest: A) => ValueAndGradient<Differentiated<P>> & { readonly aux: Aux };
export function valueAndGrad(f: AnyFunction, options: { readonly aux?: true } = {}): (first: unknown, ...rest: Rest) => unknown {
  return (first, ...rest) => {
    const ordered = options.aux === true ? valueFirst(f) : f;
    const recorded = recordParameters('valueAndGrad', ordered, first, rest);
    const { parameters, outputs, resultOf } = recorded;
    requireScalar('valueAndGrad', options.aux === true ? firstOf(outputs) : outputs);
    const count = parameters.leaves.length;
    return run(
      recorded,
      (derived, aux) => [...derived.outputs, ...aux],
      (values) => {
        const answer = { value: values[0]!, gradient: parameters.rebuild(values.slice(1, count + 1)) };
        if (options.aux !== true) return answer;
        return { ...answer, aux: (resultOf([values[0]!, ...values.slice(count + 1)]) as { readonly aux: unknown }).aux };
      },
    );
  };
}

// { value, aux } in a fixed order, whatever the order of the keys
const valueFirst =
  (f: AnyFunction): AnyFunction =>
  (...args) => {
    const result = f(...args) as { readonly value?: unknown; readonly aux?: unknown } | undefined;
    if (result?.value === undefined || result.aux === undefined)
      throw new ArgumentError('valueAndGrad: with { aux: true } the function must return { value, aux }, neither of them undefined');
    return { value: notANumber('valueAndGrad', result.value), aux: result.aux };
  };
const firstOf = (outputs: RecordedFunction['outputs']): RecordedFunction['outputs'] => ({
  ...outputs,
  leaves: outputs.leaves.slice(0, 1),
  paths: outputs.paths[0] === 'value' ? [''] : outputs.paths,
});

/** Differentiates the first output, simplifies, and replays what `pick` chooses of the derived outputs and the other outputs. */
function run<T>(
  recorded: RecordedFunction,
  pick: (derived: Tape, others: readonly Ref[]) => readonly Ref[],
  answer: (values: readonly Mat[]) => T,
): T {
  const { tape, origins, known } = recorded;
  const [value, ...others] = tape.outputs;
  // a derived tape is the old one plus a tail, so refs and known values stay
  const derived = differentiate({ ...tape, outputs: [value!] }, { wrt: positionsOf(recorded), seed: 'one' });
  const { tape: short, copies } = simplifyWithCopies({ ...derived, outputs: pick(derived, others) });
  return answer(replay(short, origins, moveKnown(known, copies)));
}
