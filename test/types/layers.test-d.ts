import { concatColumns, type Mat, matmul, mul, type Scalar, slice, zeros } from '@adjoint/core';
import {
  accuracy,
  type Activation,
  attention,
  type AttentionParams,
  confusionMatrix,
  crossEntropy,
  crossEntropyWithLogits,
  dense,
  type DenseParams,
  dropout,
  embedding,
  type EmbeddingParams,
  f1,
  type GateParams,
  gru,
  huber,
  type Initializer,
  type Layer,
  layer,
  layerNorm,
  type LayerNormParams,
  leakyRelu,
  lstm,
  multiHeadAttention,
  normal,
  parallel,
  random,
  recall,
  relu,
  residual,
  rnn,
  sequential,
  softmax,
  unroll,
} from '@adjoint/nn';
import { expectTypeOf } from 'vitest';

// Checked by tsc, never run: the types of layers, of their noise, of losses over classes, of metrics and of cells.

declare const u: Mat;
declare const x: Mat<50, 4>;

// functions, dropout and layers in a row: sizes go through what keeps the shape
const net = sequential(dense(4, 3), relu, dropout(0.5), dense(3, 2), softmax);
expectTypeOf(net.outputs).toEqualTypeOf<2>();
expectTypeOf(net.initialize(random(1))).toEqualTypeOf<
  readonly [DenseParams<4, 3>, readonly [], readonly [], DenseParams<3, 2>, readonly []]
>();
expectTypeOf(net.draw(random(1), 50)).toEqualTypeOf<readonly [readonly [], readonly [], Mat, readonly [], readonly []]>();
expectTypeOf(net.apply(net.initialize(random(1)), x, net.draw(random(1), 50))).toEqualTypeOf<Mat<50, 2>>();
expectTypeOf(sequential(relu, dropout(0.1), dense(4, 3)).inputs).toEqualTypeOf<4>();
expectTypeOf(sequential(dense(4, 3), leakyRelu, (z) => mul(z, 2)).inputs).toEqualTypeOf<4>();
expectTypeOf(sequential(dense(4, 3), (z: Mat<number, 3>) => slice(z, { columns: [0, 2] })).outputs).toEqualTypeOf<2>();
expectTypeOf(sequential(dense(4, 3), (z: Mat) => matmul(z, zeros(3, 9))).outputs).toEqualTypeOf<9>();
expectTypeOf(sequential(dense(4, 3), (z: Mat) => concatColumns(z, z)).outputs).toEqualTypeOf<number>();
// a network is a layer of its parameters and sizes, whatever it draws
expectTypeOf(net).toExtend<Layer<ReturnType<typeof net.initialize>, 4, 2>>();

// blocks
const block = residual(sequential(layerNorm(3), dense(3, 5, relu), dense(5, 3), dropout(0.1)));
expectTypeOf(block.initialize(random(1))).toEqualTypeOf<readonly [LayerNormParams<3>, DenseParams<3, 5>, DenseParams<5, 3>, readonly []]>();
expectTypeOf(block.draw(random(1), 5)[3]).toEqualTypeOf<Mat>();
const two = parallel(dense(4, 2), sequential(dense(4, 8), relu), dense(4, 100));
expectTypeOf(two.outputs).toEqualTypeOf<110>();
expectTypeOf(two.initialize(random(1))[1][0]).toEqualTypeOf<DenseParams<4, 8>>();
const noisy = layer({
  inputs: 3,
  outputs: 3,
  initialize: () => ({ s: zeros(1, 3) }),
  draw: (source, rows) => ({ factor: source.normal(rows, 3, 1, 0.1).value }),
  apply: ({ s }, batch, noise) => mul(noise === undefined ? batch : (mul(batch as Mat, noise.factor) as typeof batch), s),
});
expectTypeOf(noisy.draw(random(1), 7)).toEqualTypeOf<{ factor: Mat<number, 3> }>();
expectTypeOf(sequential(dense(4, 3), noisy).draw(random(1), 7)).toEqualTypeOf<readonly [readonly [], { factor: Mat<number, 3> }]>();
expectTypeOf(dense(4, 3).draw(random(1), 2)).toEqualTypeOf<readonly []>();
// layers whose sizes are generic
export const perceptron = <In extends number, Hidden extends number>(inputs: In, hidden: Hidden) =>
  sequential(dense(inputs, hidden), relu, dropout(0.5), dense(hidden, 1));
