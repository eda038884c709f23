import { log, type Mat, scalar, sum } from '@adjoint/core';
import { minimize } from '@adjoint/nn';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { firstFrame, thrownBy } from '../core/mistakes/mistake.ts';
import { mistakesOfNetworks } from './mistakes/ofNetworks.ts';
import { mistakesOfRandom } from './mistakes/ofRandom.ts';

const files = [
  ['ofNetworks.ts', mistakesOfNetworks],
  ['ofRandom.ts', mistakesOfRandom],
] as const;

describe.each(files)('mistakes %s', (file, mistakes) => {
  test.each(mistakes)('%s', (_title, error, message, make) => {
    const thrown = thrownBy(make);
    expect(thrown.message).toBe(message);
    expect(thrown.constructor).toBe(error);
    expect(firstFrame(thrown)).toContain(join(import.meta.dirname, 'mistakes', file));
  });
});

describe('mistakes with networks', () => {
  test('a start that is not finite is a result, which says how to find out why', () => {
    const { status, message } = minimize((p: Mat) => sum(log(p)), scalar(-1) as Mat);
    expect(status).toBe('nonFinite');
    expect(message).toBe('The value or the gradient at the start is NaN or infinite. Find where with detectAnomaly(f)(p0).');
  });
});
