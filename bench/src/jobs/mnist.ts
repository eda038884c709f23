import { contenders } from '../contender.ts';
import { readMnist } from '../../../packages/examples/src/data/mnist.ts';
import { fileOrder, rowsOf } from '../../../packages/examples/src/data/mnistRows.ts';
import { valueOf } from '../../../packages/examples/src/data/valueOf.ts';
import { labels, uniform } from '../draws.ts';
import type { Table, Tables } from '../tables.ts';
import type { Job } from './job.ts';

const images = 32 * 64;

/** Steps go through 32 batches, over and over: no batch is the one of the step before. */
const mnist = (data: () => Tables): Omit<Job, 'name' | 'title'> => ({
  program: 'mnist',
  unit: 'µs',
  data: () => ({
    ...data(),
    w1: uniform(13, 784, 128, -0.08, 0.08),
    b1: uniform(14, 1, 128, -0.08, 0.08),
    w2: uniform(15, 128, 10, -0.08, 0.08),
    b2: uniform(16, 1, 10, -0.08, 0.08),
  }),
  contenders: contenders(
    'adjoint-2',
    'adjoint-2-scan',
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
});

function digits(): Tables {
  const read = valueOf(readMnist('t10k'));
  const { x, y } = rowsOf(read, fileOrder(read).slice(0, images));
  const tableOf = (matrix: typeof x | typeof y): Table => ({ rows: matrix.rows, columns: matrix.columns, values: matrix.toFloat64Array() });
  return { x: tableOf(x), y: tableOf(y) };
}

const step = 'one step of gradient descent (784-128-10 sigmoid units with biases, squares summed over a batch of 64, rate 0.1)';
/** On digits, of whose pixels four fifths are zero, and on numbers none of which is. */
export const mnistJobs: readonly Job[] = [
  { name: 'mnist', title: `MNIST: ${step}`, ...mnist(digits) },
  {
    name: 'mnist-dense',
    title: `As MNIST, without a zero: ${step}`,
    ...mnist(() => ({ x: uniform(11, images, 784, 0, 0.5), y: labels(12, images, 10) })),
  },
];
