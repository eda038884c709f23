import { expect, test } from 'vitest';
import { withoutStacks } from '../nn/data/outcomes.ts';
import { checkMutated } from './checkMutated.ts';
import { formats } from './formats.ts';

// A short form of `pnpm test:faults` and `pnpm fuzz`.
test.each(formats)('files of $name are read or refused when they are damaged in any way', (format) => {
  for (const file of format.files) expect(format.decode(file)._tag).toBe('Right');
  const { refused } = withoutStacks(() => checkMutated(format, 300, 1));
  expect(refused).toBeGreaterThan(50);
});
