import { exp as expOf } from '../scalars/exp.ts';
import { log as logOf } from '../scalars/log.ts';
import { log1p as log1pOf } from '../scalars/log1p.ts';
import { logSigmoid as logSigmoidOf } from '../scalars/logSigmoid.ts';
import { sigmoid as sigmoidOf } from '../scalars/sigmoid.ts';
import { softplus as softplusOf } from '../scalars/softplus.ts';
import { tanh as tanhOf } from '../scalars/tanh.ts';
import { between } from '../tape/domain.ts';
import { add, div, mul, mulZero, neg, reciprocal } from './arithmetic.ts';
import { type Elementwise, type Public, unary } from './families.ts';

const signOf = (x: number): number => (x > 0 ? 1 : x < 0 ? -1 : x); // keeps 0, -0 and NaN
const reluOf = (x: number): number => (x <= 0 ? 0 : x); // NaN stays NaN
const stepOf = (x: number): number => (x > 0 ? 1 : x <= 0 ? 0 : x);
const atZero = { kinks: [0] };
const positive = { args: [between(0.25, 3)] };

// sigmoid'(x) = σ(x) σ(-x): in y (1 - y) the difference cancels for large x; tanh(x) = 2 σ(2x) - 1 likewise
export const abs: Public<Elementwise>        = unary('abs',        Math.abs,     (g, _y, x) => mul(g, sign(x)), atZero);
export const sign: Public<Elementwise>       = unary('sign',       signOf,       ()         => null, atZero);
export const exp: Public<Elementwise>        = unary('exp',        expOf,        (g, y)     => mul(g, y));
export const log: Public<Elementwise>        = unary('log',        logOf,        (g, _y, x) => mulZero(g, reciprocal(x)), positive);
export const log1p: Public<Elementwise>      = unary('log1p',      log1pOf,      (g, _y, x) => mulZero(g, reciprocal(add(1, x))), { args: [between(-0.5, 3)] });
export const sqrt: Public<Elementwise>       = unary('sqrt',       Math.sqrt,    (g, y)     => mulZero(g, div(0.5, y)), positive);
export const tanh: Public<Elementwise>       = unary('tanh',       tanhOf,       (g, _y, x) => mul(g, mul(4, mul(sigmoid(mul(2, x)), sigmoid(mul(-2, x))))));
export const sigmoid: Public<Elementwise>    = unary('sigmoid',    sigmoidOf,    (g, y, x)  => mul(g, mul(y, sigmoid(neg(x)))));
export const logSigmoid: Public<Elementwise> = unary('logSigmoid', logSigmoidOf, (g, _y, x) => mul(g, sigmoid(neg(x))));
export const softplus: Public<Elementwise>   = unary('softplus',   softplusOf,   (g, _y, x) => mul(g, sigmoid(x)));
export const relu: Public<Elementwise>       = unary('relu',       reluOf,       (g, _y, x) => mul(g, step(x)), atZero);
export const step: Public<Elementwise>       = unary('step',       stepOf,       ()         => null, atZero);
