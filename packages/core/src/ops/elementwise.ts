import { atan as atanOf } from '../scalars/atan.ts';
import { cos as cosOf } from '../scalars/cos.ts';
import { cosh as coshOf } from '../scalars/cosh.ts';
import { erf as erfOf } from '../scalars/erf.ts';
import { exp as expOf } from '../scalars/exp.ts';
import { expm1 as expm1Of } from '../scalars/expm1.ts';
import { log as logOf } from '../scalars/log.ts';
import { log1p as log1pOf } from '../scalars/log1p.ts';
import { logSigmoid as logSigmoidOf } from '../scalars/logSigmoid.ts';
import { sigmoid as sigmoidOf } from '../scalars/sigmoid.ts';
import { sin as sinOf } from '../scalars/sin.ts';
import { sinh as sinhOf } from '../scalars/sinh.ts';
import { softplus as softplusOf } from '../scalars/softplus.ts';
import { tan as tanOf } from '../scalars/tan.ts';
import { tanh as tanhOf } from '../scalars/tanh.ts';
import { withSignOf } from '../scalars/withSignOf.ts';
import { between } from '../tape/domain.ts';
import { add, div, mul, mulZero, neg, reciprocal, square } from './arithmetic.ts';
import { type Elementwise, type Public, unary } from './families.ts';

const signOf = (x: number): number => (x > 0 ? 1 : x < 0 ? -1 : x); // keeps 0, -0 and NaN
const reluOf = (x: number): number => (x <= 0 ? 0 : x); // NaN stays NaN
const stepOf = (x: number): number => (x > 0 ? 1 : x <= 0 ? 0 : x);
const WHOLE = 2 ** 52; // from here on every number is whole
const roundOf = (x: number): number => (Math.abs(x) < WHOLE ? withSignOf(x, Math.abs(x) + WHOLE - WHOLE) : x); // -0.2 rounds to -0
const atZero = { kinks: [0] };
const jumps = { kinks: [-2, -1, 0, 1, 2] };
const halves = { kinks: [-1.5, -0.5, 0.5, 1.5] };
const positive = { args: [between(0.25, 3)] };

/** |x|. Slope sign(x): 0 at 0. */
export const abs: Public<Elementwise>        = unary('abs',        Math.abs,     (g, _y, x) => mul(g, sign(x)), atZero);
/** 1 above 0, -1 below; 0, -0 and NaN stay. Slope 0. */
export const sign: Public<Elementwise>       = unary('sign',       signOf,       ()         => null, atZero);
/** e^x. Slope y. */
export const exp: Public<Elementwise>        = unary('exp',        expOf,        (g, y)     => mul(g, y));
/** The natural logarithm: -Infinity at 0, NaN below. Slope 1/x. */
export const log: Public<Elementwise>        = unary('log',        logOf,        (g, _y, x) => mulZero(g, reciprocal(x)), positive);
/** log(1 + x), accurate near 0. Slope 1/(1 + x). */
export const log1p: Public<Elementwise>      = unary('log1p',      log1pOf,      (g, _y, x) => mulZero(g, reciprocal(add(1, x))), { args: [between(-0.5, 3)] });
/** √x, correctly rounded; NaN below 0. Slope 1/(2y): Infinity at 0, where a cotangent of 0 stays 0. */
export const sqrt: Public<Elementwise>       = unary('sqrt',       Math.sqrt,    (g, y)     => mulZero(g, div(0.5, y)), positive);
/** The hyperbolic tangent. Slope 1 - y², written 4 σ(2x) σ(-2x), which does not cancel for large x. */
export const tanh: Public<Elementwise>       = unary('tanh',       tanhOf,       (g, _y, x) => mul(g, mul(4, mul(sigmoid(mul(2, x)), sigmoid(mul(-2, x))))));
/** The logistic function σ(x) = 1/(1 + e^-x), accurate in both tails. Slope σ(x) σ(-x): y (1 - y) cancels for large x. */
export const sigmoid: Public<Elementwise>    = unary('sigmoid',    sigmoidOf,    (g, y, x)  => mul(g, mul(y, sigmoid(neg(x)))));
/** log σ(x) = -softplus(-x), without the underflow of σ. Slope σ(-x). */
export const logSigmoid: Public<Elementwise> = unary('logSigmoid', logSigmoidOf, (g, _y, x) => mul(g, sigmoid(neg(x))));
/** log(1 + e^x) = max(x, 0) + log1p(e^-|x|), finite for every finite x (Dugas et al. 2001). Slope σ(x). */
export const softplus: Public<Elementwise>   = unary('softplus',   softplusOf,   (g, _y, x) => mul(g, sigmoid(x)));
/** The rectified linear unit: x for x > 0, else 0 (Nair & Hinton 2010). Slope 1 for x > 0, else 0: the left side at 0. NaN stays. */
export const relu: Public<Elementwise>       = unary('relu',       reluOf,       (g, _y, x) => mul(g, step(x)), atZero);
/** Heaviside's step: 1 for x > 0, else 0, NaN for NaN. Slope 0. */
export const step: Public<Elementwise>       = unary('step',       stepOf,       ()         => null, atZero);
/** e^x - 1, accurate near 0. Slope e^x. */
export const expm1: Public<Elementwise>      = unary('expm1',      expm1Of,      (g, _y, x) => mul(g, exp(x)));
/** sin x, x in radians, right for every finite x. Slope cos x. */
export const sin: Public<Elementwise>        = unary('sin',        sinOf,        (g, _y, x) => mul(g, cos(x)));
/** cos x, x in radians, right for every finite x. Slope -sin x. */
export const cos: Public<Elementwise>        = unary('cos',        cosOf,        (g, _y, x) => neg(mul(g, sin(x))));
/** tan x, x in radians, right for every finite x. Slope 1 + y². */
export const tan: Public<Elementwise>        = unary('tan',        tanOf,        (g, y)     => mul(g, add(1, square(y))), { args: [between(-1.25, 1.25)] });
/** The angle in [-π/2, π/2] whose tangent is x, in radians. Slope 1/(1 + x²). */
export const atan: Public<Elementwise>       = unary('atan',       atanOf,       (g, _y, x) => mul(g, reciprocal(add(1, square(x)))));
/** The hyperbolic sine (e^x - e^-x)/2. Slope cosh x. */
export const sinh: Public<Elementwise>       = unary('sinh',       sinhOf,       (g, _y, x) => mul(g, cosh(x)));
/** The hyperbolic cosine (e^x + e^-x)/2. Slope sinh x. */
export const cosh: Public<Elementwise>       = unary('cosh',       coshOf,       (g, _y, x) => mul(g, sinh(x)));
/** The error function 2/√π ∫ e^-t² dt from 0 to x. Slope 2/√π e^-x². */
export const erf: Public<Elementwise>        = unary('erf',        erfOf,        (g, _y, x) => mul(g, mul(2 / Math.sqrt(Math.PI), exp(neg(square(x))))));
/** The largest whole number not above x. Slope 0. */
export const floor: Public<Elementwise>      = unary('floor',      Math.floor,   ()         => null, jumps);
/** The smallest whole number not below x. Slope 0. */
export const ceil: Public<Elementwise>       = unary('ceil',       Math.ceil,    ()         => null, jumps);
/** The nearest whole number, halves to the even neighbour (NumPy's round). Slope 0. */
export const round: Public<Elementwise>      = unary('round',      roundOf,      ()         => null, halves);