expectTypeOf(perceptron(4, 3).apply(perceptron(4, 3).initialize(random(1)), x)).toEqualTypeOf<Mat<50, 1>>();
export const own: Activation = (z) => mul(z, 3) as typeof z;
export const scaled: Initializer = (rows, columns, source) => normal(0, 0.01)(rows, columns, source);

// losses and metrics
const labels = zeros(50, 1);
expectTypeOf(crossEntropy(zeros(50, 3), labels)).toEqualTypeOf<Scalar>();
expectTypeOf(crossEntropyWithLogits(zeros(50, 3), zeros(50, 3), { reduction: 'none' })).toEqualTypeOf<Mat<50, 1>>();
expectTypeOf(crossEntropyWithLogits(u, labels, { labelSmoothing: 0.1, sampleWeights: labels })).toEqualTypeOf<Scalar>();
expectTypeOf(huber(x, u, { delta: 2, reduction: 'none' })).toEqualTypeOf<Mat<50, 4>>();
expectTypeOf(accuracy(zeros(50, 3), labels)).toEqualTypeOf<number>();
expectTypeOf(confusionMatrix(u, labels)).toEqualTypeOf<Mat>();
expectTypeOf(recall(u, labels, { average: 'none' })).toEqualTypeOf<readonly number[]>();
expectTypeOf(f1(u, labels, { average: 'micro', classes: 3 })).toEqualTypeOf<number>();
export const generic = <N extends number>(z: Mat<N, 3>, y: Mat<N, 1>): Scalar => crossEntropyWithLogits(z, y);

// sequences
const cell = lstm(3, 5);
const p = cell.initialize(random(1));
expectTypeOf(p).toEqualTypeOf<GateParams<3, 5, 4>>();
expectTypeOf(p.wx).toEqualTypeOf<Mat<3, 20>>();
expectTypeOf(cell.start(7)).toEqualTypeOf<{ readonly h: Mat<7, 5>; readonly c: Mat<7, 5> }>();
expectTypeOf(cell.step(p, zeros(7, 3), cell.start(7))).toEqualTypeOf<{ readonly h: Mat<7, 5>; readonly c: Mat<7, 5> }>();
expectTypeOf(unroll(cell, p, [zeros(7, 3), zeros(7, 3)]).outputs).toEqualTypeOf<readonly Mat<7, 5>[]>();
expectTypeOf(unroll(cell, p, [u]).state.c).toEqualTypeOf<Mat<number, 5>>();
expectTypeOf(unroll(gru(3, 5), gru(3, 5).initialize(random(1)), [zeros(7, 3)], gru(3, 5).start(7)).state).toEqualTypeOf<{
  readonly h: Mat<7, 5>;
}>();
expectTypeOf(rnn(3, 2, relu).apply(rnn(3, 2).initialize(random(1)), zeros(9, 3))).toEqualTypeOf<Mat<9, 2>>();
const tokens = sequential(embedding(27, 8), residual(multiHeadAttention(8, 2, { causal: true })), gru(8, 16), dense(16, 27));
expectTypeOf(tokens.initialize(random(1))).toEqualTypeOf<
  readonly [EmbeddingParams<27, 8>, AttentionParams<8>, GateParams<8, 16, 3>, DenseParams<16, 27>]
>();
expectTypeOf(tokens.apply(tokens.initialize(random(1)), zeros(12, 1))).toEqualTypeOf<Mat<12, 27>>();
expectTypeOf(attention(zeros(4, 3), zeros(5, 3), zeros(5, 2))).toEqualTypeOf<Mat<4, 2>>();
expectTypeOf(attention(u, zeros(5, 3), u)).toEqualTypeOf<Mat>();
