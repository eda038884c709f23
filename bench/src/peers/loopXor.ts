import type { Tables } from '../tables.ts';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Gradient descent on all four rows at once, without biases, everything in local variables but the rows. */
export function xorBatch({ x, y, w1, w2 }: Tables, steps: number, rate: number): Tables {
  const [xs, ys] = [x!.values, y!.values];
  let [w00, w01, w10, w11] = w1!.values as unknown as [number, number, number, number];
  let [v0, v1] = w2!.values as unknown as [number, number];
  for (let step = 0; step < steps; step += 1) {
    let g00 = 0;
    let g01 = 0;
    let g10 = 0;
    let g11 = 0;
    let u0 = 0;
    let u1 = 0;
    for (let row = 0; row < 4; row += 1) {
      const a = xs[2 * row]!;
      const b = xs[2 * row + 1]!;
      const h0 = sigmoid(a * w00 + b * w10);
      const h1 = sigmoid(a * w01 + b * w11);
      const out = sigmoid(h0 * v0 + h1 * v1);
      const delta = (out - ys[row]!) * out * (1 - out);
      u0 += h0 * delta;
      u1 += h1 * delta;
      const d0 = delta * v0 * h0 * (1 - h0);
      const d1 = delta * v1 * h1 * (1 - h1);
      g00 += a * d0;
      g01 += a * d1;
      g10 += b * d0;
      g11 += b * d1;
    }
    w00 -= rate * g00;
    w01 -= rate * g01;
    w10 -= rate * g10;
    w11 -= rate * g11;
    v0 -= rate * u0;
    v1 -= rate * u1;
  }
  return {
    w1: { rows: 2, columns: 2, values: Float64Array.of(w00, w01, w10, w11) },
    w2: { rows: 2, columns: 1, values: Float64Array.of(v0, v1) },
  };
}

/** A step for each of the four rows, one after another, with biases; written with arrays, as a library is. */
export function xorOnline({ x, y, w1, b1, w2, b2 }: Tables, steps: number, rate: number): Tables {
  const [xs, ys] = [x!.values, y!.values];
  const [w, b, v, c] = [w1!, b1!, w2!, b2!].map(({ values }) => values.slice()) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const h = new Float64Array(2);
  for (let step = 0; step < steps; step += 1) {
    for (let row = 0; row < 4; row += 1) {
      let z = c[0]!;
      for (let unit = 0; unit < 2; unit += 1) {
        h[unit] = sigmoid(xs[2 * row]! * w[unit]! + xs[2 * row + 1]! * w[2 + unit]! + b[unit]!);
        z += h[unit]! * v[unit]!;
      }
      const out = sigmoid(z);
      const delta = rate * (out - ys[row]!) * out * (1 - out);
      for (let unit = 0; unit < 2; unit += 1) {
        const d = delta * v[unit]! * h[unit]! * (1 - h[unit]!);
        v[unit]! -= h[unit]! * delta;
        w[unit]! -= xs[2 * row]! * d;
        w[2 + unit]! -= xs[2 * row + 1]! * d;
        b[unit]! -= d;
      }
      c[0]! -= delta;
    }
  }
  return {
    w1: { rows: 2, columns: 2, values: w },
    b1: { rows: 1, columns: 2, values: b },
    w2: { rows: 2, columns: 1, values: v },
    b2: { rows: 1, columns: 1, values: c },
  };
}
