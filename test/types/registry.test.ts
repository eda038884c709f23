import { beforeAll, describe, expect, test } from 'vitest';
import { check, type Checked } from './checker.ts';
import { nameless, ops, passing, refused, strangers, unwritten } from './registryPrograms.ts';

const prelude = `
import { ${ops.map(({ name }) => name).join(', ')}, ${ops.some(({ name }) => name === 'zeros') ? '' : 'zeros'} } from '@adjoint/core';
import type { Mat } from '@adjoint/core';
declare const unknown: Mat;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? [] : ['another type was expected'];
declare const same: <A>() => <B>(x: B, ...verdict: Same<A, B>) => void;`;

/** Ops that take matrices of any shape: there is no size to refuse. Reshape, slice and pad ask for numbers that types do not compare. */
const nothingToRefuse: readonly string[] = [
  'transpose',
  'reshape',
  'slice',
  'pad',
  'tril',
  'triu',
  'diagonal',
  'neg',
  'reciprocal',
  'square',
  'abs',
  'sign',
  'exp',
  'expm1',
  'log',
  'log1p',
  'sqrt',
  'sin',
  'cos',
  'tan',
  'atan',
  'sinh',
  'cosh',
  'tanh',
  'erf',
  'sigmoid',
  'logSigmoid',
  'softplus',
  'relu',
  'step',
  'floor',
  'ceil',
  'round',
  'stopGradient',
  'max',
  'min',
  'logSumExp',
  'norm',
  'argMax',
  'argMin',
  'cumulativeSum',
  'softmax',
  'logSoftmax',
  'qr',
  'svd',
];

let checked: Checked;
beforeAll(() => {
  checked = check(
    prelude,
    ops.flatMap((op) => [...passing(op), ...refused(op), ...strangers(op)]),
  );
});

describe('the lists above', () => {
  test('name every op that refuses no size, and no other', () => {
    const free = ops.filter((op) => refused(op).length === 0).map(({ name }) => name);
    expect(free.toSorted()).toEqual(nothingToRefuse.toSorted());
  });
  test('write the attributes of every op that has a function', () => {
    expect(unwritten).toEqual([]);
    expect(nameless).toEqual(['call']);
  });
  test('import what is there', () => {
    expect(checked.ofPrelude).toBe('');
  });
});

describe.each(ops)('$name', (op) => {
  test.each(passing(op))('%s passes', (program) => {
    expect(checked.of(program)).toBeUndefined();
  });
  test.each(refused(op))('%s is refused by a sentence', (program) => {
    expect(checked.of(program)).toMatch(new RegExp(`is not assignable to parameter of type '"${op.name}[(:][^"]{20,}"'`));
  });
  test.each(strangers(op))('%s is refused', (program) => {
    expect(checked.of(program)).toMatch(/(?:Argument of type|Type) 'string' is not assignable to (?:parameter of )?type '(?:Mat|Operand)</);
  });
});
