import { ArgumentError, type Fits, isMat, type Mat, type ShapeText, type Text } from '@adjoint/core';
import { textOf } from '../textOf.ts';
import { overSteps, type State, type Unrolled } from './overSteps.ts';
import type { Recurrent } from './recurrent.ts';

/**
 * A cell over a batch of sequences of one length: xs are the steps in order, each batch x inputs. It starts from zeros unless a state is given.
 * @throws ArgumentError without a step; ShapeError when sizes do not fit
 */
export function unroll<Params, In extends number, Size extends number, Names extends string, B extends number, C extends number>(
  cell: Recurrent<Params, In, Size, Names>,
  parameters: NoInfer<Params>,
  xs: readonly Fits<C, In, Mat<B, C>, `unroll: this cell takes ${Text<In>} inputs, the steps are ${ShapeText<B, C>}`>[],
  state?: State<NoInfer<Names>, NoInfer<B>, NoInfer<Size>>,
): Unrolled<B, Size, Names> {
  if (typeof cell?.step !== 'function' || typeof cell.start !== 'function')
    throw new ArgumentError(`unroll: the cell must have start and step, got ${textOf(cell)}. Write unroll(gru(4, 3), parameters, xs)`);
  const steps = xs as unknown as readonly Mat[];
  if (isMat(steps))
    throw new ArgumentError('unroll: xs must be an array, one matrix per step. One sequence as a matrix goes to cell.apply');
  const [first] = Array.isArray(steps) ? steps : [];
  if (!isMat(first)) throw new ArgumentError('unroll: xs must be an array of at least one matrix, batch x inputs each, a step each');
  const step = (p: Params, x: Mat, before: State<Names>): State<Names> => cell.step(p, x as never, before as never);
  return overSteps(step, parameters, steps, state ?? cell.start(first.rows)) as unknown as Unrolled<B, Size, Names>;
}
