import {
  add,
  inverse,
  type Mat,
  matmul,
  mul,
  sigmoid,
  transpose,
  compile,
  identity,
  broadcastTo,
  customVjp,
  exp,
  scalar,
  interpret,
  type Tape,
} from '@adjoint/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createExecutor } from '../../packages/core/src/execute/executor.ts';
import type { DenseMatrix } from '../../packages/core/src/matrix/denseMatrix.ts';
import { Recorder } from '../../packages/core/src/tape/recorder.ts';
import { randomMatrix, requireSameBits } from '../core/engine/bits.ts';
import { runs } from './caseOf.ts';

/** What a step returns for one of its three states x; w is the rest. */
const kinds: readonly ((x: readonly Mat[], i: number, w: Mat, constant: Mat) => Mat)[] = [
  (x, i) => x[i]!,
  (x, i) => x[(i + 1) % 3]!,
  (x) => add(x[0]!, mul(0.5, x[1]!)),
  (x, i) => mul(0.5, x[i]!),
  (_x, _i, _w, constant) => constant,
  (x) => transpose(transpose(x[2]!)),
  (x, i, w) => mul(1 / 64, matmul(x[i]!, w)),
  (x, i) => sigmoid(x[i]!),
];

function tapeOf(picks: readonly number[], rows: number): Tape {
  const recorder = new Recorder();
  const x = [0, 1, 2].map(() => recorder.input({ rows, columns: 64 }));
  const w = recorder.input({ rows: 64, columns: 64 });
  const constant = recorder.lift(randomMatrix(rows, 64, 99));
  return recorder.close(picks.map((pick, i) => recorder.lift(kinds[pick]!(x, i, w, constant)))).tape;
}

const picksOfStep = fc.array(fc.nat(40), { minLength: 4, maxLength: 4 });
/** What each step takes: one step is a call, the same step again and again a repeat, others a scan. */
const call = fc.oneof(
  fc.array(picksOfStep, { minLength: 1, maxLength: 4 }),
  fc.tuple(picksOfStep, fc.integer({ min: 2, max: 4 })).map(([picks, times]) => Array<number[]>(times).fill(picks)),
);

test('calls, repeats and scans, on earlier results in any order, give the bits of the interpreter and leave all results alone', () => {
  fc.assert(
    fc.property(
      fc.record({
        picks: fc.array(fc.nat(kinds.length - 1), { minLength: 1, maxLength: 3 }),
        rows: fc.constantFrom(3, 65), // small ones are copied, large ones are not
        calls: fc.array(call, { minLength: 1, maxLength: 8 }),
        threads: fc.constantFrom(1, 2),
        worthSharing: fc.constantFrom(0, Infinity),
      }),
      ({ picks, rows, calls, threads, worthSharing }) => {
        const tape = tapeOf(picks, rows);
        const executor = createExecutor(tape, { engine: 'wasm', threads, worthSharing });
        const states: Mat[] = [0, 1, 2].map((seed) => randomMatrix(rows, 64, seed));
        const rest: Mat[] = [randomMatrix(64, 64, 5), randomMatrix(64, 64, 6)];
        const kept: { readonly x: Mat; readonly values: Float64Array }[] = [];
        for (const steps of calls) {
          const known = new Map<number[], readonly Mat[]>(); // the same list for the same step
          const inputsOf = (from: number[]): readonly Mat[] => [
            ...from.slice(0, 3).map((pick) => states[pick % states.length]!),
            rest[from[3]! % rest.length]!,
          ];
          for (const from of steps) known.set(from, inputsOf(from));
          const inputs = steps.map((from) => known.get(from)!);
          let expected = interpret(tape, inputs[0]!);
          for (const next of inputs.slice(1)) expected = interpret(tape, [...expected, ...next.slice(expected.length)]);
          const found = executor.scan((step) => inputs[step]! as unknown as readonly DenseMatrix[], steps.length);
          requireSameBits(found, expected);
          states.push(...found);
          for (const x of [...inputs.flat(), ...found]) kept.push({ x, values: x.toFloat64Array() });
        }
        for (const { x, values } of kept) expect(x.toFloat64Array()).toEqual(values);
        executor.release();
      },
    ),
    runs(1),
  );
});

test('a result that a failed call or a repeat has overwritten is brought again', () => {
  const [a, b] = [randomMatrix(70, 70, 1), randomMatrix(70, 70, 2)] as [Mat, Mat];
  const half = (s: Mat, r: Mat): Mat => add(mul(0.5, s), r);
  const step = compile(half);
  const first = step(a, b);
  step.repeat(b, 2, a);
  requireSameBits([step(first, b)], [half(first, b)]);
  requireSameBits([step.repeat(a, 3, first)], [[0, 1, 2].reduce((s) => half(s, first), a)]);
  const both = compile((x: Mat, m: Mat): readonly Mat[] => [mul(2, x), inverse(m as Mat<2, 2>)]);
  const [doubled] = both(a, identity(2)) as [Mat];
  expect(() => both(b, mul(0, identity(2)))).toThrow('singular');
  requireSameBits([both(doubled, identity(2))[0]!], [mul(2, doubled)]);
});

test('a number that is broadcast within a called function is computed once', () => {
  const f = (x: Mat, c: Mat): Mat => matmul(x, exp(broadcastTo(c as Mat<1, 1>, 10, 10)));
  const called = customVjp(f as never, ((g: Mat) => [g, scalar(0)]) as never) as unknown as typeof f;
  const x = randomMatrix(4, 10, 1) as Mat;
  requireSameBits([compile((y: Mat) => called(y, scalar(2)))(x)], [f(x, scalar(2))]);
});
