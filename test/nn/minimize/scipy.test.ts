import { readFileSync } from 'node:fs';
import { minimize, type MinimizeResult } from '@adjoint/nn';
import { expect, test } from 'vitest';
import { bounded, halfSquare, sumsOfSquares } from './problems.ts';

// What scripts/references/minimizers.py wrote: SciPy's minimizers on the same problems, with the same test for convergence.

interface Answer {
  readonly value: number;
  readonly evaluations: number;
}
interface Reference {
  readonly gradientTolerance: number;
  readonly sumsOfSquares: Readonly<Record<string, Readonly<Record<'CG' | 'L-BFGS-B' | 'TNC' | 'lm', Answer>>>>;
  readonly bounded: Readonly<Record<string, Readonly<Record<'L-BFGS-B', Answer>>>>;
}
const reference = JSON.parse(readFileSync(new URL('scipy.json', import.meta.url), 'utf8')) as Reference;
const options = {
  gradientTolerance: reference.gradientTolerance,
  valueTolerance: 0,
  maxIterations: Infinity,
  maxEvaluations: Infinity,
};

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [Math.floor((sorted.length - 1) / 2), Math.ceil((sorted.length - 1) / 2)];
  return (sorted[low]! + sorted[high]!) / 2;
};
/** The same value as SciPy's to 1e-8 on every problem, and at most 1.2 times as many evaluations in the median. */
const expectParity = (ours: Readonly<Record<string, MinimizeResult<unknown>>>, theirs: Readonly<Record<string, Answer>>): void => {
  expect(Object.keys(ours)).toEqual(Object.keys(theirs));
  for (const [name, { value, status }] of Object.entries(ours)) {
    expect({ name, status, value }).toEqual({ name, status: 'converged', value: expect.closeTo(theirs[name]!.value, 8) });
    expect(Math.abs(value - theirs[name]!.value)).toBeLessThanOrEqual(1e-8);
  }
  const names = Object.keys(ours);
  const evaluations = median(names.map((name) => ours[name]!.evaluations));
  expect(evaluations).toBeLessThanOrEqual(1.2 * median(names.map((name) => theirs[name]!.evaluations)));
  expect(median(names.map((name) => ours[name]!.evaluations / theirs[name]!.evaluations))).toBeLessThanOrEqual(1.2);
};
const mapped = <A, B>(record: Readonly<Record<string, A>>, f: (value: A) => B): Readonly<Record<string, B>> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value)]));

test.each([
  ['cg', 'CG'],
  ['lbfgs', 'L-BFGS-B'],
  ['lbfgsb', 'L-BFGS-B'],
  ['tnc', 'TNC'],
] as const)("%s reaches the values of SciPy's %s with about as many evaluations or fewer", (method, theirs) => {
  const ours = mapped(sumsOfSquares, ({ residuals, start }) => minimize(halfSquare(residuals), start, { ...options, method }));
  expectParity(
    ours,
    mapped(reference.sumsOfSquares, (answers) => answers[theirs]),
  );
});

test("levenbergMarquardt reaches the values of SciPy's least_squares with about as many evaluations or fewer", () => {
  const ours = mapped(sumsOfSquares, ({ residuals, start }) => minimize(residuals, start, { ...options, method: 'levenbergMarquardt' }));
  expectParity(
    ours,
    mapped(reference.sumsOfSquares, (answers) => answers.lm),
  );
});

test("lbfgsb reaches the values of SciPy's L-BFGS-B within bounds with about as many evaluations or fewer", () => {
  const ours = mapped(bounded, ({ f, start, bounds }) => minimize(f, start, { ...options, method: 'lbfgsb', bounds }));
  expectParity(
    ours,
    mapped(reference.bounded, (answers) => answers['L-BFGS-B']),
  );
});
