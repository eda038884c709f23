import { differentiate, interpret, type Mat, matrix, mul, neg, type Op, registry, stopGradient, transpose, type Vjp } from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Case, caseOf } from './caseOf.ts';
import { adjointAgrees, gradientAgrees, hessianSymmetric, oneEntry, secondOrderAgrees, zeroStaysZero } from './checks.ts';

// The power of the laws: every derivative rule is broken in turn, and a law must notice.

type Mutation = (rule: Vjp) => Vjp;
const ofResult =
  (change: (right: Mat) => Mat): Mutation =>
  (rule) =>
  (...given) => {
    const right = rule(...given);
    return right === null ? null : change(right);
  };
const firstEntryLost = ({ rows, columns }: Mat): Mat =>
  matrix.of(
    rows,
    columns,
    Float64Array.from({ length: rows * columns }, (_, i) => Number(i > 0)),
  );
const isLike = (a: Mat, b: Mat): boolean => a.rows === b.rows && a.columns === b.columns;

const mutations: Readonly<Record<string, Mutation>> = {
  'too large by a millionth': ofResult((right) => mul(1 + 1e-6, right)),
  'of the other sign': ofResult((right) => neg(right)),
  'transposed where it is square': ofResult((right) => (right.rows === right.columns ? transpose(right) : right)),
  'without its first entry': ofResult((right) => mul(right, firstEntryLost(right))),
  'without a derivative of its own': ofResult((right) => stopGradient(right)),
  lost: () => () => null,
  'g itself': (rule) => (g, y, xs, attributes, argument) => (isLike(g, xs[argument]!) ? g : rule(g, y, xs, attributes, argument)),
  // right once, wrong twice
  'with arguments and output detached': (rule) => (g, y, xs, attributes, argument) =>
    rule(g, stopGradient(y), xs.map(stopGradient), attributes, argument),
};

/** Does something while one rule of the op is broken. */
function whileBroken<T>(op: Op, index: number, mutation: Mutation, use: () => T): T {
  const rules = op.vjps as Vjp[];
  const right = rules[index]!;
  rules[index] = mutation(right);
  try {
    return use();
  } finally {
    rules[index] = right;
  }
}

const laws: readonly ((op: Op, c: Case) => void)[] = [adjointAgrees, gradientAgrees, secondOrderAgrees, hessianSymmetric, zeroStaysZero];
const isBroken = (op: Op, c: Case): boolean =>
  laws.some((law) => {
    try {
      law(op, c);
      return false;
    } catch {
      return true;
    }
  });

/** First and second derivatives: a broken rule that leaves them is not broken, as a 1x1 matrix transposed. */
const derivatives = (op: Op, cases: readonly Case[]): readonly number[] =>
  cases.flatMap((c) => {
    const once = differentiate(oneEntry(op, c));
    return interpret(differentiate(once), [...c.xs, c.g, c.g, ...c.u]).flatMap((x) => Array.from(x.toFloat64Array()));
  });
const areClose = (some: readonly number[], others: readonly number[]): boolean =>
  some.every((value, i) => Object.is(value, others[i]) || Math.abs(value - others[i]!) <= 1e-12 * Math.max(1, Math.abs(value)));

describe.each(registry)('$name', (op) => {
  const cases = fc.sample(caseOf(op), { seed: 20, numRuns: 24 });
  const right = derivatives(op, cases);
  test('every break of its derivative rules is noticed by a law', () => {
    const survivors: string[] = [];
    op.vjps.forEach((_, index) => {
      let changed = 0;
      for (const [name, mutation] of Object.entries(mutations)) {
        const isNoticed = () => {
          if (areClose(derivatives(op, cases), right)) return true; // nothing to notice
          changed += 1;
          return cases.some((c) => isBroken(op, c));
        };
        if (!whileBroken(op, index, mutation, isNoticed)) survivors.push(`argument ${index}: ${name}`);
      }
      if (changed === 0) survivors.push(`argument ${index}: nothing that is done to it changes anything`);
    });
    expect(survivors).toEqual([]);
  });
  test('unbroken it passes', () => {
    expect(cases.filter((c) => isBroken(op, c))).toEqual([]);
  });
});
