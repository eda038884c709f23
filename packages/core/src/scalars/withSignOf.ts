/** The value of an odd function at x, from its value y >= 0 at |x|; ±0 and NaN answer themselves. */
export const withSignOf = (x: number, y: number): number => (x > 0 ? y : x < 0 ? -y : x);
