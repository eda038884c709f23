import type { Tape } from '@adjoint/core';
import fc, { type Arbitrary } from 'fast-check';
import type { ExecuteOptions } from '../../packages/core/src/execute/executor.ts';

/** A way to run a tape: who computes, on how many threads, in which blocks, which inputs are samples. */
export type Setting = ExecuteOptions;

const everything = 0; // is worth sharing, however small
const threads = [1, 2, 3];
const blocks = [1, 7, 64];

const samplesOf = ({ inputs }: Tape): Arbitrary<readonly number[]> => fc.subarray(inputs.map((_, position) => position));

/** Any setting for a tape. */
export const settingOf = (tape: Tape): Arbitrary<Setting> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant<Setting>({ engine: 'closures' }) },
    { weight: 1, arbitrary: fc.constant<Setting>({ engine: 'wasm', threads: 1 }) },
    {
      weight: 8,
      arbitrary: fc.record({
        engine: fc.constant('wasm' as const),
        threads: fc.constantFrom(...threads),
        block: fc.constantFrom(...blocks),
        samples: samplesOf(tape),
        worthSharing: fc.constantFrom(everything, Infinity),
      }),
    },
  );

/** All of them, with one choice of samples; closures know neither threads nor blocks. */
export const everySetting = (samples: readonly number[]): readonly Setting[] => [
  { engine: 'closures' },
  ...threads.flatMap((n) => blocks.map((block): Setting => ({ engine: 'wasm', threads: n, block, samples, worthSharing: everything }))),
];
