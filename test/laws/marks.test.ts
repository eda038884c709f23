import { add, div, matmul, mul, neg, type Op, registry, sub, transpose } from '@adjoint/core';
import { expect, test } from 'vitest';

// What passes ask ops about: a mark is there and true, or it is not there.

const namesWith = (mark: 'commutative' | 'linear' | 'variadic'): readonly string[] =>
  registry.filter((op) => mark in op && op[mark] === true).map(({ name }) => name);
const marked = (mark: keyof Op): readonly string[] => registry.filter((op) => mark in op).map(({ name }) => name);

test.each([
  ['commutative', ['add', 'maximum', 'minimum', 'mul']],
  ['variadic', ['call', 'concatColumns', 'concatRows']],
  [
    'linear',
    [
      'add',
      'broadcastTo',
      'concatColumns',
      'concatRows',
      'cumulativeSum',
      'diagonal',
      'diagonalMatrix',
      'neg',
      'pad',
      'reshape',
      'slice',
      'sub',
      'sumTo',
      'transpose',
      'tril',
      'triu',
    ],
  ],
] as const)('these ops and no others are %s', (mark, names) => {
  expect(namesWith(mark).toSorted()).toEqual(names);
  expect(marked(mark).toSorted()).toEqual(names);
});

const points = [0.75, -1.5, 0, -0, NaN, 3, 0.25, Infinity, -Infinity];
/** Every choice of one of the points for each of so many arguments: a column of numbers per argument. */
function everyChoice(count: number): readonly Float64Array[] {
  const size = points.length ** count;
  return Array.from({ length: count }, (_, argument) =>
    Float64Array.from({ length: size }, (__, i) => points[Math.floor(i / points.length ** argument) % points.length]!),
  );
}

test('an elementwise op is one function of the entries that stand at one place', () => {
  for (const { name, elementwise, kernel, domain } of registry) {
    if (elementwise === undefined) continue;
    const columns = everyChoice(domain.args.length);
    const shape = { rows: columns[0]!.length, columns: 1 };
    const out = new Float64Array(shape.rows);
    kernel(
      { ...shape, values: out },
      columns.map((values) => ({ ...shape, values })),
      {},
    );
    const expected = Array.from(out, (_, i) => elementwise(...columns.map((values) => values[i]!)));
    expect([name, Array.from(out)]).toEqual([name, expected]);
  }
});

test.each([
  ['add', 'x + y', add],
  ['sub', 'x - y', sub],
  ['mul', 'x * y', mul],
  ['div', 'x / y', div],
  ['matmul', 'x · y', matmul],
  ['neg', '-x', neg],
  ['transpose', 'xᵀ', transpose],
] as const)('%s is written %s', (_name, formula, { op }) => {
  expect(op.notation!(...['x', 'y'].slice(0, op.domain.args.length))).toBe(formula);
});

test('these ops and no others have a notation of their own', () => {
  expect(marked('notation').toSorted()).toEqual(['add', 'div', 'matmul', 'mul', 'neg', 'sub', 'transpose']);
});
