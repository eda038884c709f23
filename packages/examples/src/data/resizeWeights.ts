/** Keys' cubic convolution kernel, a = -1/2 (R. G. Keys, 1981, equation 15). */
function cubic(t: number): number {
  const x = Math.abs(t);
  if (x <= 1) return (1.5 * x - 2.5) * x * x + 1;
  if (x <= 2) return ((-0.5 * x + 2.5) * x - 4) * x + 2;
  return 0;
}

/**
 * The matrix R, `to` x `from` row by row, that resizes a column of `from` pixels to `to` as MATLAB's imresize does: bicubic, widened when it
 * shrinks (antialiasing), pixels at the edge replicated. An image is resized by R · image · Rᵀ.
 */
export function resizeWeights(from: number, to: number): Float64Array {
  const scale = to / from;
  const shrink = Math.min(1, scale);
  const reach = 2 / shrink;
  const weights = new Float64Array(to * from);
  for (let i = 0; i < to; i += 1) {
    const center = (i + 0.5) / scale - 0.5;
    const row = weights.subarray(i * from, (i + 1) * from);
    let sum = 0;
    for (let j = Math.floor(center - reach); j <= Math.ceil(center + reach); j += 1) {
      const weight = cubic(shrink * (center - j));
      row[Math.min(from - 1, Math.max(0, j))]! += weight;
      sum += weight;
    }
    for (let j = 0; j < from; j += 1) row[j]! /= sum;
  }
  return weights;
}
