import { type compile, flatten, isMat } from '@adjoint/core';
import { cosineDecay } from '@adjoint/nn';
import { describe, expect, test } from 'vitest';
import { type OptimizerCase, optimizerOf, parameters, reference, stepsOf } from './torch.ts';

const scheduleOf = ({ cosine, options }: OptimizerCase) =>
  cosine === undefined ? undefined : cosineDecay({ learningRate: options['learningRate'] as number, steps: cosine });
const titleOf = ({ optimizer, options, losses: _l, trajectory: _t, ...wrappers }: OptimizerCase): string =>
  `${optimizer} ${JSON.stringify({ ...options, ...wrappers })}`;

/** The largest difference, of the size of the number. */
const furthest = (ours: readonly number[], theirs: readonly number[]): number =>
  Math.max(...ours.map((value, i) => Math.abs(value - theirs[i]!) / Math.abs(theirs[i]!)));

describe('twenty steps agree with PyTorch to 1e-12 of every parameter', () => {
  test.each(reference.cases.map((each) => [titleOf(each), each] as const))('%s', (_title, each) => {
    const { losses, trajectory } = stepsOf(optimizerOf(each), 20, scheduleOf(each));
    expect(furthest(trajectory.flat(), each.trajectory.flat())).toBeLessThan(1e-12);
    expect(furthest(losses, each.losses)).toBeLessThan(1e-12);
  });

  test('of every optimizer with its defaults, and with others', () => {
    const counted = Map.groupBy(reference.cases, ({ optimizer }) => optimizer);
    expect([...counted.keys()].toSorted()).toEqual([
      'adagrad',
      'adam',
      'adamW',
      'gradientDescent',
      'lion',
      'momentum',
      'nesterov',
      'rmsProp',
    ]);
    for (const cases of counted.values()) expect(cases.length).toBeGreaterThan(1);
  });
});

describe.each(reference.cases.map((each) => [titleOf(each), each] as const))('an update of %s', (_title, each) => {
  const optimizer = optimizerOf(each);

  test('gives the same compiled and op by op', () => {
    const uncompiled = ((f: unknown) => f) as typeof compile;
    const [compiled, plain] = [stepsOf(optimizer, 5, scheduleOf(each)), stepsOf(optimizer, 5, scheduleOf(each), uncompiled)];
    expect(furthest(compiled.trajectory.flat(), plain.trajectory.flat())).toBeLessThan(1e-13);
  });

  test('keeps the form of the memory, and what it is given', () => {
    const before = optimizer.initialize(parameters);
    const text = JSON.stringify([parameters, before]);
    const { memory } = optimizer.update(parameters, before, parameters);
    expect(shapesOf(memory)).toEqual(shapesOf(before));
    expect(JSON.stringify([parameters, before])).toBe(text);
  });
});

const shapesOf = (tree: unknown): readonly string[] => {
  const { leaves, paths } = flatten(tree, isMat);
  return leaves.map(({ rows, columns }, i) => `${paths[i]}: ${rows}x${columns}`);
};
