import { differentiate, interpret, type Mat, matrix, registry, simplify, type Tape } from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDense, valuesOf } from '../../packages/core/src/matrix/denseMatrix.ts';
import { Recorder } from '../../packages/core/src/tape/recorder.ts';
import { type Case, caseOf, runs } from './caseOf.ts';
import { requireClose } from './checks.ts';

/** One application, some of its arguments constants, beside a number that is broadcast: what the rules look for. */
function tapeOf(
  op: (typeof registry)[number],
  { xs, attributes }: Case,
  constants: readonly boolean[],
): { readonly tape: Tape; readonly inputs: readonly Mat[] } {
  const recorder = new Recorder();
  const handles = xs.map((x, i) => (constants[i] ? recorder.lift(x) : recorder.input({ rows: x.rows, columns: x.columns })));
  const { tape } = recorder.close([recorder.append(op, handles, attributes)]);
  return { tape, inputs: xs.filter((_, i) => !constants[i]) };
}

function requireEqual(found: readonly Mat[], expected: readonly Mat[]): void {
  expect(found.length).toBe(expected.length);
  found.forEach((x, i) => requireClose(x, expected[i]!, 1e-12, `output ${i}`));
}

describe.each(registry)('$name', (op) => {
  test('simplified it gives what it gave, in value, gradient and second gradient', () => {
    fc.assert(
      fc.property(caseOf(op), fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), (c, constants) => {
        const { tape, inputs } = tapeOf(op, c, constants);
        requireEqual(interpret(simplify(tape), inputs), interpret(tape, inputs));
        const gradient = differentiate(tape);
        const cotangents = [...inputs, c.g];
        requireEqual(interpret(simplify(gradient), cotangents), interpret(gradient, cotangents));
        requireEqual(interpret(differentiate(simplify(tape)), cotangents), interpret(gradient, cotangents));
        const second = differentiate(gradient);
        const all = [...cotangents, ...interpret(gradient, cotangents)];
        requireEqual(interpret(simplify(second), all), interpret(second, all));
      }),
      runs(0.3),
    );
  });
  test('simplified twice it is what it is simplified once', () => {
    fc.assert(
      fc.property(caseOf(op), fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), (c, constants) => {
        const once = simplify(differentiate(simplify(tapeOf(op, c, constants).tape)));
        expect(simplify(once).entries.length).toBe(once.entries.length);
      }),
      runs(0.2),
    );
  });
});

test('constants of a tape are the matrices that were given, not copies', () => {
  const recorder = new Recorder();
  const x = matrix([[1, 2, 3]]);
  const { tape } = recorder.close([recorder.lift(x)]);
  const [found] = interpret(simplify(tape), []);
  expect(isDense(found) && isDense(x) && valuesOf(found) === valuesOf(x)).toBe(true);
});
