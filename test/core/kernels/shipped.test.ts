import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generatedPath, generateKernels } from '../../../packages/core/kernels/build.ts';

test('the kernels that are shipped are what their sources give', async () => {
  expect(await generateKernels()).toBe(readFileSync(generatedPath, 'utf8'));
});
