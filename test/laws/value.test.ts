import { registry } from '@adjoint/core';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { caseOf, runs } from './caseOf.ts';
import { valueAgrees } from './checks.ts';

describe.each(registry)('$name', (op) => {
  test('its value and its shape are those of the oracle', () => {
    fc.assert(
      fc.property(caseOf(op, { tall: true }), (c) => valueAgrees(op, c)),
      runs(),
    );
  });
});
