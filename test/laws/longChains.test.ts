import {
  add,
  checkGradients,
  compile,
  differentiate,
  type DifferentiateOptions,
  div,
  grad,
  interpret,
  item,
  log,
  type Mat,
  matmul,
  matrix,
  mul,
  type Op,
  record,
  scalar,
  type Scalar,
  simplify,
  spec,
  square,
  sub,
  sum,
  type Tape,
  transpose,
} from '@adjoint/core';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';

// Work is counted, not timed: how often shape rules, kernels and derivative rules are asked.

const chainOf =
  (length: number) =>
  (x: Scalar): Scalar => {
    let y = x;
    for (let i = 0; i < length / 2; i += 1) y = sub(mul(y, x), x); // no rule shortens it
    return y;
  };
/** By the recurrence y' of y x - x. */
function slopeAt(x: number, length: number): number {
  let [y, slope] = [x, 1];
  for (let i = 0; i < length / 2; i += 1) [y, slope] = [y * x - x, slope * x + y - 1];
  return slope;
}

interface Count {
  shape: number;
  kernel: number;
  vjp: number;
}
/** What the ops of chains are asked while something runs. */
function counted<T>(run: () => T): { readonly result: T; readonly count: Count } {
  const count: Count = { shape: 0, kernel: 0, vjp: 0 };
  const ops = [mul.op, sub.op].map((op) => ({
    op: op as { -readonly [K in keyof Op]: Op[K] },
    shape: op.shape.bind(op),
    kernel: op.kernel.bind(op),
    vjps: op.vjps,
  }));
  for (const { op, shape, kernel, vjps } of ops) {
    op.shape = (...given) => ((count.shape += 1), shape(...given));
    op.kernel = (...given) => ((count.kernel += 1), kernel(...given));
    op.vjps = vjps.map(
      (rule) =>
        (...given) => ((count.vjp += 1), rule(...given)),
    );
  }
  try {
    return { result: run(), count };
  } finally {
    for (const { op, ...before } of ops) Object.assign(op, before);
  }
}

const seed: DifferentiateOptions = { seed: 'one' };
const stages: Readonly<Record<string, (tape: Tape, length: number) => unknown>> = {
  record: (_tape, length) => record(chainOf(length), spec(1, 1)),
  interpret: (tape) => interpret(tape, [scalar(0.5)]),
  differentiate: (tape) => differentiate(tape, seed),
  simplify: (tape) => simplify(tape),
  'simplify the gradient': (tape) => simplify(differentiate(tape, seed)),
  'grad in one call': (_tape, length) => grad(chainOf(length))(0.5),
};
describe('twice as long a chain is twice the work', () => {
  test.each(Object.entries(stages))('to %s', (_name, stage) => {
    const [once, twice] = [2000, 4000].map((length) => {
      const tape = record(chainOf(length), spec(1, 1));
      return counted(() => stage(tape, length)).count;
    });
    expect(once!.shape + once!.kernel + once!.vjp).toBeGreaterThanOrEqual(2000);
    for (const what of ['shape', 'kernel', 'vjp'] as const) {
      expect(twice![what], what).toBeLessThanOrEqual(2.01 * once![what] + 10);
      expect(once![what], `${what} per entry`).toBeLessThanOrEqual(30 * 2000);
    }
  });
});

const collect = (): void => {
  setFlagsFromString('--expose_gc');
  (runInNewContext('gc') as () => void)();
};
const megabytes = (): number => process.memoryUsage().heapUsed / 2 ** 20;
const isLong = Number(process.env.LAWS_RUNS ?? 100) >= 10_000;

describe.skipIf(!isLong)('a chain of 1,000,000 entries', () => {
  const length = 1_000_000;
  test('is recorded, interpreted, simplified and differentiated without overflow, and its memory comes back', () => {
    collect();
    const before = megabytes();
    let tape: Tape | undefined = record(chainOf(length), spec(1, 1));
    expect(tape.entries.length).toBe(length + 1);
    expect(item(interpret(tape, [scalar(2)])[0] as Scalar)).toBe(2);
    expect(simplify(tape).entries.length).toBe(length + 1);
    const gradient = differentiate(tape, seed);
    expect(gradient.entries.length).toBeLessThanOrEqual(6 * length);
    expect(item(interpret(gradient, [scalar(0.5)])[1] as Scalar)).toBeCloseTo(slopeAt(0.5, length), 10);
    tape = undefined;
    expect(megabytes() - before).toBeGreaterThan(50);
  }, 300_000);
  test('has its gradient taken in one call, and nothing of it stays', () => {
    collect();
    const before = megabytes();
    expect(item(grad(chainOf(length))(0.5))).toBeCloseTo(slopeAt(0.5, length), 10);
    collect();
    expect(megabytes() - before).toBeLessThan(20);
  }, 300_000);
});

describe('a chain along which a rule travels link by link', () => {
  const w = matrix([
    [0.5, 0.1],
    [0.2, 0.4],
  ]);
  test.each<readonly [string, (x: Mat) => Scalar]>([
    ['sums through products', (x) => sum(repeated(x, (h) => matmul(h, x)))],
    ['transposes through products', (x) => sum(square(repeated(x, (h) => matmul(transpose(x), h))))],
    [
      'quotients',
      (x) =>
        sum(
          add(
            repeated(x, (h) => div(h, x)),
            repeated(square(x), (h) => div(h, x)),
          ),
        ),
    ],
  ])('%s: its value and gradient are those of the program', (_what, f) => {
    expect(compile(f)(w).at(0, 0) / f(w).at(0, 0)).toBeCloseTo(1, 11);
    expect(() => checkGradients((x: Mat) => log(f(x)), [w])).not.toThrow();
  });
});
const repeated = (x: Mat, step: (h: Mat) => Mat): Mat => {
  let h = x;
  for (let i = 0; i < 150; i += 1) h = step(h);
  return h;
};
