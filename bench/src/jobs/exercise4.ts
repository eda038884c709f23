import { contenders } from '../contender.ts';
import { labels, uniform } from '../draws.ts';
import type { Tables } from '../tables.ts';
import type { Job } from './job.ts';

/** 2 · rows · inner size · columns of the five products: 400-25 twice, 25-10 three times. */
export const exercise4Operations: number = 2 * 5000 * (2 * 400 * 25 + 3 * 25 * 10);

/** As many numbers as the course has, pixels in its range, its starting weights. */
export const exercise4Data = (): Tables => ({
  x: uniform(1, 5000, 400, -0.1, 1.1),
  y: labels(2, 5000, 10),
  w1: uniform(3, 400, 25, -0.12, 0.12),
  b1: uniform(4, 1, 25, -0.12, 0.12),
  w2: uniform(5, 25, 10, -0.12, 0.12),
  b2: uniform(6, 1, 10, -0.12, 0.12),
});

export const exercise4: Job = {
  name: 'ex4',
  title: 'Exercise 4: value and gradient (5000x400, 400-25-10 sigmoid units with biases, cross-entropy and L2; 207 MFLOP)',
  program: 'exercise4',
  unit: 'ms',
  data: exercise4Data,
  contenders: contenders(
    'adjoint-2',
    'adjoint-1',
    'adjoint-closures',
    'adjoint-interpreter',
    'loops-tiled',
    'loops-simple',
    'numpy-in-place',
    'numpy-in-place-avx512',
    'numpy-published',
    'numpy-published-avx512',
    'torch',
    'tfjs-wasm',
    'tfjs-cpu',
    'jax-js-f32',
    'jax-js-f64',
    'ml-matrix',
  ),
  reference: 'loops-simple',
  base: 'adjoint-2',
  goals: [
    { contender: 'adjoint-2', atLeastTimesAsFastAs: ['numpy-published', 2.5] },
    { contender: 'adjoint-2', atLeastTimesAsFastAs: ['numpy-in-place', 1.2] },
    { contender: 'adjoint-2', atLeastTimesAsFastAs: ['torch', 1] },
    { contender: 'adjoint-2', atLeastTimesAsFastAs: ['tfjs-wasm', 10] },
    { contender: 'adjoint-2', atLeastTimesAsFastAs: ['jax-js-f64', 30] },
    { contender: 'adjoint-2', atLeastTimesAsFastAs: ['ml-matrix', 50] },
    { contender: 'adjoint-1', atLeastTimesAsFastAs: ['loops-tiled', 5] },
  ],
};
