import { isDense } from '../packages/core/src/matrix/denseMatrix.ts';
import { expect } from 'vitest';

// The numbers of a matrix are private, so that comparing by fields would call all matrices of one class equal.
expect.addEqualityTesters([
  (a: unknown, b: unknown): boolean | undefined => {
    if (!isDense(a) || !isDense(b)) return undefined;
    const [x, y] = [a.toFloat64Array(), b.toFloat64Array()];
    return a.rows === b.rows && a.columns === b.columns && x.every((value, i) => Object.is(value, y[i]));
  },
]);
