import { contenders } from '../contender.ts';
import { exercise4Data } from './exercise4.ts';
import type { Job } from './job.ts';

export const coldStart: Job = {
  name: 'cold-start',
  title: 'Cold start: from the start of a process to the first value and gradient of exercise 4, reading its data included',
  program: 'exercise4',
  unit: 'ms',
  data: exercise4Data,
  contenders: contenders(
    'adjoint-2',
    'adjoint-1',
    'adjoint-closures',
    'adjoint-direct',
    'loops-tiled',
    'numpy-in-place',
    'torch',
    'tfjs-wasm',
    'tfjs-cpu',
    'jax-js-f32',
    'jax-js-f64',
    'ml-matrix',
  ),
  reference: 'loops-tiled',
  base: 'adjoint-2',
  goals: [],
  fresh: 'cold',
};
