import { contenders } from '../contender.ts';
import { uniform } from '../draws.ts';
import type { Goal, Job } from './job.ts';

const nearly = 1 / 0.8;

function product(rows: number, inner: number, columns: number, kind: 'plain' | 'transposed', goals: readonly Goal[] = []): Job {
  const isPlain = kind === 'plain';
  const sizes = rows === inner && inner === columns ? `${rows}` : `${rows}x${inner}x${columns}`;
  return {
    name: `product-${sizes}${isPlain ? '' : '-transposed'}`,
    title: isPlain
      ? `Product ${rows}x${inner} · ${inner}x${columns}`
      : `Product aᵀ · b of ${inner}x${rows} and ${inner}x${columns}, nothing transposed before`,
    program: isPlain ? 'product' : 'productTransposed',
    unit: 'GFLOP/s',
    size: 2 * rows * inner * columns,
    data: () => ({
      a: isPlain ? uniform(31, rows, inner, -1, 1) : uniform(31, inner, rows, -1, 1),
      b: uniform(32, inner, columns, -1, 1),
    }),
    contenders: contenders(
      'adjoint-2',
      'adjoint-1',
      'adjoint-closures',
      'loops-tiled',
      'loops-simple',
      'numpy',
      'numpy-avx512',
      'torch',
      'tfjs-wasm',
      'tfjs-cpu',
      'jax-js-f32',
      'jax-js-f64',
      'ml-matrix',
    ),
    reference: 'loops-simple',
    base: 'adjoint-2',
    goals,
  };
}

const nearTheMicroKernel: readonly Goal[] = [
  { contender: 'adjoint-1', atMostTimesAsLongAs: ['micro-kernel-1', nearly], inJob: 'peak' },
  { contender: 'adjoint-2', atMostTimesAsLongAs: ['micro-kernel-2', nearly], inJob: 'peak' },
];

export const products: readonly Job[] = [
  product(5000, 401, 25, 'plain'),
  product(401, 5000, 25, 'transposed'),
  product(64, 784, 128, 'plain'),
  product(256, 256, 256, 'plain', nearTheMicroKernel),
  product(1024, 1024, 1024, 'plain', nearTheMicroKernel),
];
