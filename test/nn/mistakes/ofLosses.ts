import { ArgumentError, ShapeError } from '@adjoint/core';
import * as nn from '@adjoint/nn';
import { type Mistake, untyped } from '../../core/mistakes/mistake.ts';

const { matrix, ones, transpose, zeros } = untyped;
const { accuracy, confusionMatrix, crossEntropy, crossEntropyWithLogits, huber, meanSquaredError, precision } = nn as any;
const p = ones(5, 3);
const labels = zeros(5, 1);

/** Targets that do not fit, weights of other sizes, options that are none; labels that are no labels. */
export const mistakesOfLosses: readonly Mistake[] = [
  ['targets of other classes', ShapeError, 'crossEntropy(5x3, 5x2): targets must be 5x3, or 5x1 labels', () => crossEntropy(p, ones(5, 2))],
  [
    'the probability of one class',
    ShapeError,
    'crossEntropy(5x1, 5x1): one column is one class, always certain. Write binaryCrossEntropy',
    () => crossEntropy(labels, labels),
  ],
  [
    'the logits of one class',
    ShapeError,
    'crossEntropyWithLogits(5x1, 5x1): one column is one class, always certain. Write binaryCrossEntropyWithLogits',
    () => crossEntropyWithLogits(labels, labels),
  ],
  [
    'labels in a row',
    ShapeError,
    'crossEntropyWithLogits(5x3, 1x5): targets must be 5x3, or 5x1 labels. Did you mean transpose(targets)?',
    () => crossEntropyWithLogits(p, transpose(labels)),
  ],
  [
    'labels that count from 1',
    ArgumentError,
    'oneHot: row 0 of the indices holds 3, which is not a whole number from 0 to 2. If yours count from 1, write sub(indices, 1)',
    () => crossEntropyWithLogits(p, matrix([[3], [1], [2], [1], [1]])),
  ],
  [
    'a number as labels',
    ArgumentError,
    'crossEntropy: targets must be a matrix. Write crossEntropy(predictions, targets)',
    () => crossEntropy(p, 2),
  ],
  [
    'smoothing in per cent',
    ArgumentError,
    'crossEntropy: labelSmoothing must be a number from 0 to 1, got 10',
    () => crossEntropy(p, labels, { labelSmoothing: 10 }),
  ],
  [
    'an option of another loss',
    ArgumentError,
    'meanSquaredError: there is no option delta, only reduction, sampleWeights, classWeights',
    () => meanSquaredError(p, p, { delta: 1 }),
  ],
  [
    'an option that is misspelt',
    ArgumentError,
    'huber: there is no option sampleWeight, only reduction, sampleWeights, classWeights, delta',
    () => huber(p, p, { sampleWeight: labels }),
  ],
  ['a delta of 0', ArgumentError, 'huber: delta must be a positive number, got 0', () => huber(p, p, { delta: 0 })],
  [
    'weights of samples in a row',
    ShapeError,
    'meanSquaredError(5x3, 1x5): sampleWeights must be 5x1, one weight per row. Did you mean transpose(sampleWeights)?',
    () => meanSquaredError(p, p, { sampleWeights: ones(1, 5) }),
  ],
  [
    'weights of other classes',
    ShapeError,
    'crossEntropy(5x3, 1x2): classWeights must be 1x3, one weight per column',
    () => crossEntropy(p, labels, { classWeights: ones(1, 2) }),
  ],
  [
    'weights in an array',
    ArgumentError,
    'crossEntropy: classWeights must be a matrix, 1x3, one weight per column',
    () => crossEntropy(p, labels, { classWeights: [1, 2, 3] }),
  ],
  [
    'another reduction of cross-entropy',
    ArgumentError,
    'crossEntropy: reduction must be one of batchMean, mean, sum, none, got average',
    () => crossEntropy(p, labels, { reduction: 'average' }),
  ],
  [
    'a metric of other rows',
    ShapeError,
    'accuracy(5x3, 4x1): predictions and targets must have as many rows',
    () => accuracy(p, zeros(4, 1)),
  ],
  [
    'a metric of other classes',
    ShapeError,
    'accuracy(5x3, 5x2): predictions and targets must have as many columns, or be one column of labels',
    () => accuracy(p, zeros(5, 2)),
  ],
  [
    'probabilities as labels',
    ArgumentError,
    'accuracy: row 0 of the predictions holds 0.3, which is no label: a whole number from 0. Of probabilities of one class write greater(p, 0.5)',
    () => accuracy(matrix([[0.3]]), matrix([[1]])),
  ],
  [
    'a prediction that is NaN',
    ArgumentError,
    'confusionMatrix: row 0 of the predictions holds NaN',
    () => confusionMatrix(matrix([[1, NaN]]), matrix([[1]])),
  ],
  [
    'a metric without targets',
    ArgumentError,
    'precision: targets must be a matrix. Write precision(predictions, targets)',
    () => precision(p),
  ],
  [
    'fewer classes than there are',
    ArgumentError,
    'confusionMatrix: classes must be a whole number of at least 3, which the labels need, got 2',
    () => confusionMatrix(p, labels, { classes: 2 }),
  ],
  [
    'an unknown average',
    ArgumentError,
    'precision: average must be one of macro, micro, none, got weighted',
    () => precision(p, labels, { average: 'weighted' }),
  ],
];
