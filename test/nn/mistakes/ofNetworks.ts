import { ArgumentError, RecordingError, ShapeError } from '@adjoint/core';
import * as nn from '@adjoint/nn';
import { type Mistake, untyped } from '../../core/mistakes/mistake.ts';

const { item, named, ones, scalar, square } = untyped;
const { binaryCrossEntropy, decodeIdx, dense, meanSquaredError, minimize, random, sequential } = nn as any;
const x = named('x', ones(5, 4));
const layer = dense(4, 3);
const parameters = layer.initialize(random(1));

/** Layers that do not meet, losses of other shapes, what cannot be minimized. */
export const mistakesOfNetworks: readonly Mistake[] = [
  [
    'layers that do not meet',
    ShapeError,
    'sequential(4x3, 5x2): layer 1 takes 5 inputs, but the layer before it gives 3. Make the two sizes equal',
    () => sequential(dense(4, 3), dense(5, 2)),
  ],
  [
    'layers in an array',
    ArgumentError,
    'sequential: argument 0 is no layer. Write sequential(dense(4, 3, sigmoid), dropout(0.5), dense(3, 2)): layers one by one',
    () => sequential([dense(4, 3), dense(3, 2)]),
  ],
  [
    'an activation between layers by its name',
    ArgumentError,
    'sequential: argument 1 is no layer. Write sequential(dense(4, 3, sigmoid), dropout(0.5), dense(3, 2)): layers one by one',
    () => sequential(dense(4, 3), 'sigmoid'),
  ],
  [
    'a layer of size 0',
    ShapeError,
    'dense(0x3): sizes are whole numbers of at least 1. Write dense(inputs, outputs, activation)',
    () => dense(0, 3),
  ],
  [
    'a layer without outputs',
    ShapeError,
    'dense(4xundefined): sizes are whole numbers of at least 1. Write dense(inputs, outputs, activation)',
    () => dense(4),
  ],
  [
    'an activation by name',
    ArgumentError,
    'dense: the activation must be a function, got "relu". Write dense(4, 3, sigmoid)',
    () => dense(4, 3, 'relu'),
  ],
  [
    'parameters from a seed',
    ArgumentError,
    'initialize: needs a source of random numbers. Write initialize(random(42))',
    () => layer.initialize(42),
  ],
  [
    'parameters from nothing',
    ArgumentError,
    'initialize: needs a source of random numbers. Write initialize(random(42))',
    () => layer.initialize(),
  ],
  [
    'a batch of other columns',
    ShapeError,
    'apply(2x3): this layer takes 4 inputs, x has 3 columns',
    () => layer.apply(parameters, ones(2, 3)),
  ],
  [
    'a batch that is transposed',
    ShapeError,
    'apply(4x5): this layer takes 4 inputs, x has 5 columns. Did you mean transpose(x)?',
    () => layer.apply(parameters, ones(4, 5)),
  ],
  [
    'a batch of rows that are arrays',
    ArgumentError,
    'apply: the batch must be a matrix. Write net.apply(parameters, x)',
    () => layer.apply(parameters, [[1, 2, 3, 4]]),
  ],
  [
    'a batch before the parameters',
    ArgumentError,
    'apply: the batch must be a matrix. Write net.apply(parameters, x)',
    () => layer.apply(x, parameters),
  ],
  [
    'no parameters',
    ArgumentError,
    'apply: the parameters of a dense layer must be { w, b }. Make them with initialize(random(seed))',
    () => layer.apply(undefined, x),
  ],
  [
    'parameters of one layer for a network',
    ArgumentError,
    'apply: the parameters of this network must be an array of 2, one per layer. Make them with initialize(random(seed))',
    () => sequential(dense(4, 3), dense(3, 1)).apply(parameters, x),
  ],
  [
    'targets of another shape',
    ShapeError,
    'meanSquaredError(x: 5x4, 4x4): predictions and targets must have the same shape',
    () => meanSquaredError(x, ones(4, 4)),
  ],
  [
    'targets that are transposed',
    ShapeError,
    'meanSquaredError(x: 5x4, 4x5): predictions and targets must have the same shape. Did you mean transpose(targets)?',
    () => meanSquaredError(x, ones(4, 5)),
  ],
  [
    'labels as targets',
    ShapeError,
    'binaryCrossEntropy(x: 5x4, 5x1): predictions and targets must have the same shape. If the targets are labels, write oneHot(targets, 4)',
    () => binaryCrossEntropy(x, ones(5, 1)),
  ],
  [
    'a number as target',
    ArgumentError,
    'meanSquaredError: targets must be a matrix. Write meanSquaredError(predictions, targets)',
    () => meanSquaredError(x, 1),
  ],
  [
    'no targets',
    ArgumentError,
    'binaryCrossEntropy: targets must be a matrix. Write binaryCrossEntropy(predictions, targets)',
    () => binaryCrossEntropy(x),
  ],
  [
    'an unknown reduction',
    ArgumentError,
    'meanSquaredError: reduction must be one of batchMean, mean, sum, none, got average',
    () => meanSquaredError(x, x, { reduction: 'average' }),
  ],
  [
    'a reduction without its name',
    ArgumentError,
    'meanSquaredError: the options must be an object, got "mean". Write { reduction: \'mean\' }',
    () => meanSquaredError(x, x, 'mean'),
  ],
  [
    'an unknown method',
    ArgumentError,
    'minimize: method must be one of tnc, gradientDescent, cg, lbfgs, lbfgsb, levenbergMarquardt, got adam',
    () => minimize(square, scalar(1), { method: 'adam' }),
  ],
  [
    'a method without its name',
    ArgumentError,
    "minimize: the options must be an object. Write { method: 'tnc', maxEvaluations: 300 }",
    () => minimize(square, scalar(1), 'tnc'),
  ],
  [
    'a loss that is a matrix',
    ShapeError,
    "minimize(5x4): the function must return a 1x1 matrix, it returned 5x4. Reduce it with sum or mean, or fit residuals with { method: 'levenbergMarquardt' }",
    () => minimize(square, x),
  ],
  [
    'a loss that is a number',
    RecordingError,
    'compile: a value that depends on the input %0 (1x1) was read while only its shape is known. Under compile, customVjp, minimize and record there are no numbers yet: choose with where(mask, a, b), or return the value and read it outside',
    () => minimize((p: any) => item(square(p)), scalar(3)),
  ],
  [
    'a loss without return',
    ArgumentError,
    'minimize: the function must return a 1x1 matrix, it returned undefined. Return the loss itself, without item or at',
    () => minimize(() => undefined, scalar(3)),
  ],
  [
    'an async loss',
    ArgumentError,
    'minimize: got a Promise, because the function is async. Await what it needs before minimize',
    () => minimize(async (p: any) => square(p), scalar(3)),
  ],
  [
    'a loss that is no function',
    ArgumentError,
    'minimize: the first argument must be a function of the parameters. Write minimize((p) => loss(p, x, y), p0)',
    () => minimize(square(scalar(1)), scalar(3)),
  ],
  [
    'a number to start from',
    ArgumentError,
    'minimize: the parameters: expected a matrix, or an array or plain object of matrices, got the number 3. Wrap it with scalar(v)',
    () => minimize(square, 3),
  ],
  [
    'nothing to start from',
    ArgumentError,
    'minimize: the parameters: expected a matrix, or an array or plain object of matrices, got undefined. Is an argument missing?',
    () => minimize(square),
  ],
  [
    'no evaluations',
    ArgumentError,
    'minimize: maxEvaluations is 0: it must be a whole number of at least 1, or Infinity',
    () => minimize(square, scalar(3), { maxEvaluations: 0 }),
  ],
  [
    'a negative tolerance',
    ArgumentError,
    'minimize: gradientTolerance is -1: it must be at least 0',
    () => minimize(square, scalar(3), { gradientTolerance: -1 }),
  ],
  [
    'a name where the bytes of a file belong',
    ArgumentError,
    'train-images: expected its bytes, a Uint8Array, got string. In Node give readFileSync(path)',
    () => decodeIdx('train-images', 'train-images'),
  ],
];
