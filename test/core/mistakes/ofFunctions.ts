import { ArgumentError, GradientError, ShapeError } from '@adjoint/core';
import { type Mistake, untyped } from './mistake.ts';

const { checkGradients, compile, customVjp, detectAnomaly, grad, jacobian, mul, named, ones, record, scalar, spec, square, sum } = untyped;
const x = named('x', ones(5, 4));
const passed = (g: unknown) => [g];

/** What is no function, and functions with a derivative of their own that is none. */
export const mistakesOfFunctions: readonly Mistake[] = [
  [
    'a gradient of a value',
    ArgumentError,
    'grad: expected a function of matrices, got a 1x1 matrix. Write grad(f)(x), not grad(f(x))',
    () => grad(sum(x))(x),
  ],
  [
    'a gradient of a number',
    ArgumentError,
    'grad: expected a function of matrices, got the number 3. Write grad(f)(x), not grad(f(x))',
    () => grad(3)(x),
  ],
  [
    'a gradient of nothing',
    ArgumentError,
    'grad: expected a function of matrices, got undefined. Write grad(f)(x), not grad(f(x))',
    () => grad(undefined)(x),
  ],
  [
    'a compiled value',
    ArgumentError,
    'compile: expected a function of matrices, got a 5x4 matrix. Write compile(f)(x), not compile(f(x))',
    () => compile(square(x)),
  ],
  [
    'a recorded value',
    ArgumentError,
    'record: expected a function of matrices, got a 5x4 matrix. Write record(f, spec(rows, columns))',
    () => record(square(x), spec(5, 4)),
  ],
  [
    'a jacobian of a value',
    ArgumentError,
    'jacobian: expected a function of matrices, got a 5x4 matrix. Write jacobian(f)(x), not jacobian(f(x))',
    () => jacobian(square(x))(x),
  ],
  [
    'no backward',
    ArgumentError,
    'customVjp: backward: expected a function of matrices, got undefined. Write customVjp(f, (g, y, ...xs) => [one cotangent per x])',
    () => customVjp(square),
  ],
  [
    'a backward without result',
    ArgumentError,
    'customVjp: backward: the function returned nothing. Write return before its result, or leave out the braces after =>',
    () => customVjp(square, () => undefined)(x),
  ],
  [
    'a backward with too few cotangents',
    ArgumentError,
    'customVjp: backward must return 2 cotangents, one per argument, it returned 1. Return them in an array, in the order of the arguments',
    () => customVjp(mul, passed)(x, 2),
  ],
  [
    'a backward with a cotangent of another shape',
    ShapeError,
    'customVjp(1x1): cotangent 0 of backward must have the shape 5x4 of its argument. Widen it with broadcastTo, or narrow it with sumTo(g, 5, 4)',
    () => customVjp(sum, passed)(x),
  ],
  [
    'a customVjp of several results',
    ArgumentError,
    'customVjp: the function must return one matrix, it returned 2. Make a function of each',
    () => customVjp((p: any) => [p, p], passed)(x),
  ],
  [
    'a customVjp of a tree',
    ArgumentError,
    'customVjp: argument 0 is an object: pass a matrix, or a number for a 1x1 matrix',
    () => customVjp((p: any) => p.w, passed)({ w: x }),
  ],
  [
    'a check of a value',
    ArgumentError,
    'checkGradients: expected a function of matrices, got a 1x1 matrix. Write checkGradients(f, [x])',
    () => checkGradients(square(scalar(1)), [1]),
  ],
  [
    'a check without a list of arguments',
    ArgumentError,
    'checkGradients: the arguments must be an array, got the number 1. Write checkGradients(f, [x])',
    () => checkGradients(square, 1),
  ],
  [
    'a check of a wrong derivative',
    GradientError,
    'checkGradients: at (0, 0) the gradient is 1, finite differences give 6.000000000000571',
    () => checkGradients(customVjp(square, passed), [3]),
  ],
  [
    'a value watched for anomalies',
    ArgumentError,
    'detectAnomaly: expected a function of matrices, got a 5x4 matrix. Write detectAnomaly(f)(x), not detectAnomaly(f(x))',
    () => detectAnomaly(square(x))(x),
  ],
];
