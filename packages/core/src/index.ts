// Matrices
export { type DenseMatrix, isDense } from './matrix/denseMatrix.ts';
export { item } from './matrix/item.ts';
export { full, identity, linspace, matrix, type MatrixMaker, ones, scalar, shaped, zeros } from './matrix/make.ts';
export type { Broadcast, Broadcasts, Fits, Mat, Operand, Scalar, ShapeText, Text } from './matrix/mat.ts';
export { isMat } from './matrix/mat.ts';
export type { Shape } from './matrix/shape.ts';
export type { Entries, Minus, Plus, Times, Total } from './matrix/sizes.ts';
export { type Branch, flatten, type Flattened, isBranch, leaves, mapTree, type NumberFor, type Rest, type Tree } from './matrix/tree.ts';

// Errors
export {
  AdjointError,
  AnomalyError,
  ArgumentError,
  DecodeError,
  GradientError,
  RecordingError,
  ShapeError,
  SingularMatrixError,
} from './errors.ts';

// Ops: shape
export { broadcastTo, reshape, sumTo, transpose } from './ops/shaping.ts';
export { pad, slice } from './ops/slicing.ts';
export { concatColumns, concatRows } from './ops/concatenating.ts';
export { gatherRows, oneHot, scatterRows } from './ops/indexing.ts';
export { diagonal, diagonalMatrix, trace, tril, triu } from './ops/triangles.ts';
// Ops: arithmetic, broadcasting
export {
  add,
  div,
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  maximum,
  minimum,
  mul,
  mulZero,
  neg,
  notEqual,
  reciprocal,
  square,
  sub,
  where,
} from './ops/arithmetic.ts';
export { pow } from './ops/power.ts';
// Ops: elementwise
export {
  abs,
  atan,
  ceil,
  cos,
  cosh,
  erf,
  exp,
  expm1,
  floor,
  log,
  log1p,
  logSigmoid,
  relu,
  round,
  sigmoid,
  sign,
  sin,
  sinh,
  softplus,
  sqrt,
  step,
  tan,
  tanh,
} from './ops/elementwise.ts';
export { clip, elu, gelu, leakyRelu, silu } from './ops/activations.ts';
// Ops: reductions
export { type Axis, logSumExp, max, mean, min, type Reduction, sum } from './ops/reductions.ts';
export { norm, prod, std, variance } from './ops/moments.ts';
export { argMax, argMin } from './ops/indexing.ts';
export { cumulativeSum } from './ops/cumulative.ts';
export { logSoftmax, softmax } from './ops/normalizing.ts';
// Ops: products and linear algebra
export { matmul } from './ops/products.ts';
export { dot, kron, outer } from './ops/pairings.ts';
export { det, inverse, logDet, solve } from './ops/linearAlgebra.ts';
export { cholesky, type Qr, qr } from './ops/factoring.ts';
export { type Eigen, eigSymmetric, svd, type Svd } from './ops/spectral.ts';
export { leastSquares, pseudoInverse } from './ops/leastSquares.ts';
export { stopGradient } from './ops/stopping.ts';
export type { Broadcasting, Elementwise } from './ops/families.ts';

// Transforms
export { type Differentiated, grad, valueAndGrad, type ValueAndGradient } from './transforms/grad.ts';
export { vjp } from './transforms/vjp.ts';
export { hvp, jvp } from './transforms/jvp.ts';
export { hessian, type HessianOf, jacobian, type JacobianOf } from './transforms/jacobian.ts';
export { customVjp } from './transforms/customVjp.ts';
export { detectAnomaly } from './transforms/detectAnomaly.ts';
export { checkGradients, type CheckOptions, type GradientReport } from './transforms/checkGradients.ts';
export { compile, type CompiledFunction } from './compile/compile.ts';
export type { CompileOptions } from './compile/options.ts';
export { engineStatus, type EngineStatus } from './execute/status.ts';
export type { Engine } from './execute/executor.ts';

// Tapes
export { named } from './tape/named.ts';
export { record, spec, type Spec, type SpecTree } from './record.ts';
export { simplify } from './simplify/simplify.ts';
export { differentiate, type DifferentiateOptions } from './differentiate.ts';
export { interpret } from './interpret.ts';
export { plan, type PlanOptions } from './plan/plan.ts';
export type { Program } from './plan/program.ts';
export { print } from './print.ts';
export { deserialize, serialize } from './serialize.ts';
export type { AppliedEntry, Attributes, ConstantEntry, Entry, InputEntry, Op, Ref, Tape, Vjp } from './tape/tape.ts';
export type { Recorded } from './tape/recorder.ts';
export { registry } from './ops/registry.ts';
