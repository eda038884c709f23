import { cubicMinimizer } from './cubicMinimizer.ts';
import type { Sample } from './cubicMinimizer.ts';
import type { Meter } from './meter.ts';
import { dot, plusScaled } from './vectors.ts';

/** A line to search: a point with value and gradient, and a direction of descent from it. */
export interface Line {
  readonly from: { readonly point: Float64Array; readonly value: number; readonly gradient: Float64Array };
  readonly direction: Float64Array;
  /** where a step leads, for a line that has to keep to bounds in spite of rounding; from + step · direction unless given */
  readonly pointAt?: (step: number) => Float64Array;
}

/** A point that was tried, `step` directions from the start of the line. */
export interface Trial extends Sample {
  readonly point: Float64Array;
  readonly gradient: Float64Array;
}

/**
 * Why a line search ended.
 *
 * - `wolfe`: the trial meets both conditions
 * - `longest`: the step `maxStep` decreases enough, and the value still falls there
 * - `limit`: the budget allowed no other evaluation
 * - `nonFinite`: NaN or Infinity bounds the steps, and no finite one met both
 * - `unbounded`: the value fell all the way, over `maxTrials` lengthenings
 * - `failed`: no step met both within `maxTrials`; near a minimum, rounding is the usual reason
 */
export type LineSearchEnding = 'wolfe' | 'longest' | 'limit' | 'nonFinite' | 'unbounded' | 'failed';

/** The trial that meets the conditions or else the lowest one, which is the start of the line (step 0) if no other was lower. */
export interface LineSearchResult {
  readonly trial: Trial;
  readonly ending: LineSearchEnding;
  /** how far below its start the slopes say that the line leads: over the whole direction, or to where they vanish between the trials */
  readonly promise: number;
}

export interface StrongWolfeOptions {
  /** c₁ of the decrease condition φ(a) ≤ φ(0) + c₁ a φ'(0) */
  readonly decrease: number;
  /** c₂ of the curvature condition |φ'(a)| ≤ c₂ |φ'(0)| */
  readonly curvature: number;
  readonly initialStep: number;
  /** no longer step is tried; at least `initialStep` */
  readonly maxStep: number;
  readonly maxTrials: number;
}

export const defaultStrongWolfeOptions: StrongWolfeOptions = {
  decrease: 1e-4,
  curvature: 0.9,
  initialStep: 1,
  maxStep: Infinity,
  maxTrials: 40,
};

/**
 * A step that meets the strong Wolfe conditions along a direction of descent (Nocedal & Wright 2006, algorithms 3.5 and 3.6, as one bracket that
 * shrinks). The decrease condition forgives four units of rounding of φ(0), yet never an increase. A step that gives NaN or Infinity is
 * a wall: the next one lies between it and the last finite step.
 */
export const strongWolfe = (meter: Meter, line: Line, options: Partial<StrongWolfeOptions> = {}): LineSearchResult => {
  const { initialStep, maxStep, maxTrials, decrease, curvature } = { ...defaultStrongWolfeOptions, ...options };
  const { from, direction } = line;
  const origin: Trial = { ...from, step: 0, slope: dot(from.gradient, direction) };
  let lowest = origin;
  let gain = 0;
  const resultOf = (trial: Trial, ending: LineSearchEnding): LineSearchResult => {
    return { trial, ending, promise: gain > 0 ? Math.min(gain, -origin.slope) : -origin.slope };
  };
  let isWalled = false;
  if (!(origin.slope < 0 && Number.isFinite(origin.slope))) return resultOf(origin, 'failed');
  let bracket: Bracket = { low: origin, before: undefined, high: undefined };
  for (let step = initialStep, trials = 0; trials < maxTrials; step = nextStep(bracket, maxStep), trials++) {
    if (meter.budget.remaining === 0) return resultOf(lowest, 'limit');
    if (isExhausted(bracket, step)) break;
    const trial = trialAt(meter, line, step);
    if (trial === undefined) {
      isWalled = true;
      bracket = { low: bracket.low, before: bracket.before, high: { step } };
      continue;
    }
    if (trial.value < lowest.value) lowest = trial;
    gain = Math.max(gain, gainUpTo(trial, origin));
    const enough = decreasesEnough(trial, origin, decrease);
    const flat = Math.abs(trial.slope) <= curvature * -origin.slope;
    const isLowest = enough && trial.value <= bracket.low.value;
    if (isLowest && flat) return resultOf(trial, 'wolfe');
    if (isLowest && step === maxStep && trial.slope < 0) return resultOf(trial, 'longest');
    bracket = narrowed(bracket, trial, enough);
  }
  return resultOf(lowest, bracket.high === undefined ? 'unbounded' : isWalled ? 'nonFinite' : 'failed');
};

