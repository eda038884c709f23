import { ArgumentError, type Fits, isMat, type Mat, ShapeError, type ShapeText } from '@adjoint/core';
import { type LossOptions, type Reduced, reduceLosses } from './reduction.ts';

/** A loss of predictions against targets of the same shape, batch x outputs. */
export interface Loss<Name extends string> {
  <R extends number, C extends number, A extends number, B extends number, const O extends LossOptions = {}>(
    predictions: Mat<R, C>,
    targets: Fits<
      R,
      A,
      Fits<C, B, Mat<A, B>, `${Name}: predictions are ${ShapeText<R, C>}, targets ${ShapeText<A, B>}`>,
      `${Name}: predictions are ${ShapeText<R, C>}, targets ${ShapeText<A, B>}`
    >,
    options?: O,
  ): Reduced<O, R, C>;
}

/** A loss from its value per entry. The shapes must be equal: a target row that broadcast by mistake would go unnoticed. */
export function loss<Name extends string>(name: Name, each: (predictions: Mat, targets: Mat) => Mat): Loss<Name> {
  return ((predictions: Mat, targets: Mat, options: LossOptions = {}) => {
    if (!isMat(predictions) || !isMat(targets))
      throw new ArgumentError(
        `${name}: ${isMat(predictions) ? 'targets' : 'predictions'} must be a matrix. Write ${name}(predictions, targets)`,
      );
    if (predictions.rows !== targets.rows || predictions.columns !== targets.columns)
      throw new ShapeError(
        name,
        [predictions, targets],
        `predictions and targets must have the same shape${hintFor(predictions, targets)}`,
      );
    return reduceLosses(name, each(predictions, targets), options);
  }) as Loss<Name>;
}

function hintFor(predictions: Mat, targets: Mat): string {
  if (predictions.rows === targets.columns && predictions.columns === targets.rows) return '. Did you mean transpose(targets)?';
  const areLabels = predictions.rows === targets.rows && targets.columns === 1;
  return areLabels ? `. If the targets are labels, write oneHot(targets, ${predictions.columns})` : '';
}
