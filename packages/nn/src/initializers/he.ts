import { drawing, type Initializer } from './initializer.ts';

/** Evenly within ±√(6 / rows), rows being the inputs: for `relu`, which halves the variance (He et al. 2015). */
export const heUniform: Initializer = drawing('heUniform', (rows, columns, random) => {
  const bound = Math.sqrt(6 / rows);
  return random.uniform(rows, columns, -bound, bound).value;
});

/** Normally with variance 2 / rows, rows being the inputs (He et al. 2015, eq. 10). */
export const heNormal: Initializer = drawing(
  'heNormal',
  (rows, columns, random) => random.normal(rows, columns, 0, Math.sqrt(2 / rows)).value,
);
