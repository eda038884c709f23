// Arithmetic of flat vectors. All but addScaled leave their arguments alone.

export const dot = (left: Float64Array, right: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += left[i]! * right[i]!;
  return sum;
};

export const euclideanNorm = (x: Float64Array): number => Math.sqrt(dot(x, x));

/** max |xᵢ|; NaN if any element is */
export const largestMagnitude = (x: Float64Array): number => {
  let largest = 0;
  for (const element of x) largest = Math.max(largest, Math.abs(element));
  return largest;
};

export const scaled = (x: Float64Array, factor: number): Float64Array => x.map((element) => factor * element);

/** x + factor · direction */
export const plusScaled = (x: Float64Array, factor: number, direction: Float64Array): Float64Array =>
  x.map((element, i) => element + factor * direction[i]!);

export const minus = (left: Float64Array, right: Float64Array): Float64Array => plusScaled(left, -1, right);

export const allFinite = (x: Float64Array): boolean => x.every(Number.isFinite);

/** target += factor · direction, for a target that nobody else holds */
export const addScaled = (target: Float64Array, factor: number, direction: Float64Array): void => {
  for (let i = 0; i < target.length; i++) target[i]! += factor * direction[i]!;
};
