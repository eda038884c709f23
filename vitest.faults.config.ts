import { defineConfig } from 'vitest/config';

/** Minutes of killing, filling disks and damaging files: pnpm test:faults. */
export default defineConfig({
  test: {
    include: ['test/faults/**/*.faults.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 300_000,
  },
});
