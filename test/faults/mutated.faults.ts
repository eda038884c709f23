import { expect, test } from 'vitest';
import { withoutStacks } from '../nn/data/outcomes.ts';
import { checkMutated } from './checkMutated.ts';
import { formats } from './formats.ts';

test.each(formats)('10,000 damaged files of $name are read or refused', (format) => {
  const { refused } = withoutStacks(() => checkMutated(format, 10_000, 2));
  expect(refused).toBeGreaterThan(1000);
});
