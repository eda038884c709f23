import { matrix } from '@adjoint/core';
import { type Labelled, oneHotOf } from './labelled.ts';
import type { Mnist } from './mnist.ts';

const PIXELS = 784;

/** 0 ... n - 1: the order in which the images lie in the file. */
export const fileOrder = ({ labels }: Mnist): readonly number[] => Array.from(labels.values, (_, row) => row);

/** Images and digits of these rows, in this order; pixels divided by 255. */
export function rowsOf({ images, labels }: Mnist, order: readonly number[]): Labelled<typeof PIXELS> {
  const { values } = images;
  const pixels = new Float64Array(order.length * PIXELS);
  let to = 0;
  for (const row of order) for (let from = row * PIXELS; from < (row + 1) * PIXELS; from += 1, to += 1) pixels[to] = values[from]! / 255;
  return { x: matrix.of(order.length, PIXELS, pixels), y: oneHotOf(order.map((row) => labels.values[row]!)) };
}

/** The same in batches of `size` (the last may have fewer), each made as it is asked for. */
export function* batchesOf(mnist: Mnist, size: number, order: readonly number[]): Generator<Labelled<typeof PIXELS>, void, void> {
  for (let from = 0; from < order.length; from += size) yield rowsOf(mnist, order.slice(from, from + size));
}
