import { defineConfig } from 'vitest/config';

/** End-to-end tests: a real Electron, one at a time. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: 'test/e2e/setup.ts',
    // Only what stands still reaches it: a busy machine with a slow disk takes five times as long as a quiet one.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
});
