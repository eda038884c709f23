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

export const scaled = (x: Float64Array, factor: number): Float64Array => {
  const result = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) result[i] = factor * x[i]!;
  return result;
};

/** x + factor · direction */
export const plusScaled = (x: Float64Array, factor: number, direction: Float64Array): Float64Array => {
  const result = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) result[i] = x[i]! + factor * direction[i]!;
  return result;
};

export const minus = (left: Float64Array, right: Float64Array): Float64Array => plusScaled(left, -1, right);

/** target += factor · direction, for a target that nobody else holds */
export const addScaled = (target: Float64Array, factor: number, direction: Float64Array): void => {
  for (let i = 0; i < target.length; i++) target[i]! += factor * direction[i]!;
};
