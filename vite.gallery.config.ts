import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

/** `npm run parts`: the parts of the window, each by itself. No part of the app. */
export default defineConfig({
  root: 'renderer/gallery',
  plugins: [svelte()],
  server: { host: 'localhost' },
});
