import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { bundled } from '../../browser/bundle.ts';

test('core with its kernels is at most 60 kB, minified and gzipped, beside ml-matrix and fp-ts', async () => {
  const code = await bundled('../../packages/core/src/index.ts', ['ml-matrix', 'fp-ts']);
  const imports = [...code.matchAll(/from\s*["']([^"']+)["']/g)].map((match) => match[1]!);
  expect(new Set(imports)).toEqual(new Set(['fp-ts/lib/Either.js', 'ml-matrix']));
  expect(gzipSync(code).length).toBeLessThanOrEqual(60_000);
});
