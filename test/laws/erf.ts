/** erf by its power series near 0 and its continued fraction far out (Abramowitz & Stegun 7.1.6 and 7.1.14). */
export function erfOf(x: number): number {
  if (Number.isNaN(x) || x === 0) return x;
  const size = Math.abs(x);
  return Math.sign(x) * (size < 2.5 ? series(size) : 1 - complement(size));
}
function series(x: number): number {
  let [term, sum] = [x, x];
  for (let n = 1; n < 200 && term > sum * 1e-18; n += 1) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
function complement(x: number): number {
  if (x > 30) return 0;
  let fraction = x;
  for (let n = 200; n > 0; n -= 1) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
}
