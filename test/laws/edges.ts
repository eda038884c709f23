/** Values at which floating-point functions go wrong. */
export const small: readonly number[] = [0, -0, 5e-324, -5e-324, 1e-310, -1e-310, 1e-154, -1e-154];
export const large: readonly number[] = [1e154, -1e154, 800, -800, 40, -40, Infinity, -Infinity];
export const edges: readonly number[] = [...small, ...large, NaN];
