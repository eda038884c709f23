import type { Mat } from '@adjoint/core';

/** Any function that keeps the shape: `sigmoid`, `tanh`, `relu`, one's own. */
export type Activation = <R extends number, C extends number>(x: Mat<R, C>) => Mat<R, C>;

/** x itself: the activation of a layer that has none. Not the maker of unit matrices of `@adjoint/core`. */
export const identity: Activation = (x) => x;
