import { ArgumentError, type Mat } from '@adjoint/core';
import { mersenne } from 'pure-rand/generator/mersenne';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { filled, type Gaussians, gaussians, normals, shuffled, uniforms } from './draws.ts';
import type { Drawn, Random } from './random.ts';

/** NumPy's legacy generator, `numpy.random.RandomState`, as an immutable source. */
export interface NumpyRandom extends Random {
  /** `low + (high - low) * rand(rows, columns)`, to the bit. */
  uniform<R extends number, C extends number>(rows: R, columns: C, low: number, high: number): Drawn<Mat<R, C>, NumpyRandom>;
  /** `mean + deviation * randn(rows, columns)`. */
  normal<R extends number, C extends number>(rows: R, columns: C, mean: number, deviation: number): Drawn<Mat<R, C>, NumpyRandom>;
  /** Doubles of [0, 1), to the bit. */
  rand<R extends number, C extends number>(rows: R, columns: C): Drawn<Mat<R, C>, NumpyRandom>;
  /** Standard normal numbers, within 2 ulp. One that is left of a pair starts the next draw. */
  randn<R extends number, C extends number>(rows: R, columns: C): Drawn<Mat<R, C>, NumpyRandom>;
  /** 0 ... n - 1 in random order, to the bit. */
  permutation(n: number): Drawn<readonly number[], NumpyRandom>;
}

/** MT19937 as `numpy.random.seed(seed)` starts it. @throws ArgumentError unless the seed is a whole number from 0 to 2^32 - 1 */
export function numpyRandom(seed: number): NumpyRandom {
  if (!Number.isInteger(seed) || seed < 0 || seed > 2 ** 32 - 1) {
    throw new ArgumentError(
      `numpyRandom(${String(seed)}): the seed must be a whole number from 0 to 2^32 - 1, as NumPy's legacy generator wants it. Write numpyRandom(42)`,
    );
  }
  return sourceAt(mersenne(seed), undefined);
}

function sourceAt(kept: RandomGenerator, spare: number | undefined): NumpyRandom {
  const draw = <A>(take: (words: RandomGenerator) => A): Drawn<A, NumpyRandom> => {
    const words = kept.clone(); // drawing changes a generator
    const value = take(words);
    return { value, random: sourceAt(words, spare) };
  };
  const drawNormal = <A>(take: (stream: Gaussians) => A): Drawn<A, NumpyRandom> => {
    const words = kept.clone();
    const stream = gaussians(words, spare);
    const value = take(stream);
    return { value, random: sourceAt(words, stream.spare) };
  };
  return {
    uniform: (rows, columns, low, high) => draw((words) => filled(rows, columns, uniforms(words, low, high))),
    normal: (rows, columns, mean, deviation) => drawNormal((stream) => filled(rows, columns, normals(stream, mean, deviation))),
    rand: (rows, columns) => draw((words) => filled(rows, columns, uniforms(words, 0, 1))),
    randn: (rows, columns) => drawNormal((stream) => filled(rows, columns, stream.next)),
    permutation: (n) => draw((words) => shuffled(words, n)),
  };
}
