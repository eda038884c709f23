import { valuesOf } from '../matrix/denseMatrix.ts';
import type { Mat } from '../matrix/mat.ts';
import { sameShape } from '../matrix/shape.ts';
import { add, div, mul, mulZero, neg, sub } from '../ops/arithmetic.ts';
import { log, log1p, logSigmoid, sigmoid, softplus } from '../ops/elementwise.ts';
import { matmul } from '../ops/products.ts';
import { broadcastTo, broadcastToShape, sumTo, transpose } from '../ops/shaping.ts';
import type { Recorded } from '../tape/recorder.ts';
import type { Attributes } from '../tape/tape.ts';
import { any, argsIf, as, type Bindings, entryOf, number, numberBehind, of, type OpPattern, valueOfNumber } from './pattern.ts';

/**
 * What a rule promises of its result against the original: `exact`, the same bits; `reassociated`, within 1e-13 of the sum of
 * absolute terms; `stabilized`, within 1e-12 where the original is well conditioned and finite wherever the exact value is.
 */
export type Law = 'exact' | 'reassociated' | 'stabilized';

/** An expression and what it becomes; `when` asks what a pattern cannot say. */
export interface Rule {
  readonly name: string;
  readonly law: Law;
  readonly match: OpPattern;
  readonly when?: (bound: Bindings, attributes: Attributes) => boolean;
  readonly become: (bound: Bindings, attributes: Attributes) => Mat;
}

// Directions, so that no two rules undo each other: numbers and neg move outward (out of mul, matmul, sumTo, transpose),
// broadcastTo moves outward over elementwise ops, numbers stand on the left.

const [a, b, c, d, s, x, y, z] = [any('a'), any('b'), number('c'), number('d'), any('s'), any('x'), any('y'), any('z')];
const value = (bound: Bindings, name: string): number => valueOfNumber(bound[name]!);
const is = (name: string, expected: number) => (bound: Bindings): boolean => Object.is(value(bound, name), expected);
/** Neither overflow nor underflow may come of merging constants: 1e200 (1e200 x) is finite for small x. */
const mergesTo = (merge: (c: number, d: number) => number) => (bound: Bindings): boolean => {
  const merged = Math.abs(merge(value(bound, 'c'), value(bound, 'd')));
  return merged >= 2.2250738585072014e-308 && merged < Infinity;
};
const opposite = (bound: Bindings): boolean => value(bound, 'c') === -value(bound, 'd');
const sizes = (attributes: Attributes) => attributes as { readonly rows: number; readonly columns: number } & Attributes;
const summed = (x: Mat, attributes: Attributes): Mat => sumTo(x, sizes(attributes).rows, sizes(attributes).columns);
const get = (bound: Bindings, name: string): Mat => bound[name]!;

export const identities: readonly Rule[] = [
  { name: 'double negation', law: 'exact', match: of(neg, of(neg, x)), become: (e) => get(e, 'x') },
  { name: 'double transpose', law: 'exact', match: of(transpose, of(transpose, x)), become: (e) => get(e, 'x') },
  { name: 'broadcast of broadcast', law: 'exact', match: of(broadcastTo, of(broadcastTo, x)), become: (e, to) => broadcastTo(get(e, 'x'), sizes(to).rows, sizes(to).columns) },
  { name: 'times one', law: 'exact', match: of(mul, c, x), when: is('c', 1), become: (e) => get(e, 'x') },
  { name: 'times minus one', law: 'exact', match: of(mul, c, x), when: is('c', -1), become: (e) => neg(get(e, 'x')) },
  { name: 'minus zero', law: 'exact', match: of(sub, x, c), when: is('c', 0), become: (e) => get(e, 'x') },
  { name: 'plus negative zero', law: 'exact', match: of(add, x, c), when: is('c', -0), become: (e) => get(e, 'x') },
  { name: 'over one', law: 'exact', match: of(div, x, c), when: is('c', 1), become: (e) => get(e, 'x') },
  { name: 'zero-safe product with a number', law: 'exact', match: of(mulZero, c, x), when: (e) => value(e, 'c') !== 0, become: (e) => mul(get(e, 'c'), get(e, 'x')) },
  { name: 'zero-safe product by a number', law: 'reassociated', match: of(mulZero, x, c), when: (e) => Number.isFinite(value(e, 'c')), become: (e) => mul(get(e, 'c'), get(e, 'x')) },
];

