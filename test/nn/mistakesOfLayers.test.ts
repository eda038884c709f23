import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { firstFrame, thrownBy } from '../core/mistakes/mistake.ts';
import { mistakesOfLayers } from './mistakes/ofLayers.ts';
import { mistakesOfLosses } from './mistakes/ofLosses.ts';
import { mistakesOfSequences } from './mistakes/ofSequences.ts';

const tables = { ofLayers: mistakesOfLayers, ofLosses: mistakesOfLosses, ofSequences: mistakesOfSequences };

describe.each(Object.entries(tables))('mistakes %s', (file, mistakes) => {
  test.each(mistakes)('%s', (_title, error, message, make) => {
    const thrown = thrownBy(make);
    expect(thrown.message).toBe(message);
    expect(thrown.constructor).toBe(error);
    expect(firstFrame(thrown)).toContain(join(import.meta.dirname, 'mistakes', `${file}.ts`));
  });
});
