import { ArgumentError, type Fits, isMat, type Mat, ShapeError, type ShapeText } from '@adjoint/core';
import { type LossOptions, type Reduced, reduceLosses, requireLossOptions } from './reduction.ts';
import { byClass, bySample } from './weights.ts';

/** A loss of predictions against targets of the same shape, batch x outputs. @throws ShapeError when shapes differ */
export interface Loss<Name extends string, Options extends LossOptions = LossOptions> {
  <R extends number, C extends number, A extends number, B extends number, const O extends LossOptions & Partial<Options> = {}>(
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

/**
 * A loss from its value per entry; `more` names the options that it has beside those of every loss. The shapes must be equal: a target row
 * that broadcast by mistake would go unnoticed.
 */
export function loss<Name extends string, Options extends LossOptions = LossOptions>(
  name: Name,
  each: (predictions: Mat, targets: Mat, options: Partial<Options>) => Mat,
  more: readonly (keyof Options & string)[] = [],
): Loss<Name, Options> {
  return ((predictions: Mat, targets: Mat, options: LossOptions & Partial<Options> = {}) => {
    requireMatrices(name, predictions, targets);
    if (predictions.rows !== targets.rows || predictions.columns !== targets.columns)
      throw new ShapeError(
        name,
        [predictions, targets],
        `predictions and targets must have the same shape${hintFor(predictions, targets)}`,
      );
    requireLossOptions(name, options, more);
    const losses = each(predictions, targets, options);
    return reduceLosses(name, bySample(name, byClass(name, losses, options), options), options);
  }) as Loss<Name, Options>;
}

/** @throws ArgumentError unless both are matrices */
export function requireMatrices(name: string, predictions: Mat, targets: Mat): void {
  if (isMat(predictions) && isMat(targets)) return;
  throw new ArgumentError(
    `${name}: ${isMat(predictions) ? 'targets' : 'predictions'} must be a matrix. Write ${name}(predictions, targets)`,
  );
}

function hintFor(predictions: Mat, targets: Mat): string {
  if (predictions.rows === targets.columns && predictions.columns === targets.rows) return '. Did you mean transpose(targets)?';
  const areLabels = predictions.rows === targets.rows && targets.columns === 1;
  return areLabels ? `. If the targets are labels, write oneHot(targets, ${predictions.columns})` : '';
}
