import type { Op } from '../tape/tape.ts';
import {
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
} from './arithmetic.ts';
import { callOp } from './calling.ts';
import { concatColumns, concatRows } from './concatenating.ts';
import { cumulativeSum } from './cumulative.ts';
import {
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
} from './elementwise.ts';
import { cholesky, qr } from './factoring.ts';
import { argMax, argMin, gatherRows, oneHot, scatterRows } from './indexing.ts';
import { det, inverse, logDet, solve } from './linearAlgebra.ts';
import { norm } from './moments.ts';
import { logSoftmax, softmax } from './normalizing.ts';
import { pow } from './power.ts';
import { matmul } from './products.ts';
import { logSumExp, max, min } from './reductions.ts';
import { broadcastTo, reshape, sumTo, transpose } from './shaping.ts';
import { pad, slice } from './slicing.ts';
import { eigSymmetric, svd } from './spectral.ts';
import { stopGradient } from './stopping.ts';
import { diagonal, diagonalMatrix, tril, triu } from './triangles.ts';

const functions = [
  [broadcastTo, sumTo, transpose, reshape, slice, pad, concatColumns, concatRows],
  [gatherRows, scatterRows, tril, triu, diagonal, diagonalMatrix, oneHot],
  [add, sub, mul, mulZero, div, neg, reciprocal, square, pow],
  [greater, less, greaterEqual, lessEqual, equal, notEqual, maximum, minimum, where],
  [abs, sign, exp, expm1, log, log1p, sqrt, sin, cos, tan, atan, sinh, cosh, tanh, erf],
  [sigmoid, logSigmoid, softplus, relu, step, floor, ceil, round],
  [max, min, logSumExp, norm, argMax, argMin, cumulativeSum, softmax, logSoftmax],
  [matmul, inverse, solve, det, logDet, cholesky, qr, svd, eigSymmetric],
  [stopGradient],
];
/** Every primitive op. The laws run over this list. */
export const registry: readonly Op[] = [...functions.flat().map((f) => f.op as Op), callOp];
