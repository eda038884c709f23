import { ArgumentError, ShapeError } from '../errors.ts';
import type { Fits, Mat, ShapeText } from '../matrix/mat.ts';
import { sameShape, type Shape } from '../matrix/shape.ts';
import { call } from '../ops/calling.ts';
import { recordCall, refuseCaptured, requireFunction } from '../record.ts';
import { operands } from '../tape/apply.ts';
import type { Tape } from '../tape/tape.ts';

type Matrices = readonly Mat[];
/** The argument in place I, or the sentence that says that there are N cotangents too many or too few. */
type ArgumentAt<A extends Matrices, I, N extends number> = Fits<
  A['length'],
  N,
  number extends A['length'] ? A[number] : I extends keyof A ? A[I] : never,
  `customVjp: backward must return ${A['length']} cotangents, one per argument, it returns ${N}`
>;
type Unlike<
  X extends Mat,
  G extends Mat,
> = `customVjp: this cotangent is ${ShapeText<G['rows'], G['columns']>}, its argument ${ShapeText<X['rows'], X['columns']>}`;
type Cotangent<X, G extends Mat> = [X] extends [Mat]
  ? Fits<X['rows'], G['rows'], Fits<X['columns'], G['columns'], G, Unlike<X, G>>, Unlike<X, G>>
  : X;
/** One cotangent per argument, each in the argument's shape; a sentence in place of what is not. */
export type Cotangents<A extends Matrices, G extends Matrices> = {
  readonly [I in keyof G]: Cotangent<ArgumentAt<A, I, G['length']>, G[I]>;
};

const kept = 64; // recordings per function: the ones used last

interface Tapes {
  readonly forward: Tape;
  readonly backward: Tape;
}

/**
 * f, a function of matrices to one matrix, with a derivative of one's own: `backward(g, y, ...xs)` gives one cotangent per x, in its
 * shape, from the cotangent g of the output y, and is linear in g (`jvp` and what stands on it refuse a rule that is not). It is used at
 * every order: higher derivatives differentiate `backward`.
 *
 * Both are recorded once per shapes of the arguments, not run at each call: whatever else they use (matrices, numbers, a draw, an `if`)
 * stays as it was at the first call of those shapes. Pass what varies as an argument, a number as scalar(v). The recordings of the last
 * 64 lists of shapes are kept.
 * @throws RecordingError when f or backward uses a recorded value that is not an argument, or reads numbers, which are not there yet
 * @throws ArgumentError, ShapeError when backward does not give one cotangent per argument in its shape
 */
export function customVjp<A extends Matrices, Y extends Mat, G extends readonly [Mat, ...Mat[]] | Matrices>(
  f: (...xs: A) => Y,
  backward: (g: Y, y: Y, ...xs: A) => Cotangents<A, G>,
): (...xs: A) => Y {
  requireFunction('customVjp', f, 'Write customVjp(f, (g, y, ...xs) => [one cotangent per x])');
  requireFunction('customVjp: backward', backward, 'Write customVjp(f, (g, y, ...xs) => [one cotangent per x])');
  const recorded = new Map<string, Tapes>();
  return (...given) => {
    const xs = operands('customVjp', given);
    const key = xs.map(({ rows, columns }) => `${rows}x${columns}`).join();
    const tapes = recorded.get(key) ?? recordBoth(f as never, backward as never, xs);
    recorded.delete(key);
    recorded.set(key, tapes); // used last, last in the map
    if (recorded.size > kept) recorded.delete(recorded.keys().next().value!);
    return call(xs, tapes.forward, tapes.backward) as Y;
  };
}

function recordBoth(f: (...xs: Matrices) => Mat, backward: (...xs: Matrices) => Matrices, xs: Matrices): Tapes {
  const forward = recordOn('customVjp', f, xs);
  if (forward.outputs.length !== 1)
    throw new ArgumentError(
      `customVjp: the function must return one matrix, it returned ${forward.outputs.length}. Make a function of each`,
    );
  const y = forward.entries[forward.outputs[0]!]!;
  const back = recordOn('customVjp: backward', backward, [y, y, ...xs]);
  const cotangents = back.outputs.map((ref) => back.entries[ref]!);
  if (cotangents.length !== xs.length)
    throw new ArgumentError(
      `customVjp: backward must return ${xs.length} cotangents, one per argument, it returned ${cotangents.length}. Return them in an array, in the order of the arguments`,
    );
  cotangents.forEach((cotangent, i) => {
    const x = xs[i]!;
    if (!sameShape(cotangent, x))
      throw new ShapeError(
        'customVjp',
        [cotangent],
        `cotangent ${i} of backward must have the shape ${x.rows}x${x.columns} of its argument. Widen it with broadcastTo, or narrow it with sumTo(g, ${x.rows}, ${x.columns})`,
      );
  });
  return { forward, backward: back };
}

function recordOn(asker: string, f: (...xs: Matrices) => unknown, shapes: readonly Shape[]): Tape {
  const { recording } = recordCall(asker, (recorder) => f(...shapes.map(({ rows, columns }) => recorder.input({ rows, columns }))));
  refuseCaptured(asker, recording);
  return recording.tape;
}
