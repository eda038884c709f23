import { registry } from '@adjoint/core';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { caseOf, runs } from './caseOf.ts';
import { adjointAgrees, gradientAgrees } from './checks.ts';

describe.each(registry)('$name', (op) => {
  test('its gradient agrees with extrapolated differences', () => {
    fc.assert(
      fc.property(caseOf(op), (c) => gradientAgrees(op, c)),
      runs(0.5),
    );
  });
  test('its vjp is the adjoint of the textbook derivative', () => {
    fc.assert(
      fc.property(caseOf(op, { tall: true }), (c) => adjointAgrees(op, c)),
      runs(),
    );
  });
});
