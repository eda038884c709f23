import { valuesOf } from '../matrix/denseMatrix.ts';
import type { Mat } from '../matrix/mat.ts';
import { add, div, mul, mulZero, neg, sub } from '../ops/arithmetic.ts';
import { log, log1p, logSigmoid, sigmoid, softplus } from '../ops/elementwise.ts';
import { inverse, solve } from '../ops/linearAlgebra.ts';
import { matmul } from '../ops/products.ts';
import { broadcastTo, broadcastToShape, type Sizes, sumTo, transpose } from '../ops/shaping.ts';
import type { Recorded } from '../tape/recorder.ts';
import type { Attributes } from '../tape/tape.ts';
import { any, argsIf, as, type Bindings, entryOf, number, numberBehind, of, valueOfNumber } from './pattern.ts';
import type { IsReadOnce, Rule } from './rule.ts';

// Directions, so that no two rules undo each other: numbers and neg move outward (out of mul, matmul, sumTo, transpose),
// broadcastTo moves outward over elementwise ops, numbers stand on the left. Capitals are patterns, C and D numbers.

const [A, B, X, Y, Z, Q, S] = [any('a'), any('b'), any('x'), any('y'), any('z'), any('q'), any('s')];
const [C, D] = [number('c'), number('d')];
const [CA, CB, CX] = [of(mul, C, A), of(mul, C, B), of(mul, C, X)];
const [DB, DX] = [of(mul, D, B), of(mul, D, X)];

const isNumber = (expected: number) => ({ c }: Bindings): boolean => Object.is(valueOfNumber(c), expected);
const isFiniteNumber = (c: Recorded): boolean => Number.isFinite(valueOfNumber(c));
const opposite = ({ c, d }: Bindings): boolean => isFiniteNumber(c) && valueOfNumber(c) === -valueOfNumber(d);
const summed = (x: Mat, shape: Attributes): Mat => sumTo(x, (shape as Sizes).rows, (shape as Sizes).columns);
/** Neither overflow nor underflow may come of merging constants: 1e200 (1e200 x) is finite for small x. Zero stays zero. */
const mergesBy = (merge: (c: number, d: number) => number) => (bound: Bindings): boolean => {
  const [c, d] = [valueOfNumber(bound.c), valueOfNumber(bound.d)];
  const size = Math.abs(merge(c, d));
  return size === 0 ? c === 0 || d === 0 : size >= 2.2250738585072014e-308 && size < Infinity;
};

const readOnce = (name: 'p' | 'inner') => (bound: Bindings, _shape: Attributes, isReadOnce: IsReadOnce): boolean => isReadOnce(bound[name]);

const identities: readonly Rule[] = [
  { name: 'double negation',         law: 'exact', match: of(neg, of(neg, X)),                 become: ({ x }) => x },
  { name: 'double transpose',        law: 'exact', match: of(transpose, of(transpose, X)),     become: ({ x }) => x },
  { name: 'broadcast of broadcast',  law: 'exact', match: of(broadcastTo, of(broadcastTo, X)), become: ({ x }, shape) => broadcastToShape(x, shape as Sizes) },
  { name: 'times one',               law: 'exact', match: CX,            when: isNumber(1),    become: ({ x }) => x },
  { name: 'times minus one',         law: 'exact', match: CX,            when: isNumber(-1),   become: ({ x }) => neg(x) },
  { name: 'minus zero',              law: 'exact', match: of(sub, X, C), when: isNumber(0),    become: ({ x }) => x },
  { name: 'plus negative zero',      law: 'exact', match: of(add, X, C), when: isNumber(-0),   become: ({ x }) => x },
  { name: 'over one',                law: 'exact', match: of(div, X, C), when: isNumber(1),    become: ({ x }) => x },
  { name: 'number times, zero-safe', law: 'exact', match: of(mulZero, C, X), when: ({ c }) => valueOfNumber(c) !== 0, become: ({ c, x }) => mul(c, x) },
  { name: 'zero-safe times number',  law: 'reassociated', match: of(mulZero, X, C), when: ({ c }) => Number.isFinite(valueOfNumber(c)), become: ({ c, x }) => mul(c, x) },
];

