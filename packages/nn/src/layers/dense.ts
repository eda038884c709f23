import { add, ArgumentError, isMat, type Mat, matmul, ShapeError, zeros } from '@adjoint/core';
import { type Layer, layer } from './layer.ts';

/** Any function that keeps the shape: `sigmoid`, `tanh`, `relu`, one's own. */
export type Activation = <R extends number, C extends number>(x: Mat<R, C>) => Mat<R, C>;

/** Weights (inputs x outputs) and a row of biases. */
export interface DenseParams<In extends number, Out extends number> {
  readonly w: Mat<In, Out>;
  readonly b: Mat<1, Out>;
}

/**
 * activation(x w + b), or x w + b without an activation. Weights start uniform within ±√(6 / (inputs + outputs))
 * (Glorot & Bengio 2010, eq. 16), biases at 0.
 */
export function dense<In extends number, Out extends number>(
  inputs: In,
  outputs: Out,
  activation?: Activation,
): Layer<DenseParams<In, Out>, In, Out> {
  if (![inputs, outputs].every((size) => Number.isSafeInteger(size) && size >= 1))
    throw new ShapeError(
      'dense',
      [{ rows: inputs, columns: outputs }],
      'sizes are whole numbers of at least 1. Write dense(inputs, outputs, activation)',
    );
  if (activation !== undefined && typeof activation !== 'function')
    throw new ArgumentError(
      `dense: the activation must be a function, got ${JSON.stringify(activation)}. Write dense(${inputs}, ${outputs}, sigmoid)`,
    );
  const bound = Math.sqrt(6 / (inputs + outputs));
  return layer({
    inputs,
    outputs,
    initialize: (random) => ({ w: random.uniform(inputs, outputs, -bound, bound).value, b: zeros(1, outputs) }),
    apply: <B extends number>(parameters: DenseParams<In, Out>, x: Mat<B, In>): Mat<B, Out> => {
      const { w, b } = (parameters ?? {}) as Partial<DenseParams<In, Out>>;
      if (!isMat(w) || !isMat(b))
        throw new ArgumentError('apply: the parameters of a dense layer must be { w, b }. Make them with initialize(random(seed))');
      const z = add(matmul(x, w as Mat), b) as Mat as Mat<B, Out>;
      return activation === undefined ? z : activation(z);
    },
  });
}
