import { jvp, type Mat, matrix, mean, mul, ones, type Scalar, sin, square, sub } from '@adjoint/core';
import { dense, minimize, random, sequential, tanh } from '@adjoint/nn';

const points = 50;
type Column = Mat<typeof points, 1>;
const direction = ones(points, 1);

/** f', for f of a column whose rows do not mix: one pass forward for all of them. */
const derivative =
  (f: (x: Column) => Column) =>
  (x: Column): Column =>
    jvp(f)(x, direction).tangent;

const net = sequential(dense(1, 12, tanh), dense(12, 12, tanh), dense(12, 1));
type Parameters = ReturnType<typeof net.initialize>;

/** u = x (1 - x) net(x), which is 0 at both ends whatever the network says. */
const solution =
  (p: Parameters) =>
  (x: Column): Column =>
    mul(mul(x, sub(1, x)), net.apply(p, x));

/** u'' = -π² sin(π x) between 0 and 1, u = 0 at both ends: solved by u = sin(π x). */
const source = (x: Column): Column => mul(-(Math.PI ** 2), sin(mul(Math.PI, x)));

/**
 * A network that knows no value of the solution, only the equation: the loss is how far its own second derivative is from the source.
 * Its gradient is a third derivative. Gives the largest error between the points too.
 */
export function poisson(seed: number): { readonly loss: number; readonly largestError: number } {
  const at = (offset: number): Column =>
    matrix.of(
      points,
      1,
      Array.from({ length: points }, (_, i) => (i + offset) / points),
    );
  const x = at(0.5);
  const wanted = source(x);
  const loss = (p: Parameters): Scalar => mean(square(sub(derivative(derivative(solution(p)))(x), wanted)));
  const { parameters, value } = minimize(loss, net.initialize(random(seed)), { method: 'lbfgs', maxEvaluations: 500 });
  const between = at(0.25);
  const errors = sub(solution(parameters)(between), sin(mul(Math.PI, between))).toFloat64Array();
  return { loss: value, largestError: errors.reduce((a, b) => Math.max(a, Math.abs(b)), 0) };
}