const signs: readonly Rule[] = [
  { name: 'negated factor',             law: 'exact',        match: of(mul, of(neg, A), B),       become: ({ a, b }) => neg(mul(a, b)) },
  { name: 'negated multiple',           law: 'exact',        match: of(neg, CX),                  become: ({ c, x }) => mul(neg(c), x) },
  { name: 'negated dividend',           law: 'exact',        match: of(div, of(neg, A), B),       become: ({ a, b }) => neg(div(a, b)) },
  { name: 'negated divisor',            law: 'exact',        match: of(div, A, of(neg, B)),       become: ({ a, b }) => neg(div(a, b)) },
  { name: 'negated left of a product',  law: 'reassociated', match: of(matmul, of(neg, A), B),    become: ({ a, b }) => neg(matmul(a, b)) },
  { name: 'negated right of a product', law: 'reassociated', match: of(matmul, A, of(neg, B)),    become: ({ a, b }) => neg(matmul(a, b)) },
  { name: 'sum of a negated',           law: 'reassociated', match: of(sumTo, of(neg, X)),        become: ({ x }, shape) => neg(summed(x, shape)) },
  { name: 'transpose of a negated',     law: 'exact',        match: of(transpose, of(neg, X)),    become: ({ x }) => neg(transpose(x)) },
  { name: 'plus a negated',             law: 'exact',        match: of(add, A, of(neg, B)),       become: ({ a, b }) => sub(a, b) },
  { name: 'minus a negated',            law: 'exact',        match: of(sub, A, of(neg, B)),       become: ({ a, b }) => add(a, b) },
  { name: 'negated minus',              law: 'reassociated', match: of(sub, of(neg, A), B),       become: ({ a, b }) => neg(add(a, b)) },
  { name: 'plus a broadcast negated',   law: 'exact', match: of(add, A, of(broadcastTo, of(neg, B))), become: ({ a, b }) => sub(a, broadcastToShape(b, a)) },
  { name: 'minus a broadcast negated',  law: 'exact', match: of(sub, A, of(broadcastTo, of(neg, B))), become: ({ a, b }) => add(a, broadcastToShape(b, a)) },
];

const numbers: readonly Rule[] = [
  { name: 'number times number',         law: 'reassociated', match: of(mul, C, DX),   when: mergesBy((c, d) => c * d), become: ({ c, d, x }) => mul(mul(c, d), x) },
  { name: 'multiples of one matrix',     law: 'reassociated', match: of(add, CX, DX),  when: mergesBy((c, d) => (c * d > 0 ? c + d : NaN)), become: ({ c, d, x }) => mul(add(c, d), x) },
  { name: 'number out of a product',     law: 'reassociated', match: of(mul, A, CB),   when: ({ a, c }) => numberBehind(a) === undefined && isFiniteNumber(c), become: ({ a, b, c }) => mul(c, mul(a, b)) },
  { name: 'number out of a sum',         law: 'reassociated', match: of(sumTo, as('p', CX)), when: (e, to, once) => readOnce('p')(e, to, once) && isFiniteNumber(e.c), become: ({ c, x }, shape) => mul(c, summed(x, shape)) },
  { name: 'number out of an addition',   law: 'reassociated', match: of(add, CA, CB),  when: ({ c }) => isFiniteNumber(c), become: ({ a, b, c }) => mul(c, add(a, b)) },
  { name: 'number out of a subtraction', law: 'reassociated', match: of(sub, CA, CB),  when: ({ c }) => isFiniteNumber(c), become: ({ a, b, c }) => mul(c, sub(a, b)) },
  { name: 'opposite multiples added',    law: 'reassociated', match: of(add, CA, DB),  when: opposite, become: ({ a, b, c }) => mul(c, sub(a, b)) },
  { name: 'opposite multiples subtracted', law: 'reassociated', match: of(sub, CA, DB), when: opposite, become: ({ a, b, c }) => mul(c, add(a, b)) },
];

// a sum over everything adds along each row first, then over the rows
const isSumOfRowSums = ({ inner, x }: Bindings): boolean => inner.rows === x.rows && inner.columns === 1;
const SumOfSums = of(sumTo, as('inner', of(sumTo, X)));
// the first rule that fits is taken: what stands after an exact one is the rest
const sums: readonly Rule[] = [
  { name: 'sum of row sums', law: 'exact',        match: SumOfSums, when: isSumOfRowSums, become: ({ x }, shape) => summed(x, shape) },
  { name: 'sum of sums',     law: 'reassociated', match: SumOfSums, become: ({ x }, shape) => summed(x, shape) },
];

