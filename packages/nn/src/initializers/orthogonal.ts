import { diagonal, less, type Mat, mul, qr, transpose, where } from '@adjoint/core';
import type { Random } from '../random/random.ts';
import { drawing, type Initializer } from './initializer.ts';

/**
 * Columns of length 1 at right angles to each other, or rows when there are fewer of them, evenly over all such matrices: the Q of a normal
 * matrix with the signs that make the diagonal of R positive (Saxe et al. 2014; Mezzadri 2007).
 */
export const orthogonal: Initializer = drawing(
  'orthogonal',
  <R extends number, C extends number>(rows: R, columns: C, random: Random): Mat<R, C> => {
    const { q, r } = qr(random.normal(Math.max(rows, columns), Math.min(rows, columns), 0, 1).value);
    const signs = where(less(transpose(diagonal(r)), 0), -1, 1);
    const turned = mul(q, signs) as Mat;
    return (rows < columns ? transpose(turned) : turned) as Mat<R, C>;
  },
);
