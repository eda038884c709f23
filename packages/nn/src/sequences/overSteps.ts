import type { Mat } from '@adjoint/core';

/** What a cell remembers, batch x size each: `h`, which it also gives, and of an LSTM `c`. */
export type State<Names extends string = string, B extends number = number, Size extends number = number> = {
  readonly [Name in Names]: Mat<B, Size>;
};

/** What a cell gave after each step, and what it remembers after the last. */
export interface Unrolled<B extends number, Size extends number, Names extends string> {
  readonly outputs: readonly Mat<B, Size>[];
  readonly state: State<Names, B, Size>;
}

/** Step after step. */
export function overSteps<Params, Names extends string>(
  step: (parameters: Params, x: Mat, state: State<Names>) => State<Names>,
  parameters: Params,
  xs: readonly Mat[],
  start: State<Names>,
): Unrolled<number, number, Names> {
  let state = start;
  const outputs = xs.map((x): Mat => {
    state = step(parameters, x, state);
    return (state as State)['h']!;
  });
  return { outputs, state };
}
