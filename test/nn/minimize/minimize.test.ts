import { add, item, log, type Mat, matrix, mul, type Scalar, scalar, square, sub, sum } from '@adjoint/core';
import { binaryCrossEntropy, dense, iterations, minimize, random, sequential, sigmoid, tanh } from '@adjoint/nn';
import { describe, expect, test } from 'vitest';

interface Point {
  readonly a: Mat<1, 1>;
  readonly b: readonly [Mat<1, 1>];
}
// Rosenbrock (1960) over a tree
const rosenbrock = ({ a, b: [b] }: Point): Scalar => add(square(sub(1, a)), mul(100, square(sub(b, square(a)))));
const start: Point = { a: scalar(-1.2), b: [scalar(1)] };

describe('minimize', () => {
  test('finds the minimum of a function of a tree and answers with such a tree', () => {
    const result = minimize(rosenbrock, start);
    expect(result.status).toBe('converged');
    expect(item(result.parameters.a)).toBeCloseTo(1, 7);
    expect(item(result.parameters.b[0])).toBeCloseTo(1, 7);
    expect(result.message).toMatch(/\.$/);
  });

  test('keeps a history whose values fall and whose last is the result', () => {
    const { history, value, evaluations, iterations: count } = minimize(rosenbrock, start);
    expect(history.length).toBe(count + 1);
    history.slice(1).forEach((entry, i) => expect(entry.value).toBeLessThan(history[i]!.value));
    expect(history.at(-1)).toMatchObject({ value, evaluations });
  });

  test('keeps the states that onIteration saw, and those alone', () => {
    const seen: number[] = [];
    const { history } = minimize(rosenbrock, start, {
      method: 'lbfgs',
      onIteration: ({ value }) => (seen.push(value) === 5 ? 'stop' : undefined),
    });
    expect(history.map(({ value }) => value)).toEqual(seen);
    expect(history.map(({ iterations: count }) => count)).toEqual([0, 1, 2, 3, 4]);
  });

  test.each(['tnc', 'cg', 'lbfgs', 'lbfgsb', 'gradientDescent'] as const)('spends no more than it may with %s, and says so', (method) => {
    for (const maxEvaluations of [1, 2, 7, 20])
      expect(minimize(rosenbrock, start, { method, maxEvaluations }).evaluations).toBeLessThanOrEqual(maxEvaluations);
    expect(minimize(rosenbrock, start, { method, maxEvaluations: 7 }).status).toBe('evaluationLimit');
    expect(minimize(rosenbrock, start, { method, maxIterations: 2 })).toMatchObject({ status: 'iterationLimit', iterations: 2 });
    expect(minimize(rosenbrock, start, { method, maxSeconds: 1e-9 })).toMatchObject({ status: 'timeLimit', evaluations: 1 });
  });

  test('stops when it is told to, with what it has', () => {
    const result = minimize(rosenbrock, start, { onIteration: ({ iterations: count }) => (count === 3 ? 'stop' : undefined) });
    expect(result).toMatchObject({ status: 'stopped', iterations: 3, message: 'onIteration stopped the run after iteration 3.' });
    expect(item(rosenbrock(result.parameters))).toBeCloseTo(result.value, 12);
  });

  test('a value that is not finite at the start ends it there; one on the way leaves the last finite point', () => {
    const barrier = (x: Mat<1, 1>): Scalar => sub(x, log(x));
    expect(minimize(barrier, scalar(-1))).toMatchObject({ status: 'nonFinite', iterations: 0 });
    const result = minimize(barrier, scalar(0.01));
    expect(Number.isFinite(result.value)).toBe(true);
    expect(item(result.parameters)).toBeCloseTo(1, 6);
  });

  test('the same start gives the same bits twice', () => {
    const x = matrix([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
    const y = matrix([[0], [1], [1], [0]]);
    const net = sequential(dense(2, 4, tanh), dense(4, 1, sigmoid));
    const run = () => minimize((p) => binaryCrossEntropy(net.apply(p, x), y), net.initialize(random(4)), { maxEvaluations: 100 });
    expect(run()).toEqual(run());
  });
});

describe('iterations', () => {
  test('can be taken one by one and left at any time', () => {
    const states = iterations(rosenbrock, start);
    const [first, second] = [states.next().value, states.next().value];
    expect(first).toMatchObject({ iterations: 0, evaluations: 1 });
    expect(second.value).toBeLessThan(first.value);
    expect(item(rosenbrock(second.parameters))).toBeCloseTo(second.value, 12);
  });

  test('end with their result when they are told to stop', () => {
    const states = iterations(rosenbrock, start, { method: 'cg' });
    const first = states.next();
    const last = states.next('stop');
    expect(last.done).toBe(true);
    expect(last.value).toMatchObject({ ...first.value, status: 'stopped', history: [{ iterations: 0 }] });
    expect(states.next()).toEqual({ done: true, value: undefined });
  });

  test('two that take turns give what they give alone', () => {
    const alone = (f: (p: Mat<1, 2>) => Scalar, p: Mat<1, 2>) => [...iterations(f, p, { maxIterations: 5 })];
    const f = (p: Mat<1, 2>): Scalar => sum(square(sub(square(p), matrix([[2, 3]]))));
    const g = (p: Mat<1, 2>): Scalar => sum(square(sub(p, matrix([[5, -1]]))));
    const p0 = matrix([[1, 1]]);
    const [left, right] = [iterations(f, p0, { maxIterations: 5 }), iterations(g, p0, { maxIterations: 5 })];
    const taken: [unknown[], unknown[]] = [[], []];
    for (let more = true; more;) {
      const turns = [left.next(), right.next()] as const;
      turns.forEach((turn, i) => turn.done !== true && taken[i]!.push(turn.value));
      more = turns.some((turn) => turn.done !== true);
    }
    expect(taken).toEqual([alone(f, p0), alone(g, p0)]);
  });
});
