import { ArgumentError, gatherRows, isMat, type Mat } from '@adjoint/core';
import { type Initializer, initialized, requireInitializers } from '../initializers/initializer.ts';
import { normal } from '../initializers/ranged.ts';
import { type Layer, layer } from '../layers/layer.ts';
import { requireSizes } from '../layers/requireSizes.ts';

/** One row per index. */
export interface EmbeddingParams<Count extends number, Size extends number> {
  readonly w: Mat<Count, Size>;
}

const standard = normal(0, 1);

/**
 * The rows of a table that a column of indices from 0 to count - 1 names: takes 1 column, gives `size`. The table starts normal with mean 0
 * and deviation 1 unless told, as in PyTorch. @throws ArgumentError on an index outside the table
 */
export function embedding<Count extends number, Size extends number>(
  count: Count,
  size: Size,
  options: { readonly weights?: Initializer } = {},
): Layer<EmbeddingParams<Count, Size>, 1, Size, readonly []> {
  requireSizes('embedding', [count, size], 'embedding(count, size)');
  requireInitializers('embedding', options, ['weights'], `embedding(${count}, ${size}, { weights: uniform(-0.1, 0.1) })`);
  const { weights = standard } = options;
  return layer({
    inputs: 1 as const,
    outputs: size,
    initialize: (random) => ({ w: initialized(weights, count, size, random) }),
    apply: <B extends number>(parameters: EmbeddingParams<Count, Size>, indices: Mat<B, 1>): Mat<B, Size> => {
      const { w } = (parameters ?? {}) as Partial<EmbeddingParams<Count, Size>>;
      if (!isMat(w))
        throw new ArgumentError('apply: the parameters of an embedding must be { w }. Make them with initialize(random(seed))');
      return gatherRows(w as Mat<Count, Size>, indices as Mat) as Mat as Mat<B, Size>;
    },
  });
}
