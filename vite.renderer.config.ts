import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { oldestTargets } from './electron-33/targets.ts';

/** The window. Everything it loads is a file beside index.html: the page's policy allows nothing else. */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [svelte()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: oldestTargets.page,
    // A file inlined as data: would need a wider policy; the polyfill would fetch, which the policy forbids.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
