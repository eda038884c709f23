import { add, exp, type Mat, matrix, mul, mulZero, neg, record, scalar, spec, type Tape } from '@adjoint/core';
import { expect, test } from 'vitest';
import { moveKnown, simplifyWithCopies } from '../../../packages/core/src/simplify/simplify.ts';
import { tapeOf } from './formula.ts';

const namesOf = ({ entries }: Tape): readonly string[] => entries.map((entry) => (entry.kind === 'applied' ? entry.op.name : entry.kind));

test('what was merely copied is where it is said to be', () => {
  const tape = tapeOf(
    (_, x, y) => {
      neg(exp(y));
      return mul(x, exp(x));
    },
    [1, 2],
    [1, 2],
  );
  expect(namesOf(tape)).toEqual(['input', 'input', 'exp', 'neg', 'exp', 'mul']);
  const { tape: short, copies } = simplifyWithCopies(tape);
  expect(namesOf(short)).toEqual(['input', 'input', 'exp', 'mul']);
  expect(copies).toEqual([0, 1, undefined, undefined, 2, 3]);
});

test('what was rewritten is no copy, nor what stands on it', () => {
  const tape = tapeOf((_, x, y) => add(y, exp(neg(neg(x)))), [1, 2], [1, 2]);
  expect(namesOf(tape)).toEqual(['input', 'input', 'neg', 'neg', 'exp', 'add']);
  const { tape: short, copies } = simplifyWithCopies(tape);
  expect(namesOf(short)).toEqual(['input', 'input', 'exp', 'add']);
  expect(copies).toEqual([0, 1, undefined, undefined, undefined, undefined]);
});

test('a constant is a copy of itself', () => {
  const tape = tapeOf((constant, x) => mul(constant(matrix([[2, 3]])), x), [1, 2]);
  expect(simplifyWithCopies(tape).copies).toEqual([0, 1, undefined]); // the arguments change places
});

test('the same arguments under another op are no copy', () => {
  const tape = tapeOf((constant, x) => mulZero(constant(scalar(2)), x), [1, 1]);
  const { tape: short, copies } = simplifyWithCopies(tape);
  expect(namesOf(short)).toEqual(['input', 'constant', 'mul']);
  expect(copies).toEqual([0, 1, undefined]);
});

test('known values move with the entries that were copied, and no others', () => {
  const [a, b, c] = [scalar(1), scalar(2), scalar(3)] as never[];
  expect(moveKnown([a!, b!, c!], [2, undefined, 0])).toEqual([c, undefined, a]);
  expect(moveKnown([a!, b!, c!], [undefined, undefined, undefined])).toEqual([]);
  expect(moveKnown([undefined, b!], [0, 1])).toEqual([undefined, b]);
});

test('it tells which rules it used', () => {
  const used: string[] = [];
  simplifyWithCopies(
    record((x: Mat) => neg(neg(x)), spec(2, 2)),
    (rule) => used.push(rule),
  );
  expect(used).toEqual(['double negation']);
});
