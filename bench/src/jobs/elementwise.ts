import { contenders } from '../contender.ts';
import { labels, uniform } from '../draws.ts';
import type { Goal, Job } from './job.ts';

const elements = 1_000_000;
const peers = [
  'adjoint-2',
  'adjoint-1',
  'adjoint-closures',
  'loops-simple',
  'numpy',
  'torch',
  'tfjs-wasm',
  'tfjs-cpu',
  'jax-js-f32',
  'jax-js-f64',
  'ml-matrix',
];

const elementwise = (name: string, title: string, program: string, goals: readonly Goal[] = []): Job => ({
  name,
  title,
  program,
  unit: 'ns/element',
  size: elements,
  data: () => ({ x: uniform(41, elements / 10, 10, -8, 8), y: labels(42, elements / 10, 10) }),
  contenders: contenders(...peers),
  reference: 'loops-simple',
  base: 'adjoint-2',
  goals,
});

export const elementwiseJobs: readonly Job[] = [
  elementwise('sigmoid-sum', 'Sigmoid of a million numbers, summed at once', 'sigmoidSum', [{ contender: 'adjoint-1', atMost: 2.2 }]),
  elementwise('sigmoid', 'Sigmoid of a million numbers, as a new matrix', 'sigmoid', [{ contender: 'adjoint-1', atMost: 3.5 }]),
  elementwise('bce-sum', 'Cross-entropy from a million logits, summed at once', 'crossEntropySum'),
  elementwise('bce', 'Cross-entropy from a million logits, as a new matrix', 'crossEntropy'),
];
