import { ArgumentError } from '@adjoint/core';
import { type Budget, budgetOf } from './budget.ts';
import { type DampedModel, dampedModel, type DampedStep, stepWithin } from './dampedModel.ts';
import { barred, endingAt, noneLower, nonFiniteStart, onlyRoundingLeft } from './endings.ts';
import { defaultMethodOptions, type Ending, type IterationState, type MethodOptions, type Steps } from './method.ts';
import type { Residuals } from './residuals.ts';
import { settingsFrom } from './settings.ts';
import { checkedStart, isFiniteState, stateAt } from './state.ts';
import { addScaled, dot, euclideanNorm, plusScaled } from './vectors.ts';

export type LevenbergMarquardtOptions = MethodOptions;

export const defaultLevenbergMarquardtOptions: LevenbergMarquardtOptions = defaultMethodOptions;

/**
 * Levenberg and Marquardt's method for ½ Σ r², as Moré (1978) made it safe and MINPACK's lmder does it: each step minimizes the linear model of the
 * residuals within a trust region, an ellipsoid with the axes of J's columns, whose radius grows and shrinks with how well the model foretold
 * the decrease. The damped systems are solved by J's singular values, so no rank is too low.
 */
export function* levenbergMarquardt(problem: Residuals, start: Float64Array, options: Partial<LevenbergMarquardtOptions> = {}): Steps {
  const settings = settingsFrom('levenbergMarquardt', defaultLevenbergMarquardtOptions, options);
  if (settings.maxEvaluations < 2)
    throw new ArgumentError('minimize: maxEvaluations is 1: levenbergMarquardt needs at least 2, residuals and their Jacobian');
  const point = checkedStart(problem, start);
  const budget = budgetOf(settings);
  let place = placeAt(problem, budget, point, residualsAt(problem, budget, point), 0);
  if (!isFiniteState(place.state)) return { state: place.state, ...nonFiniteStart };
  yield place.state;
  let ending = endingAt(place.state, undefined, settings, budget);
  let region: Region | undefined;
  while (ending === undefined) {
    const found = nextPlace(problem, budget, place, regionAt(place, region));
    if (found.to === undefined) return { state: { ...place.state, evaluations: budget.evaluations }, ...found.ending };
    yield found.to.state;
    ending = endingAt(found.to.state, found.isForeseen ? place.state : undefined, settings, budget);
    ({ to: place, region } = found);
  }
  return { state: place.state, ...ending };
}

/** A state with its linear model. */
interface Place {
  readonly state: IterationState;
  readonly residuals: Float64Array;
  readonly jacobian: Float64Array;
}

/** The steps p with ‖D p‖ ≤ radius, the damping of the last one, and whether NaN or Infinity ever shortened the radius. */
interface Region {
  readonly scale: Float64Array;
  readonly radius: number;
  readonly damping: number;
  readonly isBarred: boolean;
}

type Found =
  | { readonly to: Place; readonly region: Region; readonly isForeseen: boolean }
  | { readonly to: undefined; readonly ending: Ending };

/** The first lower place that a step within the region leads to; the region shrinks until one does. */
const nextPlace = (problem: Residuals, budget: Budget, from: Place, start: Region): Found => {
  const { state } = from;
  const model = dampedModel(from.jacobian, from.residuals, start.scale);
  const first = stepWithin(model, start.radius, start.damping);
  let region: Region = state.iterations === 0 ? { ...start, radius: Math.min(start.radius, first.length) } : start;
  for (let trial = first; ; trial = stepWithin(model, region.radius, region.damping)) {
    const limit = budget.ending(2); // residuals and their Jacobian
    if (limit !== undefined) return { to: undefined, ending: limit };
    if (!(trial.predicted > Number.EPSILON * state.value)) return { to: undefined, ending: endingWhereStuck(state, model, region) };
    const point = plusScaled(state.point, 1, trial.step);
    const residuals = residualsAt(problem, budget, point);
    const actual = state.value - dot(residuals, residuals) / 2;
    const ratio = actual / trial.predicted;
    const to = ratio >= 1e-4 ? placeAt(problem, budget, point, residuals, state.iterations + 1) : undefined;
    const isFinite = to === undefined ? Number.isFinite(actual) : isFiniteState(to.state);
    region = isFinite ? adjusted(region, trial, actual, ratio) : tenth(region, trial);
    if (isFinite && to !== undefined) return { to, region, isForeseen: ratio > 0.25 };
  }
};

/** Where not even the whole region holds more than rounding: the model without a region tells whether the minimum is reached. */
const endingWhereStuck = (state: IterationState, model: DampedModel, { isBarred }: Region): Ending => {
  const { predicted } = stepWithin(model, Infinity, 0);
  if (predicted <= 100 * Number.EPSILON * state.value) return onlyRoundingLeft(state);
  return isBarred ? barred(state) : noneLower(state);
};

const farther = 2;
/** The radius that the decrease calls for (Moré 1978, section 4): shorter where it is under a quarter of what was predicted, longer above three quarters. */
const adjusted = (region: Region, { damping, length, slope }: DampedStep, actual: number, ratio: number): Region => {
  if (ratio <= 0.25) {
    const share = actual >= 0 ? 0.5 : Math.max(0.1, (0.5 * slope) / (slope + actual));
    return { ...region, radius: share * Math.min(region.radius, 10 * length), damping: damping / share };
  }
  const isGood = damping === 0 || ratio >= 0.75;
  return isGood ? { ...region, radius: farther * length, damping: damping / farther } : { ...region, damping };
};

/** The radius after a step into NaN or Infinity. */
const tenth = ({ scale, radius }: Region, { damping, length }: DampedStep): Region => ({
  scale,
  isBarred: true,
  radius: 0.1 * Math.min(radius, length),
  damping: 10 * damping,
});

const residualsAt = ({ residuals }: Residuals, budget: Budget, point: Float64Array): Float64Array => {
  budget.charge();
  return residuals(point);
};

const placeAt = ({ jacobian }: Residuals, budget: Budget, point: Float64Array, residuals: Float64Array, iterations: number): Place => {
  budget.charge();
  const slopes = jacobian(point);
  const gradient = new Float64Array(point.length);
  residuals.forEach((r, i) => addScaled(gradient, r, slopes.subarray(i * point.length, (i + 1) * point.length)));
  const value = dot(residuals, residuals) / 2;
  const state = stateAt(point, { value, gradient }, { iterations, evaluations: budget.evaluations });
  return { state, residuals, jacobian: slopes };
};

/** The region as it was, or the first one, its axes as long as the longest columns of J so far (Moré 1978, eq. 6.3; 1 for zeros). */
const regionAt = ({ jacobian, state: { point } }: Place, before: Region | undefined): Region => {
  const squares = new Float64Array(point.length);
  jacobian.forEach((element, at) => (squares[at % point.length]! += element * element));
  if (before !== undefined) return { ...before, scale: squares.map((square, i) => Math.max(before.scale[i]!, Math.sqrt(square))) };
  const scale = squares.map((square) => Math.sqrt(square) || 1);
  return { scale, radius: 100 * (euclideanNorm(point.map((element, i) => scale[i]! * element)) || 1), damping: 0, isBarred: false };
};
