import { defineConfig } from 'vitest/config';

const runs = Number(process.env['LAWS_RUNS'] ?? 100);

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/equality.ts'],
    testTimeout: 60_000 * Math.max(1, runs / 100),
    maxWorkers: '100%', // else one core stays idle
  },
});
