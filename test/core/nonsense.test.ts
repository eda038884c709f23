import * as core from '@adjoint/core';
import { AdjointError, isMat, matrix } from '@adjoint/core';
import { describe, expect, test } from 'vitest';

// Whoever calls in JavaScript, or with `any`, gets a sentence too: whatever a public function is given, it answers or throws an AdjointError.

const x = matrix([
  [1, 2],
  [3, 4],
]);
const nonsense: readonly (readonly unknown[])[] = [
  [],
  ['x', 'y', 'z'],
  [undefined, undefined],
  [null, null, null],
  [{}, {}],
  [[[1, 2]], [[3]]],
  [x, 'y', 'z'],
  [x, null, null],
  [x, x, null],
  [x, x, {}],
  [x, x, x, x, 'x'],
  [x, { axis: 7 }],
  [x, { axis: 'x' }],
  [x, 1.5],
  [x, -1, 2],
  [x, NaN, Infinity],
  [Symbol('x'), Symbol('y')],
  [1n, 2n],
  [() => 1, () => 2],
  [() => x, null],
  [new Proxy({}, {}), 1],
  [new Date(), /x/],
];
const functions = Object.entries(core as Readonly<Record<string, unknown>>).filter(
  ([name, f]) => typeof f === 'function' && !/^[A-Z]/.test(name),
);

describe.each(functions)('%s', (_name, f) => {
  test('answers nonsense with an AdjointError', () => {
    for (const given of nonsense) {
      try {
        (f as (...args: readonly unknown[]) => unknown)(...given);
      } catch (error) {
        const told = given.map((each) => (isMat(each) ? 'a matrix' : String(typeof each))).join(', ');
        expect(error, `given ${told}`).toBeInstanceOf(AdjointError);
      }
    }
  });
});
