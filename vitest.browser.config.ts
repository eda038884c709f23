import { defineConfig } from 'vitest/config';

/** `pnpm test:browser`: needs a Chromium, at /usr/bin/chromium or where CHROMIUM says. */
export default defineConfig({ test: { include: ['test/browser/*.browser.ts'], testTimeout: 120_000, hookTimeout: 120_000 } });
