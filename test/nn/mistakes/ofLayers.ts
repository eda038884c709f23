import { ArgumentError, ShapeError } from '@adjoint/core';
import * as nn from '@adjoint/nn';
import { type Mistake, untyped } from '../../core/mistakes/mistake.ts';

const { ones, sum, zeros } = untyped;
const { dense, dropout, heNormal, layerNorm, parallel, random, relu, residual, sequential } = nn as any;
const x = ones(5, 4);
const net = sequential(dense(4, 3), dropout(0.5), dense(3, 2));
const p = net.initialize(random(1));
const normed = layerNorm(4);

/** Noise of another network, layers that keep no shape where they must, initializers that are none. */
export const mistakesOfLayers: readonly Mistake[] = [
  [
    'a rate that zeroes everything',
    ArgumentError,
    'dropout(1): the rate must be at least 0 and below 1, the share of entries that are zeroed',
    () => dropout(1),
  ],
  [
    'a rate in per cent',
    ArgumentError,
    'dropout(50): the rate must be at least 0 and below 1, the share of entries that are zeroed',
    () => dropout(50),
  ],
  ['noise from a seed', ArgumentError, 'draw: needs a source of random numbers. Write draw(random(42), x.rows)', () => net.draw(42, 5)],
  [
    'noise without rows',
    ArgumentError,
    'draw: rows must be a whole number of at least 1, got undefined. Write draw(random(42), x.rows)',
    () => net.draw(random(1)),
  ],
  [
    'noise for another batch',
    ShapeError,
    'dropout(5x3, 4x3): the noise must have the shape of the batch. Draw it with draw(random, x.rows)',
    () => net.apply(p, x, net.draw(random(1), 4)),
  ],
  [
    'noise of one layer for a network',
    ArgumentError,
    'apply: the noise of this network must be an array of 3, one per layer. Make it with draw(random(seed), x.rows)',
    () => net.apply(p, x, net.draw(random(1), 5)[1]),
  ],
  [
    'noise where nothing is drawn',
    ArgumentError,
    'apply: this layer draws nothing, so its noise is []. Make the noise with net.draw(random(seed), rows)',
    () => net.apply(p, x, [ones(5, 4), ones(5, 3), []]),
  ],
  [
    'noise that is no matrix',
    ArgumentError,
    'apply: the noise of dropout must be a matrix. Make it with draw(random(seed), x.rows)',
    () => net.apply(p, x, [[], 0.5, []]),
  ],
  [
    'dropout of what is no matrix',
    ArgumentError,
    'apply: the batch must be a matrix. Write apply([], x, noise)',
    () => dropout(0.5).apply(x),
  ],
  [
    'a function that adds the rows up',
    ShapeError,
    'sequential(2x3, 1x3): the function at 1 makes 1 rows of 2. A layer keeps the rows of a batch',
    () => sequential(dense(4, 3), (z: any) => sum(z, { axis: 0 }), dense(3, 1)),
  ],
  [
    'a function that returns no matrix',
    ArgumentError,
    'sequential: the function at 1 must return a matrix, as in (x) => mul(x, 2)',
    () => sequential(dense(4, 3), () => 3),
  ],
  [
    'nothing but functions',
    ArgumentError,
    'sequential: nothing here says how many columns it takes. Write sequential(dense(4, 3, sigmoid), dropout(0.5), dense(3, 2))',
    () => sequential(relu, dropout(0.5)),
  ],
  [
    'a layer that does not meet the function before it',
    ShapeError,
    'sequential(3x6, 3x1): layer 2 takes 3 inputs, but the layer before it gives 6. Make the two sizes equal',
    () => sequential(dense(4, 3), (z: any) => untyped.concatColumns(z, z), dense(3, 1)),
  ],
  [
    'a residual layer that changes the size',
    ShapeError,
    'residual(4x3): the layer takes 4 inputs and gives 3: the two must be equal',
    () => residual(dense(4, 3)),
  ],
  [
    'a residual activation',
    ArgumentError,
    'residual: the argument must be a layer of known sizes. Write residual(sequential(dense(4, 3, relu), dense(3, 4)))',
    () => residual(relu),
  ],
  ['nothing side by side', ArgumentError, 'parallel: needs at least one layer', () => parallel()],
  [
    'layers side by side in an array',
    ArgumentError,
    'parallel: argument 0 is no layer of known sizes. Write parallel(dense(4, 3), dense(4, 2)): layers one by one',
    () => parallel([dense(4, 3)]),
  ],
  [
    'layers side by side of other inputs',
    ShapeError,
    'parallel(4x3, 3x3): layer 1 takes 3 inputs, the first takes 4. Make them equal',
    () => parallel(dense(4, 3), dense(3, 3)),
  ],
  [
    'parameters of one layer for several side by side',
    ArgumentError,
    'apply: the parameters of this network must be an array of 2, one per layer. Make them with initialize(random(seed))',
    () => parallel(dense(4, 3), dense(4, 3)).apply(p[0], x),
  ],
  ['a norm of size 0', ShapeError, 'layerNorm(0x0): sizes are whole numbers of at least 1. Write layerNorm(size)', () => layerNorm(0)],
  ['a negative epsilon', ArgumentError, 'layerNorm: epsilon must be at least 0, got -1', () => layerNorm(4, { epsilon: -1 })],
  [
    'parameters of dense for a norm',
    ArgumentError,
    'apply: the parameters of layerNorm must be { gain, bias }. Make them with initialize(random(seed))',
    () => normed.apply({ w: x, b: x }, x),
  ],
  [
    'an initializer by name',
    ArgumentError,
    'dense: weights must be an initializer, got "he". Write dense(4, 3, sigmoid, { weights: heNormal })',
    () => dense(4, 3, relu, { weights: 'he' }),
  ],
  [
    'an initializer under another name',
    ArgumentError,
    'dense: there is no option weight, only weights, bias. Write dense(4, 3, sigmoid, { weights: heNormal })',
    () => dense(4, 3, relu, { weight: heNormal }),
  ],
  [
    'an initializer without its name',
    ArgumentError,
    'dense: the options must be an object, got a function. Write dense(4, 3, sigmoid, { weights: heNormal })',
    () => dense(4, 3, relu, heNormal),
  ],
  [
    'an initializer that makes another shape',
    ShapeError,
    'initialize(3x4): the initializer was asked for 4x3. Use the rows and columns it is given',
    () => dense(4, 3, relu, { weights: () => zeros(3, 4) }).initialize(random(1)),
  ],
  [
    'an initializer that makes no matrix',
    ArgumentError,
    'initialize: an initializer must return a matrix. Write (rows, columns, random) => ...',
    () => dense(4, 3, relu, { weights: () => 0 }).initialize(random(1)),
  ],
];
