import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DecodeError } from '@adjoint/core';
import { decodeMatlab } from '@adjoint/nn';
import { describe, expect, test } from 'vitest';
import { type Ex4, ex4From, readEx4 } from '../../packages/examples/src/data/ex4.ts';
import { type Mnist, readMnist } from '../../packages/examples/src/data/mnist.ts';
import { resizeWeights } from '../../packages/examples/src/data/resizeWeights.ts';

let once: Ex4 | undefined;
function read(): Ex4 {
  const result = once ?? readEx4();
  if ('x' in result) return result;
  if (result._tag === 'Left') throw result.left;
  return (once = result.right);
}

test.each([
  ['train', 60000, [5, 0, 4, 1, 9]],
  ['t10k', 10000, [7, 2, 1, 0, 4]],
] as const)('MNIST %s has %i images of 28x28 and their labels', (part, count, labels) => {
  const result = readMnist(part);
  if (result._tag === 'Left') throw result.left;
  expect(result.right.images.sizes).toEqual([count, 28, 28]);
  expect(result.right.labels.sizes).toEqual([count]);
  expect(Array.from(result.right.labels.values.slice(0, 5))).toEqual(labels);
});

describe("exercise 4's images", () => {
  test('are 5000 of 400 pixels, 500 of each digit, ascending', () => {
    const { x, digits } = read();
    expect([x.length, digits.length]).toEqual([5000 * 400, 5000]);
    expect([...digits]).toEqual(Array.from({ length: 5000 }, (_, row) => Math.floor(row / 500)));
  });
  test('have the extremes that the course has', () => {
    const { x } = read();
    const low = x.reduce((a, b) => Math.min(a, b));
    const high = x.reduce((a, b) => Math.max(a, b));
    expect([low.toFixed(6), high.toFixed(6)]).toEqual(['-0.131963', '1.127688']);
  });
  test('equal the rebuilt ex4data1.mat', ({ skip }) => {
    const file = fileURLToPath(new URL('../../../shared/data/ex4/ex4data1-rebuilt.mat', import.meta.url));
    if (!existsSync(file)) skip(`there is no ${file}`);
    const rebuilt = decodeMatlab(readFileSync(file), 'ex4data1-rebuilt.mat');
    if (rebuilt._tag === 'Left') throw rebuilt.left;
    const { x, digits } = read();
    const theirs = rebuilt.right.get('X')!.values;
    expect(x.reduce((most, value, i) => Math.max(most, Math.abs(value - theirs[i]!)), 0)).toBeLessThan(1e-12);
    expect([...rebuilt.right.get('y')!.values].map((label) => label % 10)).toEqual([...digits]);
  });
  test('cannot be made of fewer than 500 images of a digit', () => {
    const few: Mnist = { images: { sizes: [1, 28, 28], values: new Uint8Array(784) }, labels: { sizes: [1], values: Uint8Array.of(0) } };
    expect(ex4From(few)).toEqual({
      _tag: 'Left',
      left: new DecodeError({ source: 'mnist train', place: 'digit 0', expected: 'at least 500 images', found: '1' }),
    });
  });
});

describe('the weights of a resized line', () => {
  const rowsOf = (from: number, to: number): number[][] =>
    Array.from({ length: to }, (_, i) => [...resizeWeights(from, to).subarray(i * from, (i + 1) * from)]);
  test('add up to 1, so that a white image stays white', () => {
    for (const [from, to] of [
      [28, 20],
      [20, 28],
      [7, 3],
      [1, 5],
      [5, 1],
    ] as const) {
      for (const row of rowsOf(from, to)) expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 14);
    }
  });
  test('leave a line of the same length as it is', () => {
    rowsOf(6, 6).forEach((row, i) => expect(row.map(Math.abs)).toEqual(Array.from({ length: 6 }, (_, j) => (i === j ? 1 : 0))));
  });
  test('are mirror images of each other from both ends', () => {
    const rows = rowsOf(28, 20);
    rows.forEach((row, i) => row.forEach((weight, j) => expect(weight).toBeCloseTo(rows[19 - i]![27 - j]!, 14)));
  });
  test('keep a ramp straight away from the edges', () => {
    rowsOf(28, 20)
      .slice(3, 17)
      .forEach((row, i) => expect(row.reduce((sum, weight, j) => sum + weight * j, 0)).toBeCloseTo((i + 3.5) * 1.4 - 0.5, 1));
  });
});
