import { drawing, type Initializer } from './initializer.ts';

/** Evenly within ±√(6 / (rows + columns)): keeps variances the same forward and backward (Glorot & Bengio 2010, eq. 16). */
export const glorotUniform: Initializer = drawing('glorotUniform', (rows, columns, random) => {
  const bound = Math.sqrt(6 / (rows + columns));
  return random.uniform(rows, columns, -bound, bound).value;
});

/** Normally with variance 2 / (rows + columns) (Glorot & Bengio 2010, eq. 12). */
export const glorotNormal: Initializer = drawing(
  'glorotNormal',
  (rows, columns, random) => random.normal(rows, columns, 0, Math.sqrt(2 / (rows + columns))).value,
);
