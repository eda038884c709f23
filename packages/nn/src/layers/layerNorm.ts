import { add, ArgumentError, div, isMat, type Mat, mean, mul, ones, sqrt, square, sub, zeros } from '@adjoint/core';
import { requireOptions } from '../requireOptions.ts';
import { type Layer, layer } from './layer.ts';
import { requireSizes } from './requireSizes.ts';

/** A row of factors and a row of shifts. */
export interface LayerNormParams<Size extends number> {
  readonly gain: Mat<1, Size>;
  readonly bias: Mat<1, Size>;
}

/**
 * gain · (x - mean) / √(variance + epsilon) + bias, mean and variance (divided by n) of each row (Ba et al. 2016). Gains start at 1, biases
 * at 0; epsilon is 1e-5 unless given, as in PyTorch. @throws ArgumentError when epsilon is negative
 */
export function layerNorm<Size extends number>(
  size: Size,
  options: { readonly epsilon?: number } = {},
): Layer<LayerNormParams<Size>, Size, Size, readonly []> {
  requireSizes('layerNorm', [size], 'layerNorm(size)');
  requireOptions('layerNorm', options, 'Write layerNorm(size, { epsilon: 1e-5 })');
  const { epsilon = 1e-5 } = options;
  if (typeof epsilon !== 'number' || !(epsilon >= 0))
    throw new ArgumentError(`layerNorm: epsilon must be at least 0, got ${String(epsilon)}`);
  return layer({
    inputs: size,
    outputs: size,
    initialize: () => ({ gain: ones(1, size), bias: zeros(1, size) }),
    apply: <B extends number>(parameters: LayerNormParams<Size>, x: Mat<B, Size>): Mat<B, Size> => {
      const { gain, bias } = (parameters ?? {}) as Partial<LayerNormParams<Size>>;
      if (!isMat(gain) || !isMat(bias))
        throw new ArgumentError('apply: the parameters of layerNorm must be { gain, bias }. Make them with initialize(random(seed))');
      const centered = sub(x as Mat, mean(x as Mat, { axis: 1 }));
      const deviation = sqrt(add(mean(square(centered), { axis: 1 }), epsilon));
      return add(mul(div(centered, deviation), gain as Mat), bias as Mat) as Mat<B, Size>;
    },
  });
}
