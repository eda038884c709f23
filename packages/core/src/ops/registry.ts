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
import { abs, exp, log, log1p, logSigmoid, relu, sigmoid, sign, softplus, sqrt, step, tanh } from './elementwise.ts';
import { inverse, solve } from './linearAlgebra.ts';
import { matmul } from './products.ts';
import { logSumExp, max, min } from './reductions.ts';
import { broadcastTo, reshape, sumTo, transpose } from './shaping.ts';
import { concatColumns, concatRows, pad, slice } from './slicing.ts';
import { stopGradient } from './stopping.ts';

const functions = [
  [broadcastTo, sumTo, transpose, reshape, slice, pad, concatColumns, concatRows],
  [add, sub, mul, mulZero, div, neg, reciprocal, square],
  [greater, less, greaterEqual, lessEqual, equal, notEqual, maximum, minimum, where],
  [abs, sign, exp, log, log1p, sqrt, tanh, sigmoid, logSigmoid, softplus, relu, step],
  [max, min, logSumExp, matmul, inverse, solve, stopGradient],
];
/** Every primitive op. The laws run over this list. */
export const registry: readonly Op[] = functions.flat().map((f) => f.op as Op);
