import { drawing, type Initializer } from './initializer.ts';

/** Evenly over [low, high). */
export const uniform = (low: number, high: number): Initializer =>
  drawing('uniform(low, high)', (rows, columns, random) => random.uniform(rows, columns, low, high).value);

/** Normally distributed. */
export const normal = (mean: number, deviation: number): Initializer =>
  drawing('normal(mean, deviation)', (rows, columns, random) => random.normal(rows, columns, mean, deviation).value);
