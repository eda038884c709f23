// Layers
export { type Activation, dense, type DenseParams } from './layers/dense.ts';
export { layer, type Layer, type LayerDefinition } from './layers/layer.ts';
export { sequential } from './layers/sequential.ts';
export { sigmoid, tanh } from '@adjoint/core';

// Losses
export { binaryCrossEntropy, binaryCrossEntropyWithLogits } from './losses/binaryCrossEntropy.ts';
export { l2 } from './losses/l2.ts';
export type { Loss } from './losses/loss.ts';
export { meanSquaredError } from './losses/meanSquaredError.ts';
export type { LossOptions, Reduced } from './losses/reduction.ts';

// Minimizers
export {
  type HistoryEntry,
  iterations,
  type IterationsOptions,
  minimize,
  type MinimizeOptions,
  type MinimizeResult,
  type MinimizeState,
} from './minimize/minimize.ts';
export type { Status } from './minimize/method.ts';
export type { MethodName } from './minimize/methods.ts';

// Random numbers
export { numpyRandom, type NumpyRandom } from './random/numpyRandom.ts';
export { type Drawn, fromState, random, type Random, type RandomState, type SeededRandom, split } from './random/random.ts';

// Data
export { decodeIdx, type IdxArray } from './data/idx.ts';
export { decodeMatlab } from './data/matlab.ts';
export type { NumericArray } from './data/matlabMatrix.ts';
