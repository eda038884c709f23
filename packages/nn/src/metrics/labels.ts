import { ArgumentError, type Fits, isMat, type Mat, ShapeError, type ShapeText } from '@adjoint/core';

/** Targets of as many rows as the predictions. */
export type SameRows<Name extends string, R extends number, C extends number, A extends number, B extends number> = Fits<
  R,
  A,
  Mat<A, B>,
  `${Name}: predictions are ${ShapeText<R, C>}, targets ${ShapeText<A, B>}: rows differ`
>;

/** What was predicted and what is true of each row: classes counted from 0. */
export interface Labels {
  readonly predicted: readonly number[];
  readonly actual: readonly number[];
  /** how many classes there are as far as the shapes or the labels tell */
  readonly classes: number;
}

/**
 * Labels of predictions and targets, each a column of labels, or batch x classes: then the label is the column of the largest entry, the first
 * of equals. @throws ShapeError when rows or numbers of classes differ; ArgumentError on a column that does not hold labels
 */
export function labelsOf(metric: string, predictions: Mat, targets: Mat): Labels {
  if (!isMat(predictions) || !isMat(targets))
    throw new ArgumentError(
      `${metric}: ${isMat(predictions) ? 'targets' : 'predictions'} must be a matrix. Write ${metric}(predictions, targets)`,
    );
  if (predictions.rows !== targets.rows)
    throw new ShapeError(metric, [predictions, targets], 'predictions and targets must have as many rows');
  const widths = [predictions.columns, targets.columns].filter((columns) => columns > 1);
  if (widths.length === 2 && widths[0] !== widths[1])
    throw new ShapeError(metric, [predictions, targets], 'predictions and targets must have as many columns, or be one column of labels');
  const [predicted, actual] = [rowLabels(metric, 'predictions', predictions), rowLabels(metric, 'targets', targets)];
  return { predicted, actual, classes: widths[0] ?? largest([...predicted, ...actual]) + 1 };
}

const largest = (labels: readonly number[]): number => labels.reduce((a, b) => Math.max(a, b), 0);

function rowLabels(metric: string, what: string, x: Mat): readonly number[] {
  if (x.columns > 1) return x.toArray().map((row, i) => columnOfLargest(metric, what, row, i));
  return x.toArray().map(([label], i) => {
    if (Number.isInteger(label) && label! >= 0) return label!;
    throw new ArgumentError(
      `${metric}: row ${i} of the ${what} holds ${label}, which is no label: a whole number from 0. Of probabilities of one class write greater(p, 0.5)`,
    );
  });
}

function columnOfLargest(metric: string, what: string, row: readonly number[], i: number): number {
  if (row.some((entry) => Number.isNaN(entry))) throw new ArgumentError(`${metric}: row ${i} of the ${what} holds NaN`);
  return row.reduce((best, entry, j) => (entry > row[best]! ? j : best), 0);
}