export const signs: readonly Rule[] = [
  { name: 'negated factor', law: 'exact', match: of(mul, of(neg, a), b), become: (e) => neg(mul(get(e, 'a'), get(e, 'b'))) },
  { name: 'negated number times', law: 'exact', match: of(neg, of(mul, c, x)), become: (e) => mul(neg(get(e, 'c')), get(e, 'x')) },
  { name: 'negated dividend', law: 'exact', match: of(div, of(neg, a), b), become: (e) => neg(div(get(e, 'a'), get(e, 'b'))) },
  { name: 'negated divisor', law: 'exact', match: of(div, a, of(neg, b)), become: (e) => neg(div(get(e, 'a'), get(e, 'b'))) },
  { name: 'product of a negated left', law: 'reassociated', match: of(matmul, of(neg, a), b), become: (e) => neg(matmul(get(e, 'a'), get(e, 'b'))) },
  { name: 'product of a negated right', law: 'reassociated', match: of(matmul, a, of(neg, b)), become: (e) => neg(matmul(get(e, 'a'), get(e, 'b'))) },
  { name: 'sum of a negated', law: 'exact', match: of(sumTo, of(neg, x)), become: (e, to) => neg(summed(get(e, 'x'), to)) },
  { name: 'transpose of a negated', law: 'exact', match: of(transpose, of(neg, x)), become: (e) => neg(transpose(get(e, 'x'))) },
  { name: 'plus a negated', law: 'exact', match: of(add, a, of(neg, b)), become: (e) => sub(get(e, 'a'), get(e, 'b')) },
  { name: 'minus a negated', law: 'exact', match: of(sub, a, of(neg, b)), become: (e) => add(get(e, 'a'), get(e, 'b')) },
  { name: 'negated minus', law: 'exact', match: of(sub, of(neg, a), b), become: (e) => neg(add(get(e, 'a'), get(e, 'b'))) },
  { name: 'negated difference', law: 'reassociated', match: of(neg, of(sub, a, b)), become: (e) => sub(get(e, 'b'), get(e, 'a')) },
  { name: 'plus a broadcast negated', law: 'exact', match: of(add, a, of(broadcastTo, of(neg, b))), become: (e) => sub(get(e, 'a'), broadcastToShape(get(e, 'b'), get(e, 'a'))) },
  { name: 'minus a broadcast negated', law: 'exact', match: of(sub, a, of(broadcastTo, of(neg, b))), become: (e) => add(get(e, 'a'), broadcastToShape(get(e, 'b'), get(e, 'a'))) },
];

const timesNumber = (name: string) => of(mul, number(name), any(name === 'c' ? 'a' : 'b'));
export const numbers: readonly Rule[] = [
  { name: 'number times number', law: 'reassociated', match: of(mul, c, of(mul, d, x)), when: mergesTo((p, q) => p * q), become: (e) => mul(mul(get(e, 'c'), get(e, 'd')), get(e, 'x')) },
  { name: 'number out of a product', law: 'reassociated', match: of(mul, a, of(mul, c, b)), become: (e) => mul(get(e, 'c'), mul(get(e, 'a'), get(e, 'b'))) },
  { name: 'number out of a sum', law: 'reassociated', match: of(sumTo, of(mul, c, x)), become: (e, to) => mul(get(e, 'c'), summed(get(e, 'x'), to)) },
  { name: 'multiples of one matrix', law: 'reassociated', match: of(add, of(mul, c, x), of(mul, d, x)), when: mergesTo((p, q) => p + q), become: (e) => mul(add(get(e, 'c'), get(e, 'd')), get(e, 'x')) },
  { name: 'number out of an addition', law: 'reassociated', match: of(add, of(mul, c, a), of(mul, c, b)), become: (e) => mul(get(e, 'c'), add(get(e, 'a'), get(e, 'b'))) },
  { name: 'number out of a subtraction', law: 'reassociated', match: of(sub, of(mul, c, a), of(mul, c, b)), become: (e) => mul(get(e, 'c'), sub(get(e, 'a'), get(e, 'b'))) },
  { name: 'opposite numbers added', law: 'reassociated', match: of(add, timesNumber('c'), timesNumber('d')), when: opposite, become: (e) => mul(get(e, 'c'), sub(get(e, 'a'), get(e, 'b'))) },
  { name: 'opposite numbers subtracted', law: 'reassociated', match: of(sub, timesNumber('c'), timesNumber('d')), when: opposite, become: (e) => mul(get(e, 'c'), add(get(e, 'a'), get(e, 'b'))) },
];

