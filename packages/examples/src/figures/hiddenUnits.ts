import type { Mat } from '@adjoint/core';
import { encode } from 'fast-png';

const IMAGE = 20;
const PER_SIDE = 5;
/** picture elements per weight and between images */
const ZOOM = 6;
const TILE = (IMAGE + 1) * ZOOM;
const SIDE = PER_SIDE * TILE + ZOOM;

/** What 25 hidden units look for: a grid of 5x5 images, weight by weight, each from black (its smallest weight) to white (its largest), as a PNG. */
export function hiddenUnits(w: Mat<400, 25>): Uint8Array {
  const data = new Uint8Array(SIDE * SIDE).fill(BORDER);
  const weights = w.toFloat64Array();
  for (let unit = 0; unit < PER_SIDE * PER_SIDE; unit += 1) {
    const shades = shadesOf(Float64Array.from({ length: IMAGE * IMAGE }, (_, pixel) => weights[pixel * 25 + unit]!));
    const top = ZOOM + Math.floor(unit / PER_SIDE) * TILE;
    const start = ZOOM + (unit % PER_SIDE) * TILE;
    for (let i = 0; i < IMAGE * ZOOM; i += 1) {
      for (let j = 0; j < IMAGE * ZOOM; j += 1) {
        const pixel = Math.floor(j / ZOOM) * IMAGE + Math.floor(i / ZOOM); // unrolled column by column
        data[(top + i) * SIDE + start + j] = shades[pixel]!;
      }
    }
  }
  return encode({ width: SIDE, height: SIDE, data, depth: 8, channels: 1 });
}

const BORDER = 64;
const GREY = 128;

function shadesOf(weights: Float64Array): Uint8Array {
  const low = weights.reduce((a, b) => Math.min(a, b));
  const range = weights.reduce((a, b) => Math.max(a, b)) - low;
  return Uint8Array.from(weights, (weight) => (range > 0 ? Math.round((255 * (weight - low)) / range) : GREY));
}
