import { add, div, equal, type Mat, max, mean, min, mul, ones, std, sub, where } from '@adjoint/core';

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
  apply: (x, scale) => div(sub(x as Mat, scale.mean as Mat), scale.deviation as Mat) as never,
  invert: (z, scale) => add(mul(z as Mat, scale.deviation as Mat), scale.mean as Mat) as never,
};
