import { defineConfig } from 'vitest/config';

const runs = Number(process.env['LAWS_RUNS'] ?? 100);
const all = ['test/**/*.test.ts'];
const alone = ['test/core/engine/**/*.test.ts']; // they count threads, memory and what was started

export default defineConfig({
  test: {
    setupFiles: ['test/equality.ts'],
    testTimeout: 60_000 * Math.max(1, runs / 100),
    maxWorkers: '100%', // else one core stays idle
    projects: [
      { extends: true, test: { name: 'alone', include: alone, isolate: true } },
      { extends: true, test: { name: 'together', include: all, exclude: alone, isolate: false } },
    ],
  },
});
