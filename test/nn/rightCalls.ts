import { type Mat, matrix, scalar, square, sum } from '@adjoint/core';
import * as nn from '@adjoint/nn';

const x = matrix([
  [1, 2],
  [3, 4],
]);
const p = matrix([
  [0.25, 0.75],
  [0.5, 0.5],
]);
const labels = matrix([[0], [1]]);
const classWeights = matrix([[1, 2]]);

const source = nn.random(1);
const net = nn.dense(2, 2, nn.sigmoid);
const cell = nn.gru(2, 3);
const data = nn.batches(x, p, { size: 1 });
const rate = nn.constantRate(0.1);
const training = {
  loss: (parameters: ReturnType<typeof net.initialize>, given: Mat, wanted: Mat) =>
    nn.meanSquaredError(net.apply(parameters, given as never) as Mat, wanted),
  optimizer: nn.adam(),
  parameters: net.initialize(source),
  batches: data,
  epochs: 1,
  seed: 1,
  validation: data,
  signal: { aborted: false },
};
const { state } = await nn.fit(training);
const loss = (w: Mat) => sum(square(w));
const stop = () => 'stop';
const architecture = { architecture: { activation: 'tanh' } };
const keeping = { ...architecture, nonFinite: 'allow' };

const npy = nn.encodeNpy(x);
const opened = await nn.npyRows({ size: npy.length, read: async (from, to) => npy.slice(from, to) }, 'file')();
const rows = opened._tag === 'Right' ? opened.right : undefined;
const csv = new TextEncoder().encode('1,2\n3,4\n');
const form = { header: false, delimiter: ',', lastLineBreak: 'required', numberOf: Number };
const output = { write: () => true, isTTY: true };
const now = () => 1;

const drawers = ['glorotNormal', 'glorotUniform', 'heNormal', 'heUniform', 'orthogonal'] as const;
const losses = [
  'binaryCrossEntropy',
  'binaryCrossEntropyWithLogits',
  'hinge',
  'klDivergence',
  'meanAbsoluteError',
  'meanSquaredError',
] as const;
const classLosses = ['crossEntropy', 'crossEntropyWithLogits'] as const;
const activations = ['elu', 'gelu', 'leakyRelu', 'relu', 'sigmoid', 'silu', 'softmax', 'softplus', 'tanh', 'identity'] as const;
const common = { learningRate: 0.1 };
const betas = { ...common, beta1: 0.5, beta2: 0.5 };

/** The same with a prototype: no options, so only replaced as a whole. What its methods give is its own affair. */
const whole = (x: object | undefined): object => Object.assign(Object.create({}) as object, x);

