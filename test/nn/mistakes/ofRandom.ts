import { ArgumentError } from '@adjoint/core';
import * as nn from '@adjoint/nn';
import type { Mistake } from '../../core/mistakes/mistake.ts';

const { fromState, numpyRandom, random, split } = nn as any;

/** Sources of random numbers, and what is drawn of them. */
export const mistakesOfRandom: readonly Mistake[] = [
  [
    'a fractional seed',
    ArgumentError,
    'random(1.5): the seed must be a whole number from -(2^53 - 1) to 2^53 - 1. Write random(42)',
    () => random(1.5),
  ],
  [
    'a negative seed of NumPy',
    ArgumentError,
    "numpyRandom(-1): the seed must be a whole number from 0 to 2^32 - 1, as NumPy's legacy generator wants it. Write numpyRandom(42)",
    () => numpyRandom(-1),
  ],
  [
    'bounds that are forgotten',
    ArgumentError,
    'uniform(low: undefined, high: undefined): low, high and high - low must be finite numbers. Write uniform(rows, columns, 0, 1)',
    () => random(1).uniform(2, 3),
  ],
  [
    'a negative deviation',
    ArgumentError,
    'normal(mean: 0, deviation: -1): both must be finite numbers, the deviation at least 0. Write normal(rows, columns, 0, 1)',
    () => random(1).normal(2, 3, 0, -1),
  ],
  [
    'no sources',
    ArgumentError,
    'split(random, 0): the number of sources must be a whole number of at least 1. Write split(random, 2)',
    () => split(random(1), 0),
  ],
  [
    'a seed where a source belongs',
    ArgumentError,
    'split: the first argument must be a source of random numbers. Write split(random(42), n)',
    () => split(42, 2),
  ],
  [
    'a state that is too short',
    ArgumentError,
    'fromState([1]): a state is four signed 32-bit whole numbers, not all zero. Take it from random(42).state',
    () => fromState([1]),
  ],
];
