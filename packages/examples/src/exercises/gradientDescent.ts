import { type Branch, compile, item, mapTree, mul, type Scalar, scalar, sub, type Tree, valueAndGrad } from '@adjoint/core';
import type { StartProgress } from '../figures/progress.ts';

/** Parameters, and the cost before the step that led to them. */
export interface Descent<P> {
  readonly p: P;
  readonly cost: Scalar;
}

/** A compiled step, and many of it without leaving the engine. */
export interface Step<P, Data extends readonly unknown[]> {
  (state: Descent<P>, ...data: Data): Descent<P>;
  repeat(state: Descent<P>, times: number, ...data: Data): Descent<P>;
  scan(state: Descent<P>, sequence: Iterable<Data>): Descent<P>;
}

/** The step p - rate · ∇cost(p), compiled: a state goes in and the next comes out; what the cost takes beside p stays an input. */
export function gradientDescent<P extends Tree | Branch<P>, Data extends readonly unknown[]>(
  cost: (p: P, ...data: Data) => Scalar,
  rate: number,
): Step<P, Data> {
  const step = compile(({ p }: Descent<P>, ...data: Data) => {
    const { value, gradient } = valueAndGrad(cost)(p, ...data);
    return { p: mapTree((w, g) => sub(w, mul(rate, g!)), p, gradient as P), cost: value };
  });
  return step as unknown as Step<P, Data>; // while P is generic, the types of `repeat` and `scan` are not known
}

export const startAt = <P>(p: P): Descent<P> => ({ p, cost: scalar(NaN) });

export interface DescendOptions {
  readonly iterations: number;
  /** how many iterations lie between two costs that are kept */
  readonly every: number;
  readonly progress: StartProgress;
  /** what is shown of a cost, itself unless told */
  readonly shown?: (cost: number) => number;
}
export interface Descended<P> {
  readonly state: Descent<P>;
  /** [i, what is shown of the cost in iteration i, before its update], the last included */
  readonly costs: readonly (readonly [number, number])[];
}

/** Steps from p on. Nobody looks at the states between two costs that are kept. */
export function descend<P, Data extends readonly unknown[]>(
  step: Step<P, Data>,
  p: P,
  { iterations, every, progress, shown = (cost) => cost }: DescendOptions,
  ...data: Data
): Descended<P> {
  const meter = progress(iterations, 'iterations', ['cost']);
  const costs: (readonly [number, number])[] = [];
  let state = startAt(p);
  let done = 0;
  const advanceTo = (i: number): void => {
    state = step.repeat(state, i + 1 - done, ...data);
    done = i + 1;
    const cost = shown(item(state.cost));
    costs.push([i, cost]);
    meter.show({ done, cells: [cost.toPrecision(6)] });
  };
  for (let i = 0; i < iterations; i += every) advanceTo(i);
  if (done < iterations) advanceTo(iterations - 1);
  meter.end();
  return { state, costs };
}
