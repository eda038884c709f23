import { ArgumentError, concatRows, type Fits, isMat, type Mat, ShapeError, type ShapeText, slice, type Text, zeros } from '@adjoint/core';
import type { Random } from '../random/random.ts';
import { type Layer, layer } from '../layers/layer.ts';
import { overSteps, type State } from './overSteps.ts';

/**
 * A recurrent cell. As a layer it takes ONE sequence, whose rows are the steps, and gives its `h` after each; batches of sequences go through
 * `unroll`, step by step through `step`.
 */
export interface Recurrent<Params, In extends number, Size extends number, Names extends string> extends Layer<
  Params,
  In,
  Size,
  readonly []
> {
  /** the state before the first step: zeros */
  start<B extends number>(rows: B): State<Names, B, Size>;
  /** the state after one more step, of which x (batch x inputs) is the input. @throws ShapeError when sizes do not fit */
  step<B extends number, C extends number>(
    parameters: Params,
    x: Fits<C, In, Mat<B, C>, `step: this cell takes ${Text<In>} inputs, x is ${ShapeText<B, C>}`>,
    state: State<NoInfer<Names>, NoInfer<B>, NoInfer<Size>>,
  ): State<Names, B, Size>;
}

interface RecurrentDefinition<Params, In extends number, Size extends number, Names extends string> {
  readonly name: string;
  readonly inputs: In;
  readonly size: Size;
  readonly names: readonly Names[];
  initialize(random: Random): Params;
  step(parameters: Params, x: Mat, state: State<Names>): State<Names>;
}

/** A cell from its step. */
export function recurrent<Params, In extends number, Size extends number, Names extends string>(
  definition: RecurrentDefinition<Params, In, Size, Names>,
): Recurrent<Params, In, Size, Names> {
  const { inputs, size, names } = definition;
  const start = <B extends number>(rows: B): State<Names, B, Size> =>
    Object.fromEntries(names.map((name) => [name, zeros(rows, size)])) as State<Names, B, Size>;
  const step = (parameters: Params, x: Mat, state: State<Names>): State<Names> => {
    requireStep(definition, x, state);
    return definition.step(parameters, x, state);
  };
  const sequence = layer({
    inputs,
    outputs: size,
    initialize: (random) => definition.initialize(random),
    apply: <B extends number>(parameters: Params, x: Mat<B, In>): Mat<B, Size> => {
      const steps = Array.from({ length: x.rows }, (_, i) => slice(x as Mat, { rows: [i, i + 1] }) as Mat);
      return concatRows(...overSteps(step, parameters, steps, start(1)).outputs) as Mat<B, Size>;
    },
  });
  return { ...sequence, start, step: step as never };
}

function requireStep<Names extends string>(
  { name, inputs, size, names }: Pick<RecurrentDefinition<never, number, number, Names>, 'name' | 'inputs' | 'size' | 'names'>,
  x: Mat,
  state: State<Names>,
): void {
  if (!isMat(x)) throw new ArgumentError(`step: the input of a step must be a matrix, batch x ${inputs}`);
  if (x.columns !== inputs) throw new ShapeError('step', [x], `this cell takes ${inputs} inputs, x has ${x.columns} columns`);
  for (const key of names) {
    const remembered = (state as Partial<State> | undefined)?.[key];
    if (!isMat(remembered))
      throw new ArgumentError(`step: the state of ${name} must be { ${names.join(', ')} }. Make the first with start(x.rows)`);
    if (remembered.rows !== x.rows || remembered.columns !== size)
      throw new ShapeError('step', [x, remembered], `${key} must be ${x.rows}x${size}. Make the first with start(x.rows)`);
  }
}
