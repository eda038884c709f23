import { ArgumentError, concatColumns, type Mat, ShapeError, slice } from '@adjoint/core';
import { dense, type DenseParams } from '../layers/dense.ts';
import { type Layer, layer } from '../layers/layer.ts';
import { requireSizes } from '../layers/requireSizes.ts';
import { requireOptions } from '../requireOptions.ts';
import { split } from '../random/random.ts';
import { attention, type AttentionOptions } from './attention.ts';

/** A dense layer for each role; the columns of a head stand side by side. */
export interface AttentionParams<Size extends number> {
  readonly query: DenseParams<Size, Size>;
  readonly key: DenseParams<Size, Size>;
  readonly value: DenseParams<Size, Size>;
  readonly output: DenseParams<Size, Size>;
}

const roles = ['query', 'key', 'value', 'output'] as const;

/**
 * Self-attention on one sequence, whose rows are tokens: each head attends with its share of the columns of query, key and value, and what the
 * heads give goes side by side through the output layer (Vaswani et al. 2017; PyTorch's MultiheadAttention). Weights start by `glorotUniform`,
 * biases at 0. @throws ShapeError unless the heads divide the size
 */
export function multiHeadAttention<Size extends number>(
  size: Size,
  heads: number,
  options: AttentionOptions = {},
): Layer<AttentionParams<Size>, Size, Size, readonly []> {
  requireSizes('multiHeadAttention', [size, heads], 'multiHeadAttention(size, heads)');
  requireOptions('multiHeadAttention', options, 'Write multiHeadAttention(size, heads, { causal: true })');
  const width = size / heads;
  if (!Number.isInteger(width))
    throw new ShapeError(
      'multiHeadAttention',
      [{ rows: size, columns: heads }],
      `${heads} heads cannot share ${size} columns equally. Make size a multiple of heads`,
    );
  const linear = dense(size, size);
  return layer({
    inputs: size,
    outputs: size,
    initialize: (random) => {
      const sources = split(random, roles.length);
      return Object.fromEntries(roles.map((role, i) => [role, linear.initialize(sources[i]!)])) as unknown as AttentionParams<Size>;
    },
    apply: <B extends number>(parameters: AttentionParams<Size>, x: Mat<B, Size>): Mat<B, Size> => {
      if (roles.some((role) => (parameters as Partial<AttentionParams<Size>> | undefined)?.[role] === undefined))
        throw new ArgumentError(
          'apply: the parameters of multiHeadAttention must be { query, key, value, output }. Make them with initialize(random(seed))',
        );
      const [q, k, v] = [parameters.query, parameters.key, parameters.value].map((role): Mat => linear.apply(role, x as never));
      const ofHead = (z: Mat, head: number): Mat => (heads === 1 ? z : slice(z, { columns: [head * width, (head + 1) * width] }));
      const seen = Array.from({ length: heads }, (_, head) => attention(ofHead(q!, head), ofHead(k!, head), ofHead(v!, head), options));
      return linear.apply(parameters.output, concatColumns(...seen) as never);
    },
  });
}
