import type { Ending } from './method.ts';

/** Sees a state; `'stop'` ends the run there. */
export type OnIteration<State> = (state: State) => 'stop' | void;

/** Runs to the end, or until `onIteration` returns `'stop'`; then `stoppedAt` makes the result. */
export function runMethod<State extends { readonly iterations: number }, Result>(
  steps: Generator<State, Result, void>,
  onIteration: OnIteration<State>,
  stoppedAt: (state: State, ending: Ending) => Result,
): Result {
  for (;;) {
    const turn = steps.next();
    if (turn.done === true) return turn.value;
    if (onIteration(turn.value) !== 'stop') continue;
    const ending: Ending = { status: 'stopped', message: `onIteration stopped the run after iteration ${turn.value.iterations}.` };
    const result = stoppedAt(turn.value, ending);
    steps.return(result);
    return result;
  }
}
