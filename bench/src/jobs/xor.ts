import { contenders } from '../contender.ts';
import { uniform } from '../draws.ts';
import type { Job } from './job.ts';

/** brain.js has no batches and always has biases: its numbers are those of a loop of that kind. */
export const xor: Job = {
  name: 'xor',
  title: 'XOR: one step of gradient descent (2-2-1 sigmoid units, no biases, squares summed over the four rows, rate 0.5)',
  program: 'xor',
  unit: 'µs',
  data: () => ({
    x: { rows: 4, columns: 2, values: Float64Array.of(0, 0, 0, 1, 1, 0, 1, 1) },
    y: { rows: 4, columns: 1, values: Float64Array.of(0, 1, 1, 0) },
    w1: uniform(21, 2, 2, 0, 1),
    b1: uniform(22, 1, 2, 0, 1),
    w2: uniform(23, 2, 1, 0, 1),
    b2: uniform(24, 1, 1, 0, 1),
  }),
  contenders: contenders(
    'adjoint-2-repeat',
    'adjoint-2',
    'adjoint-1-repeat',
    'adjoint-1',
    'adjoint-closures-repeat',
    'adjoint-closures',
    'adjoint-interpreter',
    'loops-simple',
    'loops-online',
    'brain',
    'ml-matrix',
    'numpy',
    'torch',
    'tfjs-wasm',
    'tfjs-cpu',
    'jax-js-f32',
    'jax-js-f64',
  ),
  reference: 'loops-simple',
  references: { brain: 'loops-online', 'loops-online': 'loops-online' },
  base: 'adjoint-2-repeat',
  goals: [
    { contender: 'adjoint-2-repeat', atMostTimesAsLongAs: ['loops-simple', 1.5] },
    { contender: 'adjoint-2', atMost: 1.5 },
  ],
};
