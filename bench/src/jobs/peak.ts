import { contenders } from '../contender.ts';
import type { Job } from './job.ts';

const micro = contenders('micro-kernel-2', 'micro-kernel-1');
const common = { data: () => ({}), contenders: micro, reference: 'micro-kernel-1', base: 'micro-kernel-2', goals: [] } as const;
export const peakSizes = { inner: 256, times: 1000, bytes: 64 * 1024 * 1024 } as const;

/** What this machine can do in WebAssembly SIMD: the roof of everything else. */
export const peaks: readonly Job[] = [
  {
    ...common,
    name: 'peak',
    title: 'Roof: products of 5x256 · 256x4 from the first cache, f64x2, multiplied and added apart',
    program: 'peak',
    unit: 'GFLOP/s',
    size: 2 * 5 * 4 * peakSizes.inner * peakSizes.times,
  },
  { ...common, name: 'read', title: 'Roof: reading 64 MB for each thread', program: 'read', unit: 'GB/s', size: peakSizes.bytes },
];
