import { expect, test } from 'vitest';
import { rules } from '../../packages/core/src/simplify/rules.ts';
import { after, before } from '../../packages/core/src/simplify/structure.ts';

// What a rule promises is part of its meaning: a change of a promise is a change of a law.

const namesBy = (law: string): readonly string[] =>
  [...before, ...rules, ...after]
    .filter((rule) => rule.law === law)
    .map(({ name }) => name)
    .toSorted();

test('every rule has a name of its own', () => {
  const names = [...before, ...rules, ...after].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.every((name) => /^[a-z][a-z0-9 ,-]+$/i.test(name))).toBe(true);
});

const exact: readonly string[] = [
  'broadcast of broadcast',
  'constant folding',
  'double negation',
  'double transpose',
  'elementwise on broadcasts',
  'minus a broadcast negated',
  'minus a negated',
  'minus zero',
  'negated dividend',
  'negated divisor',
  'negated factor',
  'negated multiple',
  'number times, zero-safe',
  'order of commutative arguments',
  'over one',
  'plus a broadcast negated',
  'plus a negated',
  'plus negative zero',
  'product of a repeated row',
  'product with a repeated column',
  'sum of row sums',
  'times minus one',
  'times one',
  'transpose of a negated',
  'transpose of a product with a transposed left',
  'transpose of a product with a transposed right',
];
const stabilized: readonly string[] = [
  'inverse times',
  'likelihood by mul',
  'likelihood by mulZero',
  'log of a probability',
  'log of its complement',
  'log of the odds',
  'log1p of its complement',
  'times inverse',
];

test('these rules keep every bit', () => expect(namesBy('exact')).toEqual(exact));
test('these rules give what is better conditioned', () => expect(namesBy('stabilized')).toEqual(stabilized));
test('all others change the order of additions and products', () => {
  const others = [...before, ...rules, ...after]
    .map(({ name }) => name)
    .filter((name) => !exact.includes(name) && !stabilized.includes(name));
  expect(namesBy('reassociated')).toEqual(others.toSorted());
});
