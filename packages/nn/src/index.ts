// Layers
export { type Activation, identity } from './layers/activation.ts';
export { dense, type DenseOptions, type DenseParams } from './layers/dense.ts';
export { dropout, type NoiseLayer } from './layers/dropout.ts';
export { layer, type Layer, type LayerDefinition } from './layers/layer.ts';
export { layerNorm, type LayerNormParams } from './layers/layerNorm.ts';
export { parallel } from './layers/parallel.ts';
export { residual } from './layers/residual.ts';
export { sequential } from './layers/sequential.ts';
export { elu, gelu, leakyRelu, relu, sigmoid, silu, softmax, softplus, tanh } from '@adjoint/core';

// Sequences
export { attention, type AttentionOptions } from './sequences/attention.ts';
export { embedding, type EmbeddingParams } from './sequences/embedding.ts';
export type { GateParams } from './sequences/gates.ts';
export { gru } from './sequences/gru.ts';
export { lstm } from './sequences/lstm.ts';
export { type AttentionParams, multiHeadAttention } from './sequences/multiHeadAttention.ts';
export type { State, Unrolled } from './sequences/overSteps.ts';
export type { Recurrent } from './sequences/recurrent.ts';
export { rnn } from './sequences/rnn.ts';
export { unroll } from './sequences/unroll.ts';

// Initializers
export { glorotNormal, glorotUniform } from './initializers/glorot.ts';
export { heNormal, heUniform } from './initializers/he.ts';
export type { Initializer } from './initializers/initializer.ts';
export { orthogonal } from './initializers/orthogonal.ts';
export { normal, uniform } from './initializers/ranged.ts';
export { zeros } from '@adjoint/core';

// Losses
export { binaryCrossEntropy, binaryCrossEntropyWithLogits } from './losses/binaryCrossEntropy.ts';
export { type CrossEntropy, crossEntropy, type CrossEntropyOptions, crossEntropyWithLogits } from './losses/crossEntropy.ts';
export { hinge } from './losses/hinge.ts';
export { huber, type HuberOptions } from './losses/huber.ts';
export { klDivergence } from './losses/klDivergence.ts';
export { l2 } from './losses/l2.ts';
export type { Loss } from './losses/loss.ts';
export { meanAbsoluteError } from './losses/meanAbsoluteError.ts';
export { meanSquaredError } from './losses/meanSquaredError.ts';
export type { LossOptions, Reduced } from './losses/reduction.ts';
export type { Weights } from './losses/weights.ts';

// Metrics
export { accuracy } from './metrics/accuracy.ts';
export { confusionMatrix, type MetricOptions } from './metrics/confusionMatrix.ts';
export { type Average, f1, precision, recall, type ScoreOptions } from './metrics/precision.ts';

// Minimizers
export {
  type HistoryEntry,
  iterations,
  type IterationsOptions,
  minimize,
  type MinimizeOptions,
  type MinimizeResult,
  type MinimizeState,
  type OnIteration,
} from './minimize/minimize.ts';
export type { Bound, Bounds } from './minimize/boundsOf.ts';
export type { MethodOptions, Status } from './minimize/method.ts';
export type { MethodName, OptionsOfMethods, ValueFor } from './minimize/methods.ts';

// Optimizers
export { adagrad, type AdagradOptions } from './optimizers/adagrad.ts';
export { adam, type AdamOptions } from './optimizers/adam.ts';
export { adamW, type AdamWOptions } from './optimizers/adamW.ts';
export { clipByNorm } from './optimizers/clipByNorm.ts';
export { clipByValue } from './optimizers/clipByValue.ts';
export { decoupledWeightDecay } from './optimizers/decoupledWeightDecay.ts';
export { gradientDescent, type GradientDescentOptions } from './optimizers/gradientDescent.ts';
export { lion, type LionOptions } from './optimizers/lion.ts';
export { momentum, type MomentumOptions } from './optimizers/momentum.ts';
export { nesterov, type NesterovOptions } from './optimizers/nesterov.ts';
export { type Optimizer, optimizer, type OptimizerDefinition, type OptimizerMemory, type Updated } from './optimizers/optimizer.ts';
export { rmsProp, type RmsPropOptions } from './optimizers/rmsProp.ts';
export { weightDecay } from './optimizers/weightDecay.ts';

// Learning-rate schedules
export { constantRate } from './schedules/constantRate.ts';
export { cosineDecay, type CosineDecayOptions } from './schedules/cosineDecay.ts';
export { exponentialDecay, type ExponentialDecayOptions } from './schedules/exponentialDecay.ts';
export { oneCycle, type OneCycleOptions } from './schedules/oneCycle.ts';
export { onPlateau, type OnPlateauOptions } from './schedules/onPlateau.ts';
export type { ReducingSchedule, Schedule, ScheduleState } from './schedules/schedule.ts';
export { stepDecay, type StepDecayOptions } from './schedules/stepDecay.ts';
export { warmUp, type WarmUpOptions } from './schedules/warmUp.ts';

// Training
export { type BatchOptions, type Batches, batches } from './training/batches.ts';
export { fit, type FitOptions, type FitResult } from './training/fit.ts';
export { type ProgressBar, progressBar, type ProgressBarOptions, type TextOutput } from './training/progressBar.ts';
export type { Keeper } from './training/keeper.ts';
export type { Kept } from './training/kept.ts';
export { splitRows, type SplitOptions, type SplitRows } from './training/splitRows.ts';
export type { Best, Measured, TrainingState, TrainingStatus } from './training/state.ts';
export { train } from './training/train.ts';
export { trainingBar, type TrainingBarOptions } from './training/trainingBar.ts';
export type { EarlyStoppingOptions, TrainOptions } from './training/trainOptions.ts';

// Random numbers
export { numpyRandom, type NumpyRandom } from './random/numpyRandom.ts';
export { type Drawn, fromState, random, type Random, type RandomState, type SeededRandom, split } from './random/random.ts';

// Data: readers and writers
export { numberIn, type CsvOptions, type CsvTable, decodeCsv } from './data/csv.ts';
export { csvBatches, type Pieces } from './data/csvBatches.ts';
export type { CsvForm } from './data/csvParser.ts';
export { encodeSafetensors } from './data/encodeSafetensors.ts';
export { decodeIdx } from './data/idx.ts';
export { decodeMatlab } from './data/matlab.ts';
export type { NumericArray } from './data/matlabMatrix.ts';
export type { NdArray, Numbers } from './data/ndArray.ts';
export { decodeNpy, encodeNpy } from './data/npy.ts';
export { type ByteSource, npyBatches, npyRows, type NpyRows } from './data/npyRows.ts';
export { decodeNpz, encodeNpz } from './data/npz.ts';
export { decodeSafetensors, type Safetensors } from './data/safetensors.ts';
// Data: as matrices
export { type Standardization, standardize } from './data/standardize.ts';
export { toMatrix } from './data/toMatrix.ts';
export { zipBatches } from './data/zipBatches.ts';

// Models and training states as files
export type { Json } from './data/json.ts';
export { decodeModel, encodeModel, type KeepOptions, type ReadOptions } from './models/model.ts';
export type { NonFinite } from './models/requireFinite.ts';
export { decodeState, encodeState } from './models/state.ts';
