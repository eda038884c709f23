import { expect } from 'vitest';

import fc from 'fast-check';
import { conjugateGradient } from '../../../packages/nn/src/minimize/conjugateGradient.ts';
import { gradientDescent } from '../../../packages/nn/src/minimize/gradientDescent.ts';
import { lbfgs } from '../../../packages/nn/src/minimize/lbfgs.ts';
import { lbfgsb } from '../../../packages/nn/src/minimize/lbfgsb.ts';
import type { IterationState, Method, MethodOptions, Outcome, Steps } from '../../../packages/nn/src/minimize/method.ts';
import type { Objective } from '../../../packages/nn/src/minimize/objective.ts';
import { truncatedNewton } from '../../../packages/nn/src/minimize/truncatedNewton.ts';
import { type Known, quadratic } from './functions.ts';

/** A run to its end, with every state that it yielded. */
export interface Run extends Outcome {
  readonly states: readonly IterationState[];
}

export const collect = (steps: Steps): Run => {
  const states: IterationState[] = [];
  for (let turn = steps.next(); ; turn = steps.next()) {
    if (turn.done === true) return { ...turn.value, states };
    states.push(turn.value);
  }
};
/** Runs methods on flat objectives. */
export const runOf =
  <Options extends MethodOptions>(method: Method<Objective, Options>) =>
  (objective: Objective, start: readonly number[], options: Partial<Options> = {}): Run =>
    collect(method(objective, Float64Array.from(start), options));

/** The methods that go from line search to line search; lbfgsb without bounds. */
export const descents: Readonly<Record<string, Method<Objective>>> = { truncatedNewton, conjugateGradient, lbfgs, lbfgsb, gradientDescent };
const { gradientDescent: _slow, ...quick } = descents;
/** Those of them that reach a minimum in few iterations. */
export const quickDescents: Readonly<Record<string, Method<Objective>>> = quick;

export const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, element, i) => sum + element * b[i]!, 0);
export const fraction = (low: number, high: number): fc.Arbitrary<number> =>
  fc.integer({ min: low * 1024, max: high * 1024 }).map((n) => n / 1024);
export const vector = (size: number): fc.Arbitrary<number[]> => fc.array(fraction(-4, 4), { minLength: size, maxLength: size });

/** Quadratics of up to 12 dimensions and a condition of up to 10 to the given power. */
export const convexQuadratic = (power: number): fc.Arbitrary<{ readonly objective: Known; readonly start: number[] }> =>
  fc.integer({ min: 1, max: 12 }).chain((size) =>
    fc
      .record({
        exponents: fc.array(fraction(0, power), { minLength: size, maxLength: size }),
        mirror: vector(size),
        minimum: vector(size),
        start: vector(size),
      })
      .map(({ exponents, mirror, minimum, start }) => ({
        objective: quadratic(
          exponents.map((e) => 10 ** e),
          mirror,
          minimum,
        ),
        start,
      })),
  );

/** Says whether the move from one state to the next meets the strong Wolfe conditions. */
export const expectStrongWolfe = (from: IterationState, to: IterationState, curvature = 0.9): void => {
  const step = to.point.map((element, i) => element - from.point[i]!);
  const slope = dot(from.gradient, step);
  const rounding = 1e-12 * Math.abs(slope) + 4 * Number.EPSILON * Math.abs(from.value);
  expect(slope).toBeLessThan(0);
  expect(to.value).toBeLessThanOrEqual(from.value);
  expect(to.value).toBeLessThanOrEqual(from.value + 1e-4 * slope + rounding);
  expect(Math.abs(dot(to.gradient, step))).toBeLessThanOrEqual(curvature * Math.abs(slope) + rounding);
};