/** `low` decreases enough and is the lowest such trial; a step that meets both conditions lies between it and `high`, unless that is a wall. */
interface Bracket {
  readonly low: Trial;
  /** what was `low` before; undefined at first */
  readonly before: Trial | undefined;
  readonly high: Trial | Wall | undefined;
}

/** A step at which value or gradient is not finite. */
interface Wall {
  readonly step: number;
}

const isTrial = (end: Trial | Wall): end is Trial => 'value' in end;

const trialAt = (meter: Meter, { from, direction, pointAt }: Line, step: number): Trial | undefined => {
  const point = pointAt === undefined ? plusScaled(from.point, step, direction) : pointAt(step);
  const { value, gradient } = meter.valueAndGradient(point);
  const slope = dot(gradient, direction);
  // One element of the gradient that is not finite makes the slope so.
  return Number.isFinite(value) && Number.isFinite(slope) ? { step, point, value, slope, gradient } : undefined;
};

const decreasesEnough = (trial: Trial, origin: Trial, decrease: number): boolean => {
  const rounding = 4 * Number.EPSILON * Math.abs(origin.value);
  return trial.value <= origin.value + decrease * trial.step * origin.slope + rounding;
};

/**
 * The decrease of a parabola with the slopes of both, φ'(0)² a / (2 (φ'(a) - φ'(0))), where the second one leads up. Of several trials the
 * largest counts: where φ is smooth they agree more and more, at a kink they vanish with a.
 */
const gainUpTo = ({ step, slope }: Trial, origin: Trial): number =>
  slope < 0 ? 0 : (origin.slope / (slope - origin.slope)) * (origin.slope * step * 0.5);

const narrowed = ({ low, before, high }: Bracket, trial: Trial, enough: boolean): Bracket => {
  if (!enough || trial.value >= low.value) return { low, before, high: trial };
  const towardsHigh = Math.sign((high?.step ?? Infinity) - low.step);
  return { low: trial, before: low, high: trial.slope * towardsHigh >= 0 ? low : high };
};

const nextStep = ({ low, before, high }: Bracket, maxStep: number): number => {
  if (high === undefined) return Math.min(longer(before!, low), maxStep);
  const width = high.step - low.step;
  if (!isTrial(high)) return low.step + (low.step === 0 ? 0.1 : 0.5) * width;
  const share = (cubicMinimizer(low, high) - low.step) / width;
  return low.step + (Number.isNaN(share) ? 0.5 : Math.min(Math.max(share, 0.1), 0.9)) * width;
};

/** Beyond the second of two trials that both fall: the minimizer of their cubic, if it lies 1.1 to 4 times the way between them farther on. */
const longer = (first: Trial, second: Trial): number => {
  const share = (cubicMinimizer(first, second) - second.step) / (second.step - first.step);
  return second.step + (share > 0 ? Math.min(Math.max(share, 1.1), 4) : 4) * (second.step - first.step);
};

/** No number is left between the ends. */
const isExhausted = ({ low, high }: Bracket, step: number): boolean => step === low.step || step === high?.step;
