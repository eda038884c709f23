import { add, ArgumentError, div, equal, isMat, type Mat, max, mean, min, mul, ones, std, sub, where } from '@adjoint/core';
import { textOf } from '../textOf.ts';

/** What standardizing needs to know of a data set, per column: a plain tree, kept with the parameters. */
export interface Standardization<C extends number = number> {
  readonly mean: Mat<1, C>;
  /** 1 where a column is constant */
  readonly deviation: Mat<1, C>;
}

/**
 * z = (x - mean) / deviation per column, as scikit-learn's StandardScaler (the variance divides by n). Fit on the training rows only, apply to all:
 * `const scale = standardize.fit(train); standardize.apply(test, scale)`.
 */
export const standardize: {
  /** the mean and the standard deviation of every column of n x c numbers */
  fit<R extends number, C extends number>(x: Mat<R, C>): Standardization<C>;
  apply<R extends number, C extends number>(x: Mat<R, C>, scale: Standardization<C>): Mat<R, C>;
  /** the x that was standardized */
  invert<R extends number, C extends number>(z: Mat<R, C>, scale: Standardization<C>): Mat<R, C>;
} = {
  fit: <C extends number>(data: Mat<number, C>) => {
    const x: Mat = data;
    const isConstant = equal(max(x, { axis: 0 }), min(x, { axis: 0 })); // rounding may give a constant column a deviation
    const deviation = where(isConstant, ones(1, x.columns), std(x, { axis: 0 }));
    return { mean: mean(x, { axis: 0 }), deviation } as unknown as Standardization<C>;
  },
  apply: (x, scale) => {
    const { mean: center, deviation } = requireScale(scale);
    return div(sub(x as Mat, center), deviation) as never;
  },
  invert: (z, scale) => {
    const { mean: center, deviation } = requireScale(scale);
    return add(mul(z as Mat, deviation), center) as never;
  },
};

function requireScale(scale: Standardization): Standardization {
  if (isMat(scale?.mean) && isMat(scale.deviation)) return scale;
  throw new ArgumentError(`standardize: the scale must be { mean, deviation }, got ${textOf(scale)}. Make it with standardize.fit(x)`);
}
