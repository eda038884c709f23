import { differentiate } from '../differentiate.ts';
import type { Scalar } from '../matrix/mat.ts';
import type { Branch, NumberFor, Rest, Tree } from '../matrix/tree.ts';
import { replay } from '../replay.ts';
import { simplify } from '../simplify/simplify.ts';
import type { Tape } from '../tape/tape.ts';
import type { Differentiated } from './grad.ts';
import { leavesAlike, positionsOf, type RecordedFunction, recordParameters } from './recordParameters.ts';

/** From (...inputs, ...cotangents, one per output) to one gradient per parameter. */
export function pullbackTape(recorded: RecordedFunction): Tape {
  const derived = differentiate(recorded.tape, { wrt: positionsOf(recorded) });
  return simplify({ ...derived, outputs: derived.outputs.slice(recorded.tape.outputs.length) });
}

/**
 * f at the parameters, and its pullback: from a cotangent, a tree like f's value, to a tree like the parameters. Reverse mode for
 * functions of any output; `pullback` may be called many times.
 * @throws ArgumentError, ShapeError when the cotangent is no tree like f's value
 */
export function vjp<P extends Tree | Branch<P> = Scalar, A extends Rest = [], Y extends Tree | Branch<Y> = Scalar>(
  f: (parameters: P, ...rest: A) => Y,
): (
  parameters: P | NumberFor<P>,
  ...rest: A
) => { readonly value: Y; readonly pullback: (cotangent: Y | NumberFor<Y>) => Differentiated<P> } {
  return (first, ...rest) => {
    const recorded = recordParameters('vjp', f, first, rest);
    const { parameters, outputs, origins, tape, known } = recorded;
    const derived = pullbackTape(recorded);
    return {
      value: outputs.rebuild(replay(tape, origins, known)) as Y,
      pullback: (cotangent) => {
        const cotangents = leavesAlike('pullback', 'cotangent', outputs, cotangent);
        return parameters.rebuild(replay(derived, [...origins, ...cotangents])) as Differentiated<P>;
      },
    };
  };
}
