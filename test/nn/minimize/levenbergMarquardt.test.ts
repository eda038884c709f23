import { add, exp, leastSquares, log, type Mat, matmul, matrix, mul, pow, scalar, sqrt, square, sub, transpose } from '@adjoint/core';
import { minimize } from '@adjoint/nn';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { levenbergMarquardt } from '../../../packages/nn/src/minimize/levenbergMarquardt.ts';
import type { Residuals } from '../../../packages/nn/src/minimize/residuals.ts';
import { collect, fraction } from './runs.ts';

const method = 'levenbergMarquardt';
const column = (values: readonly number[]): Mat => matrix(values.map((value) => [value]));
const numbers = (size: number) => fc.array(fraction(-4, 4), { minLength: size, maxLength: size });

/** Residuals of one unknown with their slopes. */
const ofOne = (residuals: (x: number) => readonly number[], slopes: (x: number) => readonly number[]): Residuals => ({
  size: 1,
  residuals: ([x]) => Float64Array.from(residuals(x!)),
  jacobian: ([x]) => Float64Array.from(slopes(x!)),
});

describe('levenbergMarquardt', () => {
  test('solves linear least squares in one step that leastSquares gives too', () => {
    fc.assert(
      fc.property(fc.array(numbers(3), { minLength: 6, maxLength: 6 }), numbers(6), numbers(3), (rows, y, start) => {
        const [a, b] = [matrix(rows), column(y)];
        const { s, x } = { s: matmul(transpose(a), a), x: leastSquaresOrNothing(a, b) };
        fc.pre(x !== undefined && s.at(0, 0) > 1e-3);
        const { parameters, status } = minimize((p: Mat) => sub(matmul(a, p), b), column(start), { method, gradientTolerance: 1e-9 });
        expect(['converged', 'precisionLimit']).toContain(status);
        parameters.toFloat64Array().forEach((element, i) => expect(element).toBeCloseTo(x!.at(i, 0), 5));
      }),
    );
  });

  test('fits an exponential to its own values, each parameter a leaf of a tree', () => {
    const t = matrix([[0, 0.5, 1, 1.5, 2, 3, 4]]);
    const model = ({ a, k, c }: { readonly a: Mat<1, 1>; readonly k: Mat<1, 1>; readonly c: Mat<1, 1> }) => add(mul(a, exp(mul(k, t))), c);
    const truth = { a: scalar(3), k: scalar(-0.7), c: scalar(0.5) };
    const data = model(truth);
    const start = { a: scalar(1), k: scalar(-0.1), c: scalar(0) };
    const { parameters, status, value, evaluations } = minimize((p: typeof start) => sub(model(p), data), start, { method });
    expect(status).toBe('converged');
    expect(value).toBeLessThan(1e-18);
    expect(evaluations).toBeLessThan(40);
    for (const name of ['a', 'k', 'c'] as const) expect(parameters[name].at(0, 0)).toBeCloseTo(truth[name].at(0, 0), 8);
  });

  test('finds the minimum of residuals that cannot vanish, where the gradient does', () => {
    // Moré, Garbow & Hillstrom 1981, problem 8 (Bard): ½ 8.21487e-3
    const y = [0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.1, 4.39];
    const [u, v] = [column(y.map((_, i) => i + 1)), column(y.map((_, i) => 15 - i))];
    const w = column(y.map((_, i) => Math.min(i + 1, 15 - i)));
    const bard = ({ a, b, c }: { readonly a: Mat<1, 1>; readonly b: Mat<1, 1>; readonly c: Mat<1, 1> }): Mat =>
      sub(column(y), add(a, mul(u, pow(add(mul(v, b), mul(w, c)), -1))));
    const { value, gradientNorm } = minimize(bard, { a: scalar(1), b: scalar(1), c: scalar(1) }, { method });
    expect(2 * value).toBeCloseTo(8.214877306578e-3, 12);
    expect(gradientNorm).toBeLessThan(1e-6);
  });

  test('takes residuals of any shape, fewer than unknowns too', () => {
    const target = matrix([[1, 2]]);
    const f = (p: Mat<3, 2>): Mat<1, 2> => sub(matmul(matrix([[1, 2, 3]]), p), target);
    const start = matrix([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    const { parameters, status, value } = minimize(f, start, { method });
    expect(status).toBe('converged');
    expect(value).toBeLessThan(1e-16);
    // of all solutions the one nearest to the start, measured by the columns of J: each column moves along 1, 1/2, 1/3
    expect(2 * (parameters.at(1, 0) - 1)).toBeCloseTo(parameters.at(0, 0) - 1, 9);
  });

  test('goes on where a column of the Jacobian is zero or two are equal', () => {
    const f = (p: Mat<1, 3>): Mat =>
      sub(
        matmul(
          square(p),
          matrix([
            [0, 1],
            [0, 2],
            [0, 2],
          ]),
        ),
        matrix([[0, 9]]),
      );
    const { status, value } = minimize(f, matrix([[1, 1, 1]]), { method });
    expect(status).toBe('converged');
    expect(value).toBeLessThan(1e-14);
  });

  test('the value falls from state to state, the gradient is Jᵀ r, and evaluations count residuals and Jacobians', () => {
    let calls = 0;
    const counted: Residuals = {
      size: 2,
      residuals: ([x, y]) => (calls++, Float64Array.of(10 * (y! - x! * x!), 1 - x!)),
      jacobian: ([x]) => (calls++, Float64Array.of(-20 * x!, 10, -1, 0)),
    };
    fc.assert(
      fc.property(numbers(2), fc.integer({ min: 2, max: 60 }), (start, maxEvaluations) => {
        calls = 0;
        const { state, status, states } = collect(levenbergMarquardt(counted, Float64Array.from(start), { maxEvaluations }));
        expect(state.evaluations).toBe(calls);
        expect(calls).toBeLessThanOrEqual(maxEvaluations);
        expect(['converged', 'evaluationLimit']).toContain(status);
        if (status === 'evaluationLimit') expect(calls).toBeGreaterThanOrEqual(maxEvaluations - 1);
        states.slice(1).forEach(({ value }, i) => expect(value).toBeLessThan(states[i]!.value));
        for (const {
          point: [x, y],
          gradient,
          value,
        } of states) {
          const [first, second] = [10 * (y! - x! * x!), 1 - x!];
          expect(value).toBeCloseTo((first ** 2 + second ** 2) / 2, 9);
          expect(gradient[0]).toBeCloseTo(-20 * x! * first - second, 8);
          expect(gradient[1]).toBeCloseTo(10 * first, 8);
        }
      }),
    );
  });

  test('is not stopped by a region of NaN that steps lead into', () => {
    const { status, parameters } = minimize((x: Mat<1, 1>) => sub(log(x), 1), scalar(40), { method });
    expect(status).toBe('converged');
    expect(parameters.at(0, 0)).toBeCloseTo(Math.E, 9);
  });

  test('ends as nonFinite where the start is, and where NaN bars the way down', () => {
    expect(minimize((x: Mat<1, 1>) => log(x), scalar(-1), { method })).toMatchObject({ status: 'nonFinite', iterations: 0 });
    const walled = minimize((x: Mat<1, 1>) => add(x, sqrt(sub(x, 1))), scalar(3), { method, gradientTolerance: 1e-12 });
    expect(walled.status).toBe('nonFinite');
    expect(walled.parameters.at(0, 0)).toBeCloseTo(1, 6);
  });

  test('ends as nonFinite after few evaluations where only the Jacobian bars the way down', () => {
    const barred = ofOne(
      (x) => [x + 5],
      (x) => [x < 1 ? NaN : 1],
    );
    const { state, status } = collect(levenbergMarquardt(barred, Float64Array.of(3), { valueTolerance: 0 }));
    expect(status).toBe('nonFinite');
    expect(state.point[0]).toBeCloseTo(1, 6);
    expect(state.evaluations).toBeLessThan(400);
  });

  test('a Jacobian with the wrong sign ends as lineSearchFailed at the start', () => {
    const wrong = ofOne(
      (x) => [x, 1],
      () => [-1, 0],
    );
    const { state, status } = collect(levenbergMarquardt(wrong, Float64Array.of(2), { maxEvaluations: 500 }));
    expect([status, state.point[0]]).toEqual(['lineSearchFailed', 2]);
    expect(state.evaluations).toBeLessThan(100);
  });

  test('ends as precisionLimit where rounding hides what is left', () => {
    const far = ofOne(
      (x) => [1e6, x - 3 + (x - 3) ** 2],
      (x) => [0, 1 + 2 * (x - 3)],
    );
    const { state, status } = collect(levenbergMarquardt(far, Float64Array.of(5), { gradientTolerance: 0, valueTolerance: 0 }));
    expect(['precisionLimit', 'lineSearchFailed', 'converged']).toContain(status);
    expect(state.point[0]).toBeCloseTo(3, 1);
  });

  test('keeps the limits of iterations and of time', () => {
    const f = (p: Mat): Mat => sub(matmul(matrix([[1, 2]]), square(p)), 3);
    expect(minimize(f, column([5, 9]), { method, maxIterations: 2 })).toMatchObject({ status: 'iterationLimit', iterations: 2 });
    const slow: Residuals = {
      ...ofOne(
        (x) => [x * x + 1],
        (x) => [2 * x],
      ),
      jacobian: ([x]) => {
        const started = performance.now();
        while (performance.now() - started < 2);
        return Float64Array.of(2 * x!);
      },
    };
    const { state, status } = collect(levenbergMarquardt(slow, Float64Array.of(2), { maxSeconds: 0.001 }));
    expect([status, state.evaluations]).toEqual(['timeLimit', 2]);
  });

  test('refuses what is no matrix of residuals', () => {
    expect(() => minimize((() => 3) as never, scalar(1), { method })).toThrow(
      'minimize: the function must return a matrix of residuals, it returned number. Return the residuals themselves, not squared',
    );
  });
});

const leastSquaresOrNothing = (a: Mat, b: Mat): Mat | undefined => {
  try {
    return leastSquares(a, b);
  } catch {
    return undefined;
  }
};
