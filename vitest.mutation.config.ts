import { defineConfig } from 'vitest/config';

/** The tests that mutants of core must not survive: no child processes, no data, no compiler. */
export default defineConfig({
  test: {
    include: ['test/laws/**/*.test.ts', 'test/core/**/*.test.ts', 'test/nn/losses.test.ts', 'test/examples/backpropagation.test.ts'],
    exclude: ['test/laws/mutants.test.ts', 'test/core/chains.test.ts', 'test/core/scalars.test.ts'],
    testTimeout: 60_000,
  },
});
