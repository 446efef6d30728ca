import { defineConfig } from 'vitest/config';

/** End-to-end tests: a real Electron, one at a time. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: 'test/e2e/setup.ts',
    testTimeout: 120_000,
    // Seen a few times, each time in another test, and not understood: under a virtual screen the older Electron stood still until the
    // time was over. Run again it passed. A retry is told beside the test's name.
    retry: 1,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
