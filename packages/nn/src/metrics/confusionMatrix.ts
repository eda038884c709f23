import { ArgumentError, type Mat, matrix } from '@adjoint/core';
import { requireOptions } from '../requireOptions.ts';
import { labelsOf, type SameRows } from './labels.ts';

export interface MetricOptions {
  /** how many classes there are; unless given, the columns, or of labels one more than the largest */
  readonly classes?: number;
}

/**
 * How often each class (row) was taken for each class (column): classes x classes. Predictions and targets are each batch x classes, of which
 * the largest entry of a row counts, or one column of labels from 0. @throws ShapeError when rows differ; ArgumentError on a label beyond the classes
 */
export function confusionMatrix<R extends number, C extends number, A extends number, B extends number>(
  predictions: Mat<R, C>,
  targets: SameRows<'confusionMatrix', R, C, A, B>,
  options: MetricOptions = {},
): Mat {
  return confusionOf('confusionMatrix', predictions, targets as Mat, options);
}

/** The same, asked by another metric. */
export function confusionOf(metric: string, predictions: Mat, targets: Mat, options: MetricOptions): Mat {
  const { predicted, actual, classes: found } = labelsOf(metric, predictions, targets);
  requireOptions(metric, options, `Write ${metric}(predictions, targets, { classes: 10 })`);
  const { classes = found } = options;
  if (!Number.isSafeInteger(classes) || classes < found)
    throw new ArgumentError(
      `${metric}: classes must be a whole number of at least ${found}, which the labels need, got ${String(classes)}`,
    );
  const counts = new Float64Array(classes * classes);
  actual.forEach((label, i) => {
    counts[label * classes + predicted[i]!]! += 1;
  });
  return matrix.of(classes, classes, counts);
}
