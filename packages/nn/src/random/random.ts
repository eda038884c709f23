import { ArgumentError, type Mat } from '@adjoint/core';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { filled, gaussians, normals, shuffled, uniforms } from './draws.ts';
import { scramble } from './scramble.ts';

/** What was drawn, and where the next draw continues. */
export interface Drawn<A, G = Random> {
  readonly value: A;
  readonly random: G;
}

/** A source of random matrices. Immutable: the same draw from the same source gives the same numbers; draw on from the `random` it gave. */
export interface Random {
  /** Evenly spread over [low, high); rounding may give high itself. */
  uniform<R extends number, C extends number>(rows: R, columns: C, low: number, high: number): Drawn<Mat<R, C>>;
  /** Normally distributed. */
  normal<R extends number, C extends number>(rows: R, columns: C, mean: number, deviation: number): Drawn<Mat<R, C>>;
}

/** Four signed 32-bit words, not all zero: goes into checkpoints as it is. */
export type RandomState = readonly number[];

/** What `random` makes: its state can be kept, and it can be split. */
export interface SeededRandom extends Random {
  readonly state: RandomState;
  uniform<R extends number, C extends number>(rows: R, columns: C, low: number, high: number): Drawn<Mat<R, C>, SeededRandom>;
  normal<R extends number, C extends number>(rows: R, columns: C, mean: number, deviation: number): Drawn<Mat<R, C>, SeededRandom>;
  /** 0 ... n - 1 in random order. */
  permutation(n: number): Drawn<readonly number[], SeededRandom>;
}

/** A source of random numbers (xoroshiro128+). @throws ArgumentError unless the seed is a safe integer */
export function random(seed: number): SeededRandom {
  if (!Number.isSafeInteger(seed))
    throw new ArgumentError(`random(${String(seed)}): the seed must be a whole number from -(2^53 - 1) to 2^53 - 1. Write random(42)`);
  return sourceAt(scramble([seed | 0, Math.floor(seed / 2 ** 32) | 0]));
}

/** The source whose `state` this is. @throws ArgumentError unless it is four signed 32-bit words, not all zero */
export function fromState(state: RandomState): SeededRandom {
  if (!Array.isArray(state)) throw new ArgumentError('fromState: a state is four signed 32-bit whole numbers, as in random(42).state');
  if (state.length !== 4 || state.some((word) => word !== (word | 0)) || state.every((word) => word === 0)) {
    throw new ArgumentError(
      `fromState([${state.map(String).join(', ')}]): a state is four signed 32-bit whole numbers, not all zero. Take it from random(42).state`,
    );
  }
  return sourceAt([...state]);
}

/** n independent sources, from any source; draw on from them, not from `source`. @throws ArgumentError unless n is a whole number of at least 1 */
export function split(source: Random, n: number): readonly SeededRandom[] {
  if (!Number.isSafeInteger(n) || n < 1)
    throw new ArgumentError(
      `split(random, ${String(n)}): the number of sources must be a whole number of at least 1. Write split(random, 2)`,
    );
  if (typeof (source as Partial<Random> | undefined)?.uniform !== 'function')
    throw new ArgumentError('split: the first argument must be a source of random numbers. Write split(random(42), n)');
  const words = source.uniform(n, 4, 0, 2 ** 32).value.toFloat64Array();
  return Array.from({ length: n }, (_, i) => sourceAt(scramble([...words.subarray(4 * i, 4 * i + 4), i].map((word) => word | 0))));
}

function sourceAt(state: RandomState): SeededRandom {
  const draw = <A>(take: (words: RandomGenerator) => A): Drawn<A, SeededRandom> => {
    const words = xoroshiro128plusFromState(state);
    const value = take(words);
    return { value, random: sourceAt(words.getState()) };
  };
  return {
    state,
    uniform: (rows, columns, low, high) => draw((words) => filled(rows, columns, uniforms(words, low, high))),
    normal: (rows, columns, mean, deviation) => draw((words) => filled(rows, columns, normals(gaussians(words), mean, deviation))),
    permutation: (n) => draw((words) => shuffled(words, n)),
  };
}
