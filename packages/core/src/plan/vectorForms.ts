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
} from '../ops/arithmetic.ts';
import {
  abs,
  atan,
  ceil,
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
  softplus,
  sqrt,
  step,
  tanh,
} from '../ops/elementwise.ts';
import type { Op } from '../tape/tape.ts';

/**
 * How two lanes of an elementwise op are computed, as a stack program: a number stands for an argument, `{ constant }` for a vector of one
 * number, a name with a dot for an instruction of WebAssembly, any other name for a function of packages/core/kernels.
 */
export type Word = number | string | { readonly constant: number };
export type VectorForm = readonly Word[];

const zero: Word = { constant: 0 };
const one: Word = { constant: 1 };
/** 1 where a comparison of both arguments holds, else 0. */
const mask = (instruction: string): VectorForm => [0, 1, instruction, one, 'v128.and'];
const kernel = (name: string): VectorForm => [0, name];
/** e^-|x|, of which both tails of σ are made. */
const exponential: VectorForm = [0, 'f64x2.abs', 'f64x2.neg', 'exp'];

const forms: ReadonlyMap<Op, VectorForm> = new Map<Op, VectorForm>([
  [add.op, [0, 1, 'f64x2.add']],
  [sub.op, [0, 1, 'f64x2.sub']],
  [mul.op, [0, 1, 'f64x2.mul']],
  [div.op, [0, 1, 'f64x2.div']],
  [mulZero.op, [0, 1, 'f64x2.mul', 0, zero, 'f64x2.eq', 'v128.andnot']],
  [neg.op, [0, 'f64x2.neg']],
  [reciprocal.op, [one, 0, 'f64x2.div']],
  [square.op, [0, 0, 'f64x2.mul']],
  [greater.op, mask('f64x2.gt')],
  [less.op, mask('f64x2.lt')],
  [greaterEqual.op, mask('f64x2.ge')],
  [lessEqual.op, mask('f64x2.le')],
  [equal.op, mask('f64x2.eq')],
  [notEqual.op, mask('f64x2.ne')],
  [maximum.op, [0, 1, 'f64x2.max']],
  [minimum.op, [0, 1, 'f64x2.min']],
  // bitselect takes its first operand where the third is set
  [where.op, [2, 0, 1, 0, 0, 'f64x2.ne', 'v128.bitselect', 0, zero, 'f64x2.eq', 'v128.bitselect']],
  [abs.op, [0, 'f64x2.abs']],
  [sign.op, [one, { constant: -1 }, 0, 0, zero, 'f64x2.lt', 'v128.bitselect', 0, zero, 'f64x2.gt', 'v128.bitselect']],
  [sqrt.op, [0, 'f64x2.sqrt']],
  [floor.op, [0, 'f64x2.floor']],
  [ceil.op, [0, 'f64x2.ceil']],
  [round.op, [0, 'f64x2.nearest']],
  [relu.op, [zero, 0, 0, zero, 'f64x2.le', 'v128.bitselect']],
  [step.op, [one, zero, 0, 0, zero, 'f64x2.le', 'v128.bitselect', 0, zero, 'f64x2.gt', 'v128.bitselect']],
  [exp.op, kernel('exp')],
  [expm1.op, kernel('expm1')],
  [log.op, kernel('log')],
  [log1p.op, kernel('log1p')],
  [tanh.op, kernel('tanh')],
  [sigmoid.op, [...exponential, one, 0, zero, 'f64x2.lt', 'v128.bitselect', one, ...exponential, 'f64x2.add', 'f64x2.div']],
  [logSigmoid.op, kernel('logSigmoid')],
  [softplus.op, kernel('softplus')],
  [atan.op, kernel('atan')],
  [erf.op, kernel('erf')],
]);

/** The vector form of an op; undefined where only its own kernel computes it. */
export const vectorFormOf = (op: Op): VectorForm | undefined => forms.get(op);
/** Kernels that compute an op for many entries in one piece: faster where a loop is nothing else. */
export const loopKernels: ReadonlyMap<Op, string> = new Map<Op, string>([
  [exp.op, 'expLoop'],
  [sigmoid.op, 'sigmoidLoop'],
]);
/** What is copied. */
export const copyForm: VectorForm = [0];
