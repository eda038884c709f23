import { type Budget, budgetOf } from './budget.ts';
import { endingAt, endingWhereStuck, endingWhereUnbounded, isRounding, nonFiniteStart, onlyRoundingLeft } from './endings.ts';
import { type Meter, meter } from './meter.ts';
import type { IterationState, MethodOptions, Outcome, Steps } from './method.ts';
import type { Objective } from './objective.ts';
import { checkedStart, isFiniteState, stateAt } from './state.ts';
import { type Line, type LineSearchResult, strongWolfe, type StrongWolfeOptions, type Trial } from './strongWolfe.ts';
import { largestMagnitude, scaled } from './vectors.ts';

/** A line from the current state, and how to search it. */
export interface Way extends Omit<Line, 'from'>, Partial<StrongWolfeOptions> {}

/** A step that was made. */
export interface Move {
  readonly from: IterationState;
  readonly to: IterationState;
  readonly way: Way;
  /** how far along the way */
  readonly step: number;
}

/** A method that goes from line search to line search: which way it goes, and what it remembers of the moves so far. */
export interface Descent<Memory> {
  readonly empty: Memory;
  readonly way: (state: IterationState, memory: Memory, meter: Meter) => Way;
  readonly remember: (memory: Memory, move: Move) => Memory;
  /** where `way` leads to nothing lower; along the gradient unless given */
  readonly retreat?: (state: IterationState) => Way;
  /** max |gᵢ| unless given */
  readonly gradientNorm?: (point: Float64Array, gradient: Float64Array) => number;
}

/** After so many iterations in a row without a lower value or a smaller gradient than ever, rounding hides what is left. */
const LEVEL_ITERATIONS = 100;

/** Descends from the start until a test or a limit holds. The value never rises; the memory is emptied where the way it told leads nowhere. */
export function* descend<Memory>(objective: Objective, start: Float64Array, settings: MethodOptions, descent: Descent<Memory>): Steps {
  const { gradientNorm = (_point, gradient) => largestMagnitude(gradient) } = descent;
  const point = checkedStart(objective, start);
  const budget = budgetOf(settings);
  const counted = meter(objective, budget);
  const first = counted.valueAndGradient(point);
  let state = stateAt(point, first, { iterations: 0, evaluations: budget.evaluations }, gradientNorm(point, first.gradient));
  if (!isFiniteState(state)) return { state, ...nonFiniteStart };
  yield state;
  let ending = endingAt(state, undefined, settings, budget);
  let { empty: memory } = descent;
  let level = 0;
  let least = state.gradientNorm;
  while (ending === undefined) {
    const { search, way, isRetreat } = searchFrom(state, memory, descent, counted);
    const { step, point: to, gradient } = search.trial;
    if (step === 0) return stuck(search, state, budget);
    const counts = { iterations: state.iterations + 1, evaluations: budget.evaluations };
    const next = stateAt(to, search.trial, counts, gradientNorm(to, gradient));
    yield next;
    const previous = search.ending === 'wolfe' ? state : undefined;
    ending = search.ending === 'unbounded' ? endingWhereUnbounded(search) : endingAt(next, previous, settings, budget);
    level = next.value < state.value || next.gradientNorm < least ? 0 : level + 1;
    least = Math.min(least, next.gradientNorm);
    if (level === LEVEL_ITERATIONS) ending ??= onlyRoundingLeft(next);
    memory = descent.remember(isRetreat ? descent.empty : memory, { from: state, to: next, way, step });
    state = next;
  }
  return { state, ...ending };
}

interface Searched {
  readonly search: LineSearchResult;
  readonly way: Way;
  readonly isRetreat: boolean;
}

const searchFrom = <Memory>(state: IterationState, memory: Memory, descent: Descent<Memory>, counted: Meter): Searched => {
  const way = descent.way(state, memory, counted);
  const search = strongWolfe(counted, { ...way, from: state }, way);
  const isOver = search.trial.step > 0 || search.ending === 'limit' || promisesOnlyRounding(search.trial);
  if (isOver) return { search, way, isRetreat: false };
  const retreat = (descent.retreat ?? alongGradient)(state);
  return { search: strongWolfe(counted, { ...retreat, from: state }, retreat), way: retreat, isRetreat: true };
};

/** Whether even the whole direction would gain nothing that the value could show. Where a part of it would not, another way still may. */
const promisesOnlyRounding = ({ slope, value }: Trial): boolean => slope < 0 && isRounding(-slope, value);

/** Steepest descent, no element farther than 1. */
const alongGradient = ({ gradient, gradientNorm }: IterationState): Way => ({ direction: scaled(gradient, -1 / gradientNorm) });

const stuck = (search: LineSearchResult, state: IterationState, budget: Budget): Outcome => ({
  state: { ...state, evaluations: budget.evaluations },
  ...((search.ending === 'limit' ? budget.ending() : undefined) ?? endingWhereStuck(search, state)),
});
