import { contenders } from '../contender.ts';
import { exercise4Data } from './exercise4.ts';
import type { Goal, Job } from './job.ts';

const fresh = { unit: 'ms', base: 'adjoint-2', reference: 'adjoint-interpreter', fresh: 'own' } as const;
const engines = contenders('adjoint-2', 'adjoint-1', 'adjoint-closures', 'adjoint-interpreter');

const entries = (count: number, goals: readonly Goal[] = []): Job => ({
  ...fresh,
  name: `compile-${count}`,
  title: `Compile time: a gradient of about ${count} entries, first call in a new process`,
  program: 'compileEntries',
  data: () => ({ entries: { rows: 1, columns: 1, values: Float64Array.of(count) } }),
  contenders: engines,
  goals,
});

export const compileTimes: readonly Job[] = [
  {
    ...fresh,
    name: 'compile-ex4',
    title:
      'Compile time: value and gradient of exercise 4 in a new process, first call without what a later one takes (the median of five)',
    program: 'compileExercise4',
    data: exercise4Data,
    reference: 'adjoint-1',
    contenders: contenders('adjoint-2', 'adjoint-1'),
    goals: [{ contender: 'adjoint-2', atMost: 15 }],
  },
  entries(100),
  entries(1000),
  entries(10_000, [
    { contender: 'adjoint-2', atMost: 1000 },
    { contender: 'adjoint-2', atMostTimesAsLongAs: ['adjoint-2', 12], inJob: 'compile-1000' },
  ]),
];
