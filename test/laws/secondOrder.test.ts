import { registry } from '@adjoint/core';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { caseOf, runs } from './caseOf.ts';
import { hessianSymmetric, secondOrderAgrees } from './checks.ts';

describe.each(registry)('$name', (op) => {
  test('the gradient of its gradient agrees with extrapolated differences of gradients', () => {
    fc.assert(
      fc.property(caseOf(op), (c) => secondOrderAgrees(op, c)),
      runs(0.12),
    );
  });
  test('its Hessian is symmetric', () => {
    fc.assert(
      fc.property(caseOf(op), (c) => hessianSymmetric(op, c)),
      runs(0.12),
    );
  });
});
