import { add, ArgumentError, isMat, type Mat, matmul, zeros } from '@adjoint/core';
import { glorotUniform } from '../initializers/glorot.ts';
import { type Initializer, initialized, requireInitializers } from '../initializers/initializer.ts';
import { split } from '../random/random.ts';
import type { Activation } from './activation.ts';
import { type Layer, layer } from './layer.ts';
import { requireActivation } from './requireActivation.ts';
import { requireSizes } from './requireSizes.ts';

/** Weights (inputs x outputs) and a row of biases. */
export interface DenseParams<In extends number, Out extends number> {
  readonly w: Mat<In, Out>;
  readonly b: Mat<1, Out>;
}

/** How a layer's parameters start. */
export interface DenseOptions {
  /** `glorotUniform` unless given */
  readonly weights?: Initializer;
  /** `zeros` unless given */
  readonly bias?: Initializer;
}

/** activation(x w + b), or x w + b without an activation. Weights start by `glorotUniform` and biases at 0, unless told. */
export function dense<In extends number, Out extends number>(
  inputs: In,
  outputs: Out,
  activation?: Activation,
  options: DenseOptions = {},
): Layer<DenseParams<In, Out>, In, Out, readonly []> {
  requireSizes('dense', [inputs, outputs], 'dense(inputs, outputs, activation)');
  if (activation !== undefined) requireActivation('dense', activation, `dense(${inputs}, ${outputs}, sigmoid)`);
  requireInitializers('dense', options, ['weights', 'bias'], `dense(${inputs}, ${outputs}, sigmoid, { weights: heNormal })`);
  const { weights = glorotUniform, bias = zeros } = options;
  return layer({
    inputs,
    outputs,
    initialize: (random) => ({
      w: initialized(weights, inputs, outputs, random),
      b: initialized(bias, 1 as const, outputs, bias === zeros ? random : split(random, 1)[0]!), // not the numbers that made w
    }),
    apply: <B extends number>(parameters: DenseParams<In, Out>, x: Mat<B, In>): Mat<B, Out> => {
      const { w, b } = (parameters ?? {}) as Partial<DenseParams<In, Out>>;
      if (!isMat(w) || !isMat(b))
        throw new ArgumentError('apply: the parameters of a dense layer must be { w, b }. Make them with initialize(random(seed))');
      const z = add(matmul(x, w as Mat), b) as Mat as Mat<B, Out>;
      return activation === undefined ? z : activation(z);
    },
  });
}