// a column times a row
const outerOf = (column: Mat, row: Mat): Mat => mul(broadcastTo(column, column.rows, row.columns), broadcastTo(row, column.rows, row.columns));
const keeps = (size: 'rows' | 'columns') => ({ p }: Bindings, to: Attributes): boolean => p[size] > 1 && (to as Sizes)[size] === p[size];
const L = as('l', of(broadcastTo, S));
const P = as('p', of(matmul, A, B));
const products: readonly Rule[] = [
  { name: 'transpose of a product with a transposed left',  law: 'exact', match: of(transpose, as('p', of(matmul, of(transpose, A), B))), when: readOnce('p'), become: ({ a, b }) => matmul(transpose(b), a) },
  { name: 'transpose of a product with a transposed right', law: 'exact', match: of(transpose, as('p', of(matmul, A, of(transpose, B)))), when: readOnce('p'), become: ({ a, b }) => matmul(b, transpose(a)) },
  { name: 'product of a repeated row',        law: 'exact',        match: of(matmul, L, B), when: ({ s, b }) => s.rows === 1 && s.columns === b.rows, become: ({ s, b, l }) => broadcastTo(matmul(s, b), l.rows, b.columns) },
  { name: 'product with a repeated column',   law: 'exact',        match: of(matmul, A, L), when: ({ s, a }) => s.columns === 1 && s.rows === a.columns, become: ({ s, a, l }) => broadcastTo(matmul(a, s), a.rows, l.columns) },
  { name: 'product of a repeated column',     law: 'reassociated', match: of(matmul, L, B), become: ({ s, b, l }) => outerOf(broadcastTo(s, l.rows, 1), sumTo(b, 1, b.columns)) },
  { name: 'product with a repeated row',      law: 'reassociated', match: of(matmul, A, L), become: ({ s, a, l }) => outerOf(sumTo(a, a.rows, 1), broadcastTo(s, 1, l.columns)) },
  { name: 'sum over rows of a product',       law: 'reassociated', match: of(sumTo, P), when: (e, to, once) => readOnce('p')(e, to, once) && keeps('columns')(e, to), become: ({ a, b }) => matmul(sumTo(a, 1, a.columns), b) },
  { name: 'sum along rows of a product',      law: 'reassociated', match: of(sumTo, P), when: (e, to, once) => readOnce('p')(e, to, once) && keeps('rows')(e, to),    become: ({ a, b }) => matmul(a, sumTo(b, b.rows, 1)) },
  { name: 'sum of a product',                 law: 'reassociated', match: of(sumTo, P), when: readOnce('p'), become: ({ a, b }) => matmul(sumTo(a, 1, a.columns), sumTo(b, b.rows, 1)) },
  { name: 'inverse times',                    law: 'stabilized',   match: of(matmul, as('inner', of(inverse, A)), B), when: readOnce('inner'), become: ({ a, b }) => solve(a, b) },
  { name: 'times inverse',                    law: 'stabilized',   match: of(matmul, A, as('inner', of(inverse, B))), when: readOnce('inner'), become: ({ a, b }) => transpose(solve(transpose(b), transpose(a))) },
];

// y log σ(z) + (1 - y) log σ(-z) = -(softplus(z) - y z)
const likelihood = (times: typeof mul | typeof mulZero): Rule => ({
  name: `likelihood by ${times.op.name}`,
  law: 'stabilized',
  match: of(add, of(times, Y, of(logSigmoid, Z)), of(times, Q, of(logSigmoid, of(neg, Z)))),
  when: ({ y, q }) => isComplement(y, q),
  become: ({ y, z }) => neg(sub(softplus(z), mul(y, z))),
});
const probabilities: readonly Rule[] = [
  { name: 'log of a probability',     law: 'stabilized', match: of(log, of(sigmoid, Z)), become: ({ z }) => logSigmoid(z) },
  { name: 'log of its complement',    law: 'stabilized', match: of(log, of(sub, C, of(sigmoid, Z))), when: isNumber(1), become: ({ z }) => logSigmoid(neg(z)) },
  { name: 'log1p of its complement',  law: 'stabilized', match: of(log1p, of(neg, of(sigmoid, Z))), become: ({ z }) => logSigmoid(neg(z)) },
  { name: 'log of the odds',          law: 'stabilized', match: of(sub, of(logSigmoid, Z), of(logSigmoid, of(neg, Z))), become: ({ z }) => z },
  likelihood(mul),
  likelihood(mulZero),
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

/** In the order in which they are tried. */
export const rules: readonly Rule[] = [...identities, ...signs, ...numbers, ...sums, ...products, ...probabilities];
