import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const pageTests = 'test/unit/renderer/state/**/*.test.ts';

export default defineConfig({
  test: {
    // Only what stands still reaches it: at a load of 14 on two cores a test that starts the command line two dozen times took 253 s.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Two at a time: the tests run real decoders and a real model.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['test/unit/**/*.test.ts', 'test/integration/**/*.test.ts'],
          exclude: [pageTests],
        },
      },
      {
        extends: true,
        plugins: [svelte({ configFile: false })],
        test: { name: 'page', include: [pageTests], environment: './test/fixtures/page-environment.ts' },
      },
    ],
  },
});
