import { contenders } from '../contender.ts';
import { labels, uniform } from '../draws.ts';
import type { Job } from './job.ts';

/** Steps go through 32 batches, over and over: no batch is the one of the step before. */
export const mnist: Job = {
  name: 'mnist',
  title: 'MNIST: one step of gradient descent (784-128-10 sigmoid units with biases, squares summed over a batch of 64, rate 0.1)',
  program: 'mnist',
  unit: 'µs',
  data: () => ({
    x: uniform(11, 32 * 64, 784, 0, 0.5),
    y: labels(12, 32 * 64, 10),
    w1: uniform(13, 784, 128, -0.08, 0.08),
    b1: uniform(14, 1, 128, -0.08, 0.08),
    w2: uniform(15, 128, 10, -0.08, 0.08),
    b2: uniform(16, 1, 10, -0.08, 0.08),
  }),
  contenders: contenders(
    'adjoint-2',
    'adjoint-1',
    'adjoint-closures',
    'adjoint-interpreter',
    'loops-tiled',
    'loops-simple',
    'numpy',
    'numpy-avx512',
    'numpy-in-place',
    'numpy-in-place-avx512',
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
    { contender: 'adjoint-2', atLeastTimesAsFastAs: ['numpy', 1.8] },
    { contender: 'adjoint-2', atLeastTimesAsFastAs: ['jax-js-f64', 10] },
    { contender: 'adjoint-2', atLeastTimesAsFastAs: ['tfjs-wasm', 20] },
  ],
};
