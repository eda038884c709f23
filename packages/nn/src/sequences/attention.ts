import {
  ArgumentError,
  type Fits,
  isMat,
  type Mat,
  matmul,
  mul,
  ones,
  ShapeError,
  type ShapeText,
  softmax,
  transpose,
  tril,
  where,
} from '@adjoint/core';
import { requireOptions } from '../requireOptions.ts';

export interface AttentionOptions {
  /** whether row i of the queries sees the keys 0 ... i only; false unless given */
  readonly causal?: boolean;
}

/**
 * softmax(q k' / √d) v (Vaswani et al. 2017, eq. 1): rows are tokens; queries m x d, keys n x d, values n x e give m x e.
 * @throws ShapeError unless queries and keys are as wide, keys and values as many
 */
export function attention<M extends number, D extends number, N extends number, E extends number, K extends number, V extends number>(
  queries: Mat<M, D>,
  keys: Fits<D, E, Mat<N, E>, `attention: queries are ${ShapeText<M, D>}, keys ${ShapeText<N, E>}: columns differ`>,
  values: Fits<N, K, Mat<K, V>, `attention: keys are ${ShapeText<N, E>}, values ${ShapeText<K, V>}: rows differ`>,
  options: AttentionOptions = {},
): Mat<M, V> {
  const [q, k, v] = [queries as Mat, keys as Mat, values as Mat];
  requireOptions('attention', options, 'Write attention(queries, keys, values, { causal: true })');
  if (![q, k, v].every(isMat)) throw new ArgumentError('attention: takes three matrices. Write attention(queries, keys, values)');
  if (q.columns !== k.columns) throw new ShapeError('attention', [q, k, v], 'queries and keys must have as many columns');
  if (k.rows !== v.rows) throw new ShapeError('attention', [q, k, v], 'keys and values must have as many rows');
  const scores = mul(1 / Math.sqrt(q.columns), matmul(q, transpose(k)));
  const seen = options.causal === true ? where(tril(ones(q.rows, k.rows)), scores, -Infinity) : scores;
  return matmul(softmax(seen), v) as Mat<M, V>;
}
