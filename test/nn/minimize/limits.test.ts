import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { budgetOf } from '../../../packages/nn/src/minimize/budget.ts';
import { meter } from '../../../packages/nn/src/minimize/meter.ts';
import { newtonDirection } from '../../../packages/nn/src/minimize/newtonDirection.ts';
import { strongWolfe } from '../../../packages/nn/src/minimize/strongWolfe.ts';
import { beale, himmelblau, quadratic, rosenbrock, watched } from './functions.ts';
import { descents, runOf, vector } from './runs.ts';

const objectives = { rosenbrock, himmelblau, beale, quadratic: quadratic([1, 1e3, 1e6], [1, 2, 3], [1, 2, 3]) };

describe.each(Object.entries(descents))('%s', (_name, method) => {
  const run = runOf(method);

  test.each(Object.entries(objectives))(
    'ends on %s at the best point, with the evaluations that were really made and never more than allowed',
    (_function, objective) => {
      fc.assert(
        fc.property(vector(objective.size), fc.integer({ min: 1, max: 60 }), (start, maxEvaluations) => {
          const seen = watched(objective);
          const { state, status, states } = run(seen, start, { maxEvaluations });
          expect(state.evaluations).toBe(seen.calls());
          expect(seen.calls()).toBeLessThanOrEqual(maxEvaluations);
          if (status === 'evaluationLimit') expect(seen.calls()).toBe(maxEvaluations);
          expect(state.value).toBe(Math.min(...seen.values));
          expect(states.map(({ iterations }) => iterations)).toEqual(states.map((_, i) => i));
          expect({ ...states.at(-1)!, evaluations: state.evaluations }).toEqual(state);
          const { value, gradient } = objective.valueAndGradient(state.point);
          expect(state).toMatchObject({ value, gradient, gradientNorm: Math.max(...gradient.map(Math.abs)) });
        }),
      );
    },
  );

  test('keeps the limit of iterations and tells it', () => {
    const { state, status, message } = run(rosenbrock, [-1.2, 1], { maxIterations: 3 });
    expect(status).toBe('iterationLimit');
    expect(state.iterations).toBe(3);
    expect(message).toBe('All 3 iterations were used before a convergence test held.');
  });

  test('makes no evaluation after the time is over, and tells it', () => {
    const slow = watched({
      ...rosenbrock,
      valueAndGradient: (x) => {
        const started = performance.now();
        while (performance.now() - started < 2);
        return rosenbrock.valueAndGradient(x);
      },
    });
    const { state, status, message } = run(slow, [-1.2, 1], { maxSeconds: 0.001 });
    expect([status, state.evaluations, slow.calls()]).toEqual(['timeLimit', 1, 1]);
    expect(message).toBe('All 0.001 seconds were used before a convergence test held.');
  });

  test('takes Infinity for no limit', () => {
    const limitless = { maxEvaluations: Infinity, maxIterations: Infinity, maxSeconds: Infinity };
    expect(run(himmelblau, [1, 1], limitless).status).toBe('converged');
  });
});

test('no line is searched and no product made when the time is over', () => {
  const seen = watched(himmelblau);
  const spent = meter(seen, budgetOf({ maxEvaluations: Infinity, maxSeconds: 1e-9 }));
  const start = Float64Array.of(1, 2);
  const from = { point: start, ...himmelblau.valueAndGradient(start) };
  const direction = from.gradient.map((element) => -element);
  expect(strongWolfe(spent, { from, direction })).toMatchObject({ ending: 'limit', trial: { step: 0 } });
  expect(newtonDirection(spent, from, { maxInnerSteps: 9, reserve: 1, precondition: (x) => x })).toEqual(direction);
  expect([seen.calls(), spent.budget.remaining, spent.budget.ending()?.status]).toEqual([0, 0, 'timeLimit']);
});
