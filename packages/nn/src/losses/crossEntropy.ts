import {
  add,
  div,
  type Fits,
  log,
  logSoftmax,
  type Mat,
  mul,
  mulZero,
  neg,
  oneHot,
  ShapeError,
  type ShapeText,
  sum,
  ArgumentError,
} from '@adjoint/core';
import { requireMatrices } from './loss.ts';
import { type LossOptions, type Reduced, reduceLosses, requireLossOptions } from './reduction.ts';
import { byClass, bySample } from './weights.ts';

/** Of a loss over classes, the columns. */
export interface CrossEntropyOptions extends LossOptions {
  /** ε, from 0 to 1: targets become (1 - ε) y + ε / classes (Szegedy et al. 2016) */
  readonly labelSmoothing?: number;
}

/**
 * A loss of predictions (batch x classes) against targets of the same shape, one-hot or any probabilities, or against labels: one column of
 * whole numbers from 0. One loss per row, so 'batchMean' and 'mean' are the same; but as in PyTorch 'mean' with labels and class weights
 * divides by the weights of the labels' classes instead of the number of rows. @throws ShapeError when shapes do not fit
 */
export interface CrossEntropy<Name extends string> {
  <R extends number, C extends number, A extends number, B extends number, const O extends CrossEntropyOptions = {}>(
    predictions: Mat<R, C>,
    targets: Fits<
      R,
      A,
      Fits<C, B, Mat<A, B>, Fits<B, 1, Mat<A, B>, `${Name}: predictions are ${ShapeText<R, C>}, targets ${ShapeText<A, B>}`>>,
      `${Name}: predictions are ${ShapeText<R, C>}, targets ${ShapeText<A, B>}`
    >,
    options?: O,
  ): Reduced<O, R, 1>;
}

function overClasses<Name extends string>(name: Name, logOf: (predictions: Mat) => Mat): CrossEntropy<Name> {
  return ((predictions: Mat, targets: Mat, options: CrossEntropyOptions = {}) => {
    requireMatrices(name, predictions, targets);
    if (predictions.columns === 1)
      throw new ShapeError(name, [predictions, targets], `one column is one class, always certain. Write ${name.replace('c', 'binaryC')}`);
    const areLabels = targets.columns === 1;
    if (predictions.rows !== targets.rows || (predictions.columns !== targets.columns && !areLabels))
      throw new ShapeError(
        name,
        [predictions, targets],
        `targets must be ${predictions.rows}x${predictions.columns}, or ${predictions.rows}x1 labels${hintFor(predictions, targets)}`,
      );
    requireLossOptions(name, options, ['labelSmoothing']);
    const classes = predictions.columns;
    const y = areLabels ? (oneHot(targets, classes) as Mat) : targets;
    const entries = neg(mulZero(smoothed(name, y, options), logOf(predictions)));
    const rows = bySample(name, sum(byClass(name, entries, options), { axis: 1 }), options);
    if (options.reduction !== 'mean' || !areLabels || options.classWeights === undefined) return reduceLosses(name, rows, options);
    return div(sum(rows), sum(mul(y, options.classWeights)));
  }) as CrossEntropy<Name>;
}

function smoothed(name: string, y: Mat, { labelSmoothing = 0 }: CrossEntropyOptions): Mat {
  if (typeof labelSmoothing !== 'number' || !(labelSmoothing >= 0 && labelSmoothing <= 1))
    throw new ArgumentError(`${name}: labelSmoothing must be a number from 0 to 1, got ${String(labelSmoothing)}`);
  return labelSmoothing === 0 ? y : add(mul(1 - labelSmoothing, y), labelSmoothing / y.columns);
}

const hintFor = (predictions: Mat, targets: Mat): string =>
  predictions.rows === targets.columns && (predictions.columns === targets.rows || targets.rows === 1)
    ? '. Did you mean transpose(targets)?'
    : '';

/** -Σ y log p of probabilities p, each row of which adds up to 1; 0 log 0 is 0. Of a softmax, `crossEntropyWithLogits` is the accurate one. */
export const crossEntropy: CrossEntropy<'crossEntropy'> = overClasses('crossEntropy', log);

/** The same from logits z, with p = softmax(z): -Σ y logSoftmax(z), finite for all finite z. */
export const crossEntropyWithLogits: CrossEntropy<'crossEntropyWithLogits'> = overClasses('crossEntropyWithLogits', (z) => logSoftmax(z));
