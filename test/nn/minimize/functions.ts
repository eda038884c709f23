import { budgetOf } from '../../../packages/nn/src/minimize/budget.ts';
import { type Meter, meter } from '../../../packages/nn/src/minimize/meter.ts';
import type { Objective } from '../../../packages/nn/src/minimize/objective.ts';

/** An objective of the tests with the points where its gradient is zero and its Hessian positive definite. */
export interface Known extends Objective {
  readonly minima: readonly (readonly number[])[];
}

interface OfTwo {
  readonly value: (x: number, y: number) => number;
  readonly gradient: (x: number, y: number) => [number, number];
  /** ∂²/∂x², ∂²/∂x∂y, ∂²/∂y² */
  readonly hessian: (x: number, y: number) => [number, number, number];
}

export const ofTwo = ({ value, gradient, hessian }: OfTwo, minima: readonly (readonly number[])[] = []): Known => ({
  size: 2,
  minima,
  valueAndGradient: ([x, y]) => ({ value: value(x!, y!), gradient: Float64Array.from(gradient(x!, y!)) }),
  hessianVector: ([x, y], [v, w]) => {
    const [xx, xy, yy] = hessian(x!, y!);
    return Float64Array.of(xx * v! + xy * w!, xy * v! + yy * w!);
  },
});

export const rosenbrock: Known = ofTwo(
  {
    value: (x, y) => (1 - x) ** 2 + 100 * (y - x * x) ** 2,
    gradient: (x, y) => [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
    hessian: (x, y) => [2 - 400 * y + 1200 * x * x, -400 * x, 200],
  },
  [[1, 1]],
);

export const himmelblau: Known = ofTwo(
  {
    value: (x, y) => (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2,
    gradient: (x, y) => [4 * x * (x * x + y - 11) + 2 * (x + y * y - 7), 2 * (x * x + y - 11) + 4 * y * (x + y * y - 7)],
    hessian: (x, y) => [12 * x * x + 4 * y - 42, 4 * x + 4 * y, 12 * y * y + 4 * x - 26],
  },
  [
    [3, 2],
    [-2.805118086952745, 3.131312518250573],
    [-3.779310253377747, -3.2831859912861696],
    [3.5844283403304917, -1.8481265269644036],
  ],
);

/** (1.5 - x + x y)² + (2.25 - x + x y²)² + (2.625 - x + x y³)² */
const bealeTerms = [1.5, 2.25, 2.625].map((constant, i) => {
  const power = i + 1;
  return {
    r: (x: number, y: number) => constant - x + x * y ** power,
    rx: (y: number) => y ** power - 1,
    ry: (x: number, y: number) => power * x * y ** (power - 1),
    rxy: (y: number) => power * y ** (power - 1),
    ryy: (x: number, y: number) => (power === 1 ? 0 : power * (power - 1) * x * y ** (power - 2)),
  };
});
const overTerms = (of: (term: (typeof bealeTerms)[number]) => number): number => bealeTerms.reduce((sum, term) => sum + of(term), 0);

export const beale: Known = ofTwo(
  {
    value: (x, y) => overTerms(({ r }) => r(x, y) ** 2),
    gradient: (x, y) => [overTerms(({ r, rx }) => 2 * r(x, y) * rx(y)), overTerms(({ r, ry }) => 2 * r(x, y) * ry(x, y))],
    hessian: (x, y) => [
      overTerms(({ rx }) => 2 * rx(y) ** 2),
      overTerms(({ r, rx, ry, rxy }) => 2 * (rx(y) * ry(x, y) + r(x, y) * rxy(y))),
      overTerms(({ r, ry, ryy }) => 2 * (ry(x, y) ** 2 + r(x, y) * ryy(x, y))),
    ],
  },
  [[3, 0.5]],
);

/** offset + ½ (x - minimum)ᵀ A (x - minimum), A with these eigenvalues and the reflection by `mirror` as eigenvectors. */
export const quadratic = (eigenvalues: readonly number[], mirror: readonly number[], minimum: readonly number[], offset = 0): Known => {
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, element, i) => sum + element * b[i]!, 0);
  const square = dot(mirror, mirror);
  const reflected = (v: readonly number[]): number[] =>
    square === 0 ? [...v] : v.map((element, i) => element - ((2 * dot(mirror, v)) / square) * mirror[i]!);
  const times = (v: readonly number[]): number[] => reflected(reflected(v).map((element, i) => eigenvalues[i]! * element));
  return {
    size: eigenvalues.length,
    minima: [minimum],
    valueAndGradient: (x) => {
      const away = minimum.map((element, i) => x[i]! - element);
      const gradient = times(away);
      return { value: offset + dot(away, gradient) / 2, gradient: Float64Array.from(gradient) };
    },
    hessianVector: (_x, v) => Float64Array.from(times([...v])),
  };
};

/** Σ cᵢ xᵢ - log xᵢ: NaN where an element is negative, Infinity at 0; the minimum is at 1 / cᵢ. */
export const logBarrier = (slopes: readonly number[]): Known => ({
  size: slopes.length,
  minima: [slopes.map((slope) => 1 / slope)],
  valueAndGradient: (x) => ({
    value: slopes.reduce((sum, slope, i) => sum + slope * x[i]! - Math.log(x[i]!), 0),
    gradient: Float64Array.from(slopes, (slope, i) => slope - 1 / x[i]!),
  }),
  hessianVector: (x, v) => v.map((element, i) => element / x[i]! ** 2),
});

interface OfOne {
  readonly value: (x: number) => number;
  readonly slope: (x: number) => number;
  readonly bend: (x: number) => number;
}

export const ofOne = ({ value, slope, bend }: OfOne, minima: readonly (readonly number[])[] = []): Known => ({
  size: 1,
  minima,
  valueAndGradient: ([x]) => ({ value: value(x!), gradient: Float64Array.of(slope(x!)) }),
  hessianVector: ([x], [v]) => Float64Array.of(bend(x!) * v!),
});

/** (x - 2)² up to x = 1 and NaN beyond: no minimum, and no step across. */
export const wall: Known = ofOne({
  value: (x) => (x > 1 ? NaN : (x - 2) ** 2),
  slope: (x) => (x > 1 ? NaN : 2 * (x - 2)),
  bend: () => 2,
});

/** The objective with every call counted and every finite value kept. */
export const watched = (objective: Objective): Objective & { readonly calls: () => number; readonly values: readonly number[] } => {
  let calls = 0;
  const values: number[] = [];
  return {
    size: objective.size,
    calls: () => calls,
    values,
    valueAndGradient: (x) => {
      calls += 1;
      const answer = objective.valueAndGradient(x);
      if (Number.isFinite(answer.value) && answer.gradient.every(Number.isFinite)) values.push(answer.value);
      return answer;
    },
    hessianVector: (x, v) => {
      calls += 1;
      return objective.hessianVector(x, v);
    },
  };
};

export const metered = (objective: Objective, maxEvaluations: number): Meter =>
  meter(objective, budgetOf({ maxEvaluations, maxSeconds: Infinity }));

export const distanceToNearest = (point: Float64Array, { minima }: Known): number =>
  Math.min(...minima.map((minimum) => Math.hypot(...minimum.map((element, i) => element - point[i]!))));