// the inner sum leaves one number per row
const addsRows = ({ inner, x }: Bindings): boolean => inner!.rows === x!.rows && inner!.columns === 1;
export const sums: readonly Rule[] = [
  // both add along each row first and then over the rows
  { name: 'sum of row sums', law: 'exact', match: of(sumTo, as('inner', of(sumTo, x))), when: addsRows, become: (e, to) => summed(get(e, 'x'), to) },
  { name: 'sum of sums', law: 'reassociated', match: of(sumTo, as('inner', of(sumTo, x))), when: (e) => !addsRows(e), become: (e, to) => summed(get(e, 'x'), to) },
  {
    name: 'broadcast factor out of its sum',
    law: 'reassociated',
    match: of(sumTo, of(mul, x, of(broadcastTo, s))),
    when: (e, to) => sameShape(get(e, 's'), sizes(to)),
    become: (e, to) => mul(get(e, 's'), summed(get(e, 'x'), to)),
  },
  { name: 'common divisor added', law: 'reassociated', match: of(add, of(div, a, x), of(div, b, x)), become: (e) => div(add(get(e, 'a'), get(e, 'b')), get(e, 'x')) },
  { name: 'common divisor subtracted', law: 'reassociated', match: of(sub, of(div, a, x), of(div, b, x)), become: (e) => div(sub(get(e, 'a'), get(e, 'b')), get(e, 'x')) },
];

const likelihood = (times: typeof mul | typeof mulZero): Rule => ({
  name: `likelihood from logits (${times.op.name})`,
  law: 'stabilized',
  match: of(add, of(times, y, of(logSigmoid, z)), of(times, any('q'), of(logSigmoid, of(neg, z)))),
  when: ({ y, q }) => isComplement(y!, q!),
  become: (e) => sub(mul(get(e, 'y'), get(e, 'z')), softplus(get(e, 'z'))),
});
export const probabilities: readonly Rule[] = [
  { name: 'log of sigmoid', law: 'stabilized', match: of(log, of(sigmoid, z)), become: (e) => logSigmoid(get(e, 'z')) },
  { name: 'log of 1 - sigmoid', law: 'stabilized', match: of(log, of(sub, c, of(sigmoid, z))), when: is('c', 1), become: (e) => logSigmoid(neg(get(e, 'z'))) },
  { name: 'log1p of -sigmoid', law: 'stabilized', match: of(log1p, of(neg, of(sigmoid, z))), become: (e) => logSigmoid(neg(get(e, 'z'))) },
  likelihood(mul),
  likelihood(mulZero),
  { name: 'log odds', law: 'stabilized', match: of(sub, of(logSigmoid, z), of(logSigmoid, of(neg, z))), become: (e) => get(e, 'z') },
];

/** Whether q is 1 - y: written so, or computed so where both are constants. */
function isComplement(y: Recorded, q: Recorded): boolean {
  const written = argsIf(sub.op, q);
  if (written !== undefined) {
    const one = numberBehind(written[0]!);
    return written[1] === y && one !== undefined && valueOfNumber(one) === 1;
  }
  const [left, right] = [entryOf(y), entryOf(q)];
  if (left.kind !== 'constant' || right.kind !== 'constant') return false;
  const [ys, qs] = [valuesOf(left.value), valuesOf(right.value)];
  return ys.every((target, i) => Object.is(1 - target, qs[i]));
}

export const rules: readonly Rule[] = [...identities, ...signs, ...numbers, ...sums, ...probabilities];
