import type { IterationState, Outcome } from './method.ts';

/** Sees every state; `'stop'` ends the run there. */
export type OnIteration = (state: IterationState) => 'stop' | void;

/** Runs a method to its end, or until `onIteration` returns `'stop'`. */
export const runMethod = (iterations: Generator<IterationState, Outcome, void>, onIteration: OnIteration = () => undefined): Outcome => {
  for (;;) {
    const turn = iterations.next();
    if (turn.done === true) return turn.value;
    if (onIteration(turn.value) === 'stop') return stoppedAt(turn.value, iterations);
  }
};

const stoppedAt = (state: IterationState, iterations: Generator<IterationState, Outcome, void>): Outcome => {
  const status = 'stopped';
  const message = `onIteration stopped the run after iteration ${state.iterations}.`;
  iterations.return({ state, status, message });
  return { state, status, message };
};
