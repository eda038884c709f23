import { add, type Mat, mul, registry } from '@adjoint/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apply } from '../../packages/core/src/tape/apply.ts';
import { between, caseOf, runs } from './caseOf.ts';
import { outputOf, requireClose } from './checks.ts';
import { edges } from './edges.ts';

describe.each(registry.filter(({ linear }) => linear))('$name', (op) => {
  test('it is linear, as it says', () => {
    fc.assert(
      fc.property(caseOf(op), between(-2, 2), between(-2, 2), ({ xs, u, attributes }, a, b) => {
        const combined = xs.map((x, i) => add(mul(a, x), mul(b, u[i]!)));
        const apart = add(mul(a, apply(op, xs, attributes)), mul(b, apply(op, u, attributes)));
        requireClose(apply(op, combined, attributes), apart, 1e-12, op.name);
      }),
      runs(),
    );
  });
});

const bits = (x: Mat): readonly number[] => Array.from(x.toFloat64Array());

describe.each(registry.filter(({ commutative }) => commutative))('$name', (op) => {
  test('it commutes to the bit, NaN, infinities and signed zeros included', () => {
    fc.assert(
      fc.property(caseOf(op, { edges }), (c) => {
        const swapped = { ...c, xs: c.xs.toReversed() };
        expect(bits(outputOf(op, swapped))).toEqual(bits(outputOf(op, c)));
      }),
      runs(),
    );
  });
});
