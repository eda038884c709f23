import { ArgumentError, type Fits, isMat, type Mat, ShapeError, type ShapeText, type Text } from '@adjoint/core';
import type { Random } from '../random/random.ts';

/** What an author of a layer writes. */
export interface LayerDefinition<Params, In extends number, Out extends number> {
  /** columns of what `apply` takes */
  readonly inputs: In;
  /** columns of what it gives */
  readonly outputs: Out;
  initialize(random: Random): Params;
  apply<B extends number>(parameters: Params, x: Mat<B, NoInfer<In>>): Mat<B, NoInfer<Out>>;
}

/** What a user of a layer sees: the same, but `apply` takes a matrix whose columns are unknown too, and checks them when it runs. */
export interface Layer<Params = unknown, In extends number = number, Out extends number = number> {
  readonly inputs: In;
  readonly outputs: Out;
  /** fresh parameters, a plain tree of matrices */
  initialize(random: Random): Params;
  /** x is batch x inputs, the answer batch x outputs. @throws ShapeError when the columns of x are not the layer's inputs */
  apply<B extends number, C extends number>(
    parameters: Params,
    x: Fits<C, In, Mat<B, C>, `apply: this layer takes ${Text<In>} inputs, x is ${ShapeText<B, C>}`>,
  ): Mat<B, Out>;
}

/** A layer of one's own: any function of parameters and a batch. Here, and only here, the columns of a batch are checked as it runs. */
export function layer<Params, In extends number, Out extends number>(definition: LayerDefinition<Params, In, Out>): Layer<Params, In, Out> {
  const { inputs, outputs } = definition;
  return {
    inputs,
    outputs,
    initialize: (random) => {
      if (typeof (random as Partial<Random> | undefined)?.uniform !== 'function')
        throw new ArgumentError('initialize: needs a source of random numbers. Write initialize(random(42))');
      return definition.initialize(random);
    },
    apply: <B extends number>(parameters: Params, x: unknown) => {
      const batch = x as Mat<B, In>;
      if (!isMat(batch)) throw new ArgumentError('apply: the batch must be a matrix. Write net.apply(parameters, x)');
      if (batch.columns !== inputs)
        throw new ShapeError(
          'apply',
          [batch],
          `this layer takes ${inputs} inputs, x has ${batch.columns} columns${(batch.rows as number) === inputs ? '. Did you mean transpose(x)?' : ''}`,
        );
      return definition.apply(parameters, batch);
    },
  };
}
