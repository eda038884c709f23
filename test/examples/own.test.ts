import { describe, expect, test } from 'vitest';
import { dampedOscillation } from '../../packages/examples/src/own/dampedOscillation.ts';
import { poisson } from '../../packages/examples/src/own/poisson.ts';
import { twoHeads } from '../../packages/examples/src/own/twoHeads.ts';

describe.each([1, 2])('with seed %i', (seed) => {
  test('a network with two heads tells inside from outside and the distance of points that it has not seen', () => {
    const { accuracy, rootMeanSquare } = twoHeads(seed);
    expect(accuracy).toBeGreaterThan(0.96); // always the commoner answer: 0.65
    expect(rootMeanSquare).toBeLessThan(0.1); // always the mean distance: 0.4
  });

  test('a damped oscillation is found in noise, each parameter within 3.5 standard errors', () => {
    for (const { name, off, standardError, fitted } of dampedOscillation(seed)) {
      expect(Math.abs(off), name).toBeLessThan(3.5);
      expect(standardError / fitted, name).toBeLessThan(0.02);
    }
  });

  test("a network that knows only u'' finds u to five digits, between its points too", () => {
    const { loss, largestError } = poisson(seed);
    expect(loss).toBeLessThan(1e-4); // u'' is about 10: it starts at 50
    expect(largestError).toBeLessThan(1e-5);
  });
});
