import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { decodeIdx, decodeMatlab } from '@adjoint/nn';
import { describe, expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
/** The bytes of a file beside the project; the test is skipped, with the reason, when it is not there. */
function bytesOf(name: string, skip: (reason: string) => void): Uint8Array {
  if (!existsSync(folder + name)) skip(`the data are not beside the project: there is no ${folder}${name}`);
  return readFileSync(folder + name);
}
function right<A>(result: { readonly _tag: 'Left'; readonly left: Error } | { readonly _tag: 'Right'; readonly right: A }): A {
  if (result._tag === 'Left') throw result.left;
  return result.right;
}
const extremes = (values: Iterable<number>): readonly [number, number] => {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
};

describe("the course's files", () => {
  test('ex4/ex4weights.mat holds Theta1 25x401 and Theta2 10x26', ({ skip }) => {
    const bytes = bytesOf('ex4/ex4weights.mat', skip);
    const variables = right(decodeMatlab(bytes, 'ex4weights.mat'));
    expect([...variables].map(([name, { rows, columns, values }]) => [name, rows, columns, values.length])).toEqual([
      ['Theta1', 25, 401, 25 * 401],
      ['Theta2', 10, 26, 260],
    ]);
    expect(variables.get('Theta2')?.values.at(-1)).toBe(-1.3275204189639918);
    expect(variables.get('Theta1')?.values.at(401)).toBe(-0.09838112938523186);
    expect(variables.get('Theta1')?.values.slice(0, 2)).toEqual(Float64Array.of(-0.022562389859934213, -1.0562416310683364e-8));
  });
  test('ex4/ex4data1-rebuilt.mat holds X 5000x400 and y 5000x1', ({ skip }) => {
    const bytes = bytesOf('ex4/ex4data1-rebuilt.mat', skip);
    const variables = right(decodeMatlab(bytes, 'ex4data1-rebuilt.mat'));
    const [x, y] = ['X', 'y'].map((name) => variables.get(name)!);
    expect([x?.rows, x?.columns, y?.rows, y?.columns]).toEqual([5000, 400, 5000, 1]);
    const [low, high] = extremes(x!.values);
    expect([low.toFixed(6), high.toFixed(6)]).toEqual(['-0.131963', '1.127688']);
    expect([...y!.values]).toEqual(Array.from({ length: 5000 }, (_, row) => (row < 500 ? 10 : Math.floor(row / 500))));
  });
});

describe('MNIST in gzip', () => {
  test('mnist/train-labels-idx1-ubyte.gz holds 60000 labels that begin with 5 0 4 1 9', ({ skip }) => {
    const bytes = bytesOf('mnist/train-labels-idx1-ubyte.gz', skip);
    const { sizes, values } = right(decodeIdx(bytes, 'train-labels'));
    expect([...sizes, ...values.slice(0, 5)]).toEqual([60000, 5, 0, 4, 1, 9]);
  });
  test('mnist/train-images-idx3-ubyte.gz holds 60000 images of 28x28', ({ skip }) => {
    const bytes = bytesOf('mnist/train-images-idx3-ubyte.gz', skip);
    const { sizes, values } = right(decodeIdx(bytes, 'train-images'));
    expect(sizes).toEqual([60000, 28, 28]);
    expect((values as Uint8Array).subarray(152, 164)).toEqual(Uint8Array.of(3, 18, 18, 18, 126, 136, 175, 26, 166, 255, 247, 127));
    expect(values.length).toBe(60000 * 784);
  });
  test('mnist/t10k-labels-idx1-ubyte.gz holds 10000 labels that begin with 7 2 1 0 4', ({ skip }) => {
    const bytes = bytesOf('mnist/t10k-labels-idx1-ubyte.gz', skip);
    const { sizes, values } = right(decodeIdx(bytes, 't10k-labels'));
    expect([...sizes, ...values.slice(0, 5)]).toEqual([10000, 7, 2, 1, 0, 4]);
  });
  test('mnist/t10k-images-idx3-ubyte.gz holds 10000 images of 28x28', ({ skip }) => {
    const bytes = bytesOf('mnist/t10k-images-idx3-ubyte.gz', skip);
    expect(right(decodeIdx(bytes, 't10k-images')).sizes).toEqual([10000, 28, 28]);
  });
  test('ex4/ex4-source-images-idx3-ubyte.gz holds 5000 images of 28x28', ({ skip }) => {
    const bytes = bytesOf('ex4/ex4-source-images-idx3-ubyte.gz', skip);
    expect(right(decodeIdx(bytes, 'ex4')).sizes).toEqual([5000, 28, 28]);
  });
  test('ex4/ex4-source-labels-idx1-ubyte.gz holds 500 labels of each digit, ascending', ({ skip }) => {
    const bytes = bytesOf('ex4/ex4-source-labels-idx1-ubyte.gz', skip);
    expect([...right(decodeIdx(bytes, 'ex4')).values]).toEqual(Array.from({ length: 5000 }, (_, row) => Math.floor(row / 500)));
  });
});
