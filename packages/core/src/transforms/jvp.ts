import { differentiate } from '../differentiate.ts';
import type { Mat, Scalar } from '../matrix/mat.ts';
import type { Branch, NumberFor, Rest, Tree } from '../matrix/tree.ts';
import { replay } from '../replay.ts';
import { simplify } from '../simplify/simplify.ts';
import type { Tape } from '../tape/tape.ts';
import type { Differentiated } from './grad.ts';
import { leavesAlike, positionsOf, type RecordedFunction, recordParameters, requireScalar } from './recordParameters.ts';
import { notLinear, requireLinearRules, sample } from './requireLinearRules.ts';

/**
 * Forward mode from two reverse passes: the pullback is linear in its cotangents, so its own pullback, by them, is the pushforward.
 * Inputs: (...inputs, ...directions), one per position of `wrt`; outputs: (...outputs, ...tangents). `origins` are the values of the
 * inputs, for whom it matters whether they are numbers.
 * @throws AdjointError when a rule of `customVjp` is not linear in its cotangent
 */
export function pushforward(asker: string, tape: Tape, wrt: readonly number[], origins: readonly Mat[]): Tape {
  const count = tape.inputs.length;
  const outputs = tape.outputs.length;
  const pullback = simplify(differentiate(tape, { wrt }));
  const cotangents = tape.outputs.map((_, position) => count + position);
  const gradients = { ...pullback, outputs: pullback.outputs.slice(outputs) };
  requireLinearRules(asker, tape, wrt, origins);
  requireLinearRules(asker, gradients, cotangents, [...origins, ...tape.outputs.map((ref) => sample(tape.entries[ref]!))]);
  const twice = differentiate(gradients, { wrt: cotangents });
  const tangents = twice.outputs.slice(gradients.outputs.length);
  const inputs = twice.inputs.filter((_, position) => !cotangents.includes(position));
  const pushed = simplify({ ...twice, inputs, outputs: [...pullback.outputs.slice(0, outputs), ...tangents] });
  // what something reads stays an input
  if (pushed.inputs.length > inputs.length) throw notLinear(asker, 'a rule on this tape has another slope for another cotangent');
  return pushed;
}

/** The gradient as a tape: of the inputs in the order of the function's, outputs one gradient per parameter. */
export function gradientTape(recorded: RecordedFunction): Tape {
  const derived = differentiate(recorded.tape, { wrt: positionsOf(recorded), seed: 'one' });
  return simplify({ ...derived, outputs: derived.outputs.slice(1) });
}

/**
 * f and its directional derivative at the parameters: `value` is f's tree, `tangent` a tree like it. Forward mode: one pass, whatever
 * the number of outputs.
 * @throws ArgumentError, ShapeError when the direction is no tree like the parameters
 * @throws AdjointError when a rule of `customVjp` is not linear in its cotangent
 */
export function jvp<P extends Tree | Branch<P> = Scalar, A extends Rest = [], Y extends Tree | Branch<Y> = Scalar>(
  f: (parameters: P, ...rest: A) => Y,
): (parameters: P | NumberFor<P>, direction: P | NumberFor<P>, ...rest: A) => { readonly value: Y; readonly tangent: Y } {
  return (first, direction, ...rest) => {
    const recorded = recordParameters('jvp', f, first, rest);
    const directions = leavesAlike('jvp', 'direction', recorded.parameters, direction);
    const values = replay(pushforward('jvp', recorded.tape, positionsOf(recorded), recorded.origins), [...recorded.origins, ...directions]);
    const count = recorded.outputs.leaves.length;
    return { value: recorded.outputs.rebuild(values.slice(0, count)) as Y, tangent: recorded.outputs.rebuild(values.slice(count)) as Y };
  };
}

/**
 * The Hessian of f at the parameters times a direction, exact, at about twice the cost of the gradient and without the Hessian
 * (Pearlmutter 1994, here as the pushforward of the gradient). f returns a 1x1 matrix; the answer is a tree like the parameters.
 * @throws ShapeError when f returns anything but a 1x1 matrix
 * @throws ArgumentError, ShapeError when the direction is no tree like the parameters
 * @throws AdjointError when a rule of `customVjp` is not linear in its cotangent
 */
export function hvp<P extends Tree | Branch<P> = Scalar, A extends Rest = []>(
  f: (parameters: P, ...rest: A) => Scalar,
): (parameters: P | NumberFor<P>, direction: P | NumberFor<P>, ...rest: A) => Differentiated<P> {
  return (first, direction, ...rest) => {
    const recorded = recordParameters('hvp', f, first, rest);
    requireScalar('hvp', recorded.outputs);
    const directions = leavesAlike('hvp', 'direction', recorded.parameters, direction);
    const pushed = pushforward('hvp', gradientTape(recorded), positionsOf(recorded), recorded.origins);
    const tangents = { ...pushed, outputs: pushed.outputs.slice(directions.length) };
    return recorded.parameters.rebuild(replay(simplify(tangents), [...recorded.origins, ...directions])) as Differentiated<P>;
  };
}