/** Every public function that takes arguments, with some that are right, each option given. */
export const rightCalls: readonly (readonly [name: string, ...right: readonly unknown[]])[] = [
  ...activations.map((name) => [name, x] as const),
  ['dense', 2, 3, nn.tanh, { weights: nn.heNormal, bias: nn.zeros }],
  ['dropout', 0.5],
  ['layer', { inputs: 2, outputs: 2, initialize: () => [], draw: () => [], apply: (_: unknown, given: Mat) => given }],
  ['layerNorm', 2, { epsilon: 1e-5 }],
  ['parallel', net, net],
  ['residual', net],
  ['sequential', net, nn.dropout(0.5), nn.relu],

  ['attention', x, x, x, { causal: true }],
  ['embedding', 3, 2, { weights: nn.uniform(0, 1) }],
  ['gru', 2, 3],
  ['lstm', 2, 3],
  ['multiHeadAttention', 4, 2, { causal: true }],
  ['rnn', 2, 3, nn.tanh],
  ['unroll', cell, cell.initialize(source), [x, x], cell.start(2)],

  ...drawers.map((name) => [name, 2, 3, source] as const),
  ['normal', 0, 1],
  ['uniform', 0, 1],
  ['zeros', 2, 3],

  ...losses.map((name) => [name, p, p, { reduction: 'mean', sampleWeights: labels, classWeights }] as const),
  ...classLosses.map((name) => [name, p, labels, { reduction: 'mean', labelSmoothing: 0.1, sampleWeights: labels, classWeights }] as const),
  ['huber', p, p, { delta: 2 }],
  ['l2', [x], 0.1],
  ['accuracy', p, labels],
  ['confusionMatrix', p, labels, { classes: 3 }],
  ...(['f1', 'precision', 'recall'] as const).map((name) => [name, p, labels, { classes: 3, average: 'micro' }] as const),

  [
    'minimize',
    loss,
    x,
    { method: 'lbfgsb', maxEvaluations: 5, maxSeconds: 1, memory: 2, bounds: { lower: 0, upper: x }, onIteration: stop },
  ],
  [
    'iterations',
    loss,
    x,
    { method: 'tnc', maxEvaluations: 5, maxIterations: 5, maxInnerSteps: 3, gradientTolerance: 1, valueTolerance: 1 },
  ],

  ['adagrad', { ...common, learningRateDecay: 1, initialAccumulator: 1, epsilon: 1 }],
  ['adam', { ...betas, epsilon: 1, amsgrad: true }],
  ['adamW', { ...betas, epsilon: 1, amsgrad: true, weightDecay: 1 }],
  ['clipByNorm', nn.adam(), 1],
  ['clipByValue', nn.adam(), 1],
  ['decoupledWeightDecay', nn.adam(), 1],
  ['gradientDescent', common],
  ['lion', { ...betas, weightDecay: 1 }],
  ['momentum', { ...common, momentum: 0.5, dampening: 0.5 }],
  ['nesterov', { ...common, momentum: 0.5 }],
  [
    'optimizer',
    { initialize: () => ({ learningRate: scalar(1) }), update: (_: Mat, memory: object, parameters: Mat) => ({ parameters, memory }) },
  ],
  ['rmsProp', common],
  ['weightDecay', nn.adam(), 1],

  ['constantRate', 1],
  ['cosineDecay', { ...common, steps: 3, least: 0 }],
  ['exponentialDecay', { ...common, factor: 0.5 }],
  ['oneCycle', { ...common, steps: 3, rising: 0.3, startDivisor: 2, endDivisor: 2 }],
  ['onPlateau', { factor: 0.5, patience: 1, threshold: 1, cooldown: 1, least: 1 }],
  ['stepDecay', { ...common, every: 1, factor: 0.5 }],
  ['warmUp', rate, { steps: 1, startFactor: 0.5 }],

  ['batches', x, p, { size: 1, shuffle: true }],
  ['fit', { ...training, from: state, schedule: rate, metrics: { one: () => 1 }, monitor: () => 1, epochs: 2, onStep: stop }],
  ['fit', { ...training, draw: () => [], schedule: nn.onPlateau(), earlyStopping: { patience: 1, minimumDecrease: 0 } }],
  ['train', { ...training, checkpoint: { through: <S>(start: (kept: undefined) => AsyncIterable<S>) => start(undefined) } }],
  ['progressBar', output, { total: 3, now }],
  ['splitRows', x, p, { validation: 0.5, random: source }],
  ['trainingBar', output, { epochs: 3, batches: data, now }],

  ['fromState', source.state],
  ['numpyRandom', 1],
  ['random', 1],
  ['split', whole(source), 2],

  ['csvBatches', [csv], 'file', 2, form],
  ['decodeCsv', csv, 'file', form],
  ['decodeIdx', new Uint8Array([0, 0, 8, 1, 0, 0, 0, 1, 5]), 'file'],
  ['decodeMatlab', new Uint8Array(128), 'file'],
  ['decodeNpy', npy, 'file'],
  ['decodeNpz', nn.encodeNpz({ x }), 'file'],
  ['decodeSafetensors', nn.encodeSafetensors({ x }), 'file'],
  ['encodeNpy', { sizes: [2], values: new Float64Array(2) }],
  ['encodeNpz', { x }],
  ['encodeSafetensors', { x }, { author: 'me' }],
  ['numberIn', '1'],
  ['npyBatches', whole(rows), 1, [0, 1]],
  ['npyRows', { size: npy.length, read: async () => npy }, 'file'],
  ['toMatrix', { sizes: [2], values: new Float64Array(2) }],
  ['zipBatches', { x: [x], y: [p] }],

  ['decodeModel', nn.encodeModel([x], architecture), 'file', [x], architecture],
  ['decodeState', nn.encodeState(state, architecture), 'file', architecture],
  ['encodeModel', [x], keeping],
  ['encodeState', state, keeping],
  ['standardize.fit', x],
  ['standardize.apply', x, nn.standardize.fit(x)],
  ['standardize.invert', x, nn.standardize.fit(x)],
];
