import { matrix, svd } from '@adjoint/core';
import { dot, euclideanNorm } from './vectors.ts';

/** The linear model r + J p of residuals, its steps measured by ‖D p‖, taken apart: J D⁻¹ = U S Vᵀ. */
export interface DampedModel {
  readonly scale: Float64Array;
  readonly singular: Float64Array;
  /** Uᵀ r */
  readonly rotated: Float64Array;
  /** V by rows */
  readonly v: Float64Array;
}

/** A step of the model. */
export interface DampedStep {
  readonly damping: number;
  readonly step: Float64Array;
  /** ‖D p‖ */
  readonly length: number;
  /** ½ ‖r‖² - ½ ‖r + J p‖² */
  readonly predicted: number;
  /** gᵀ p */
  readonly slope: number;
}

export const dampedModel = (jacobian: Float64Array, residuals: Float64Array, scale: Float64Array): DampedModel => {
  const [rows, columns] = [residuals.length, scale.length];
  const { u, s, v } = svd(
    matrix.of(
      rows,
      columns,
      jacobian.map((element, at) => element / scale[at % columns]!),
    ),
  );
  const singular = s.toFloat64Array();
  const left = u.toFloat64Array();
  const rotated = new Float64Array(singular.length);
  residuals.forEach((r, i) => rotated.forEach((_, j) => (rotated[j]! += r * left[i * rotated.length + j]!)));
  return { scale, singular, rotated, v: v.toFloat64Array() };
};

/** Vᵀ D p for the damping λ: S Uᵀr / (S² + λ), negated; singular values that are rounding only count as 0. */
const coordinates = ({ singular, rotated, scale }: DampedModel, damping: number): Float64Array => {
  const least = Number.EPSILON * Math.max(singular.length, scale.length) * singular[0]!;
  return singular.map((s, i) => (s > least ? (-s * rotated[i]!) / (s * s + damping) : 0));
};

/** The step of the damping λ: the minimizer of ½ ‖r + J p‖² + ½ λ ‖D p‖². */
const stepOf = (model: DampedModel, damping: number): DampedStep => {
  const { scale, singular, v } = model;
  const parts = coordinates(model, damping);
  const step = scale.map((d, i) => dot(v.subarray(i * parts.length, (i + 1) * parts.length), parts) / d);
  const length = euclideanNorm(parts);
  const change = euclideanNorm(parts.map((part, i) => singular[i]! * part)); // ‖J p‖
  const damped = damping * length ** 2;
  return { damping, step, length, predicted: change ** 2 / 2 + damped, slope: -(change ** 2 + damped) };
};

/**
 * The step of length at most 1.1 times the radius: the undamped one if it is as short, or else one whose length is within a tenth of the radius,
 * by Newton's method on φ(λ) = ‖D p(λ)‖ - radius within bounds (Moré 1978, section 5).
 */
export const stepWithin = (model: DampedModel, radius: number, guess: number): DampedStep => {
  const undamped = stepOf(model, 0);
  if (undamped.length <= 1.1 * radius) return undamped;
  const { singular, rotated } = model;
  const steepest = euclideanNorm(singular.map((s, i) => s * rotated[i]!));
  let lower = newtonShift(model, 0, radius);
  if (!(lower >= 0)) lower = 0;
  let upper = steepest / radius;
  let damping = Math.min(Math.max(guess, lower), upper) || steepest / undamped.length;
  for (let trial = 1; ; trial++) {
    const excess = euclideanNorm(coordinates(model, damping)) - radius;
    if (Math.abs(excess) <= 0.1 * radius || trial === 30) return stepOf(model, damping);
    if (excess > 0) lower = Math.max(lower, damping);
    else upper = Math.min(upper, damping);
    const shift = ((excess + radius) / radius) * newtonShift(model, damping, radius);
    damping = Math.min(Math.max(damping + shift, lower, 1e-3 * upper), upper);
  }
};

/** -φ / φ' at λ, where φ' = -Σ (S Uᵀr)² / (S² + λ)³ / ‖D p‖. */
const newtonShift = (model: DampedModel, damping: number, radius: number): number => {
  const parts = coordinates(model, damping);
  const length = euclideanNorm(parts);
  const slope = parts.reduce((sum, part, i) => (part === 0 ? sum : sum - part ** 2 / (model.singular[i]! ** 2 + damping)), 0) / length;
  return -(length - radius) / slope;
};
