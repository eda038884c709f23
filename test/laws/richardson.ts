// Central differences C(h) = (f(h) - f(-h)) / 2h, extrapolated: R(h) = (4 C(h) - C(2h)) / 3 has an error of order h⁴.

const step = Number.EPSILON ** (1 / 5);

export interface Estimate {
  readonly slope: number;
  /** how much the estimate still changes when the step is halved */
  readonly unsure: number;
}

/** f'(0) from six values of f. */
export function richardson(f: (t: number) => number): Estimate {
  const central = (h: number) => (f(h) - f(-h)) / (2 * h);
  const [half, whole, double] = [central(step / 2), central(step), central(2 * step)];
  const coarse = (4 * whole - double) / 3;
  return { slope: coarse, unsure: Math.abs(coarse - (4 * half - whole) / 3) };
}

/** @throws when the slope of f at 0 is not what it is said to be, to 1e-10 of the size of what is computed */
export function requireSlope(slope: number, f: (t: number) => number): void {
  const estimate = richardson(f);
  const size = Math.max(1, Math.abs(f(0)), Math.abs(slope));
  if (Math.abs(slope - estimate.slope) <= 1e-10 * size + 20 * estimate.unsure) return;
  throw new Error(`the slope is said to be ${slope}; extrapolated differences give ${estimate.slope} (unsure by ${estimate.unsure})`);
}
