import type { Mat } from '@adjoint/core';
import { labelsOf, type SameRows } from './labels.ts';

/**
 * The share of rows whose class is predicted right, from 0 to 1. Predictions and targets are each batch x classes, of which the largest entry
 * of a row counts, or one column of labels from 0. @throws ShapeError when rows differ
 */
export function accuracy<R extends number, C extends number, A extends number, B extends number>(
  predictions: Mat<R, C>,
  targets: SameRows<'accuracy', R, C, A, B>,
): number {
  const { predicted, actual } = labelsOf('accuracy', predictions, targets as Mat);
  return predicted.filter((label, i) => label === actual[i]).length / predicted.length;
}
