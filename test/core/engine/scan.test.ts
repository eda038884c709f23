import { add, compile, grad, identity, inverse, item, type Mat, matmul, mul, ones, scalar, sub, sum, tanh, zeros } from '@adjoint/core';
import { describe, expect, test } from 'vitest';
import { randomMatrix, requireSameBits } from './bits.ts';

type State = Readonly<Record<'w' | 'steps', Mat>>;
const f = ({ w, steps }: State, x: Mat, rate: number): State => ({ w: sub(w, mul(rate, tanh(matmul(x, w)))), steps: add(steps, 1) });
const start = (n: number): State => ({ w: randomMatrix(n, n, 1), steps: zeros(1, 1) });
const inOrder = (state: State, batches: readonly (readonly [Mat, number])[]): State =>
  batches.reduce((now, [x, rate]) => f(now, x, rate), state);
const leaves = ({ w, steps }: State): readonly Mat[] => [w, steps];

describe.each(['wasm', 'closures', 'interpreter'] as const)('scan by %s', (engine) => {
  const step = compile(f, { engine });

  test.each([3, 80])('goes through the batches in order: %i rows', (n) => {
    const batches = Array.from({ length: 7 }, (_, i) => [randomMatrix(n, n, i % 3), 0.1] as const);
    requireSameBits(leaves(step.scan(start(n), batches)), leaves(inOrder(start(n), batches)));
  });
  test('goes on where a number changes, and with it the program', () => {
    const batches = [0.1, 0.1, 0.2, 0.2, 0.1].map((rate, i) => [randomMatrix(70, 70, i), rate] as const);
    requireSameBits(leaves(step.scan(start(70), batches)), leaves(inOrder(start(70), batches)));
  });
  test('goes on where a batch has fewer rows', () => {
    const mean = compile((w: Mat, x: Mat): Mat => add(mul(0.5, w), sum(x, { axis: 0 })), { engine });
    const batches = [5, 5, 3].map((rows, i) => [randomMatrix(rows, 2, i)] as const);
    const expected = batches.reduce<Mat>((w, [x]) => add(mul(0.5, w), sum(x, { axis: 0 })), ones(1, 2));
    requireSameBits([mean.scan(ones(1, 2), batches)], [expected]);
  });
});

const step = compile(f);

test('an empty sequence leaves the state as it is', () => {
  const state = start(3);
  expect(step.scan(state, [])).toBe(state);
});

test('a sequence is read no more than 100 elements ahead of the state', () => {
  const inverted = compile((s: Mat<3, 3>, x: Mat<3, 3>): Mat<3, 3> => add(inverse(x), s));
  let read = 0;
  function* batches(): Generator<readonly [Mat<3, 3>]> {
    for (; read < 1000; read += 1) yield [read === 5 ? zeros(3, 3) : identity(3)];
  }
  expect(() => inverted.scan(zeros(3, 3), batches())).toThrow('singular');
  expect(read).toBe(99); // of the hundredth, which is being read
  requireSameBits(
    [
      inverted.scan(
        zeros(3, 3),
        Array.from({ length: 250 }, () => [identity(3)] as const),
      ),
    ],
    [mul(250, identity(3))],
  );
});

test('a sequence may call the function itself, for so many other programs that the one it is in is given up', () => {
  const busy = compile(f, { threads: 1 });
  const [state, x] = [start(20), randomMatrix(20, 20, 1)];
  busy(state, x, 0.1);
  function* batches(): Generator<readonly [Mat, number]> {
    for (let i = 0; i < 3; i += 1) yield [x, 0.1];
    for (let rate = 1; rate <= 64; rate += 1) busy(state, x, rate);
  }
  requireSameBits(
    leaves(busy.scan(state, batches())),
    leaves(
      inOrder(
        state,
        Array.from({ length: 3 }, () => [x, 0.1] as const),
      ),
    ),
  );
  for (let rate = 1; rate <= 64; rate += 1) requireSameBits(leaves(busy(state, x, rate)), leaves(f(state, x, rate)));
});

test('what a sequence throws passes through', () => {
  function* broken(): Generator<readonly [Mat, number]> {
    yield [randomMatrix(3, 3, 2), 0.1];
    throw new RangeError('no more');
  }
  expect(() => step.scan(start(3), broken())).toThrow('no more');
});

test('its steps are recorded within a gradient as those of f are', () => {
  const product = compile((s: Mat, x: Mat): Mat => mul(s, x));
  const g = grad((s: Mat) => sum(product.scan(s, [[scalar(2)], [scalar(3)]])));
  expect(item(g(scalar(5)))).toBe(6);
});

test('mistakes are told at the call', () => {
  const x = ones(2, 2);
  // @ts-expect-error: a matrix is no sequence
  expect(() => step.scan(start(2), x)).toThrow(
    'scan: the second argument is a list of arguments for each step. Write step.scan(state, [[x1',
  );
  // @ts-expect-error: a number is no sequence
  expect(() => step.scan(start(2), 3)).toThrow('scan: the second argument');
  // @ts-expect-error: an element is a list of arguments
  expect(() => step.scan(start(2), [x])).toThrow('scan: the sequence holds a list of arguments for each step');
  const growing = compile((s: Mat, y: Mat): Mat => matmul(s, y));
  expect(() => growing.scan(ones(2, 2), [[ones(2, 3)]])).toThrow('scan(2x2, 2x3): the state must keep its shape');
  const other = compile((s: { a: Mat }, y: Mat) => ({ b: add(s.a, y) }));
  // @ts-expect-error: the result is no state
  expect(() => other.scan({ a: x }, [[x]])).toThrow('scan: the function must return a tree like its first argument');
});
