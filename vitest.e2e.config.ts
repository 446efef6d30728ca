import { defineConfig } from 'vitest/config';

/** End-to-end tests: a real Electron, one at a time. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: 'test/e2e/setup.ts',
    testTimeout: 120_000,
    // About once in 300 launches a test of the older Electron under a virtual screen stood still until its time was over, each
    // time another one, and passed when run again. A retry is told beside the test's name.
    retry: 1,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
