import {
  add,
  concatColumns,
  cos,
  diagonal,
  exp,
  inverse,
  jacobian,
  linspace,
  type Mat,
  matmul,
  mul,
  neg,
  scalar,
  sub,
  transpose,
} from '@adjoint/core';
import { minimize, random } from '@adjoint/nn';

const oscillation = (amplitude: number, decay: number, frequency: number, phase: number) => ({
  amplitude: scalar(amplitude),
  decay: scalar(decay),
  frequency: scalar(frequency),
  phase: scalar(phase),
});
type Parameters = ReturnType<typeof oscillation>;

const truth = oscillation(2, 0.3, 2.5, 0.4);
const guess = oscillation(1, 0.1, 2.2, 0);
const noise = 0.02;
const t = transpose(linspace(0, 6, 60));

/** a · exp(-k t) · cos(w t + φ) */
const model = ({ amplitude, decay, frequency, phase }: Parameters): Mat<60, 1> =>
  mul(amplitude, mul(exp(neg(mul(decay, t))), cos(add(mul(frequency, t), phase))));

/** A fit by Levenberg and Marquardt: each parameter, its standard error √(σ² (Jᵀ J)⁻¹), and how many of these it is off. */
export function dampedOscillation(seed: number): readonly { name: string; fitted: number; standardError: number; off: number }[] {
  const measured = add(model(truth), random(seed).normal(60, 1, 0, noise).value);
  const residuals = (p: Parameters): Mat<60, 1> => sub(model(p), measured);

  const { parameters, value } = minimize(residuals, guess, { method: 'levenbergMarquardt' });

  const variance = (2 * value) / (60 - 4);
  const { amplitude, decay, frequency, phase } = jacobian(residuals)(parameters);
  const slopes = concatColumns(amplitude, decay, frequency, phase);
  const covariances = diagonal(inverse(matmul(transpose(slopes), slopes))).toFloat64Array();
  return (['amplitude', 'decay', 'frequency', 'phase'] as const).map((name, i) => {
    const fitted = parameters[name].at(0, 0);
    const standardError = Math.sqrt(variance * covariances[i]!);
    return { name, fitted, standardError, off: (fitted - truth[name].at(0, 0)) / standardError };
  });
}
