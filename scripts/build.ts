import fs from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { build, type InlineConfig } from 'vite';
import { oldestTargets } from '../electron-33/targets.ts';
import { collectLicences } from './packaging/licences.ts';
import { readManifest, root } from './root.ts';

/**
 * Files that are started by name, each one a file of that name in dist/main. Worker threads need no line: every
 * `*-worker.ts` is an entry of its own (main/util/worker-url.ts finds it there).
 */
const started = {
  index: 'main/index.ts',
  cli: 'main/cli.ts',
  embedder: 'main/embedder/process.ts',
  searcher: 'main/searcher/process.ts',
  'film-child': 'main/app/film-child.ts',
};

const sources = [
  'electron-33',
  'main',
  'preload',
  'renderer',
  'resources/licences',
  'package.json',
  'package-lock.json',
  'vite.renderer.config.ts',
  'scripts/build.ts',
];
const stamp = path.join(root, 'dist/built');

export interface BuildOptions {
  readonly watch?: boolean;
}

/** Bundles everything into dist/: main (ES modules), preload (one CommonJS file, as a sandbox demands), the window. */
export async function buildAll({ watch = false }: BuildOptions = {}): Promise<void> {
  const begun = new Date();
  await Promise.all([mainConfig(), preloadConfig(), rendererConfig()].map((config) => build(watching(config, watch))));
  const preloadBytes = fs.statSync(path.join(root, 'dist/preload/index.cjs')).size;
  // A schema imported by mistake makes it 178 kB, read before every first picture on screen.
  if (preloadBytes > 2048) throw new Error(`the preload script is ${preloadBytes} bytes: it must import types only`);
  packLibraw();
  fs.writeFileSync(path.join(root, 'dist/licences.json'), JSON.stringify(collectLicences()));
  fs.writeFileSync(stamp, '');
  // What is changed while it is built is built the next time.
  fs.utimesSync(stamp, begun, begun);
}

/** Half a second in place of 20; 4 % more bytes. */
const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/** A quarter of its size, for what is needed by few (main/formats/develop-worker.ts reads it). */
function packLibraw(): void {
  const file = path.join(root, 'node_modules/libraw-wasm/dist/libraw.wasm');
  fs.writeFileSync(path.join(root, 'dist/main/libraw.wasm.br'), brotliCompressSync(fs.readFileSync(file), quick));
}

/** @returns whether anything was built */
export async function buildIfChanged(): Promise<boolean> {
  if (fs.existsSync(stamp) && newestChangeMs() <= fs.statSync(stamp).mtimeMs) return false;
  await buildAll();
  return true;
}

/** The main process's files together with one more entry that uses them, e.g. a benchmark of what ships. */
export async function buildBeside(outDir: string, entries: Readonly<Record<string, string>>): Promise<void> {
  await build(nodeConfig(outDir, { ...started, ...workers(), ...entries }, 'es'));
}

function mainConfig(): InlineConfig {
  return nodeConfig('dist/main', { ...started, ...workers() }, 'es');
}

function preloadConfig(): InlineConfig {
  return nodeConfig('dist/preload', { index: 'preload/index.ts', film: 'preload/film.ts' }, 'cjs');
}

function rendererConfig(): InlineConfig {
  return { configFile: path.join(root, 'vite.renderer.config.ts'), logLevel: 'warn' };
}

function nodeConfig(outDir: string, entries: Readonly<Record<string, string>>, format: 'es' | 'cjs'): InlineConfig {
  const extension = format === 'cjs' ? 'cjs' : 'js';
  return {
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: oldestTargets.node,
      outDir,
      emptyOutDir: true,
      minify: false,
      sourcemap: format === 'es',
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, path.join(root, file)])),
        external: [
          /^node:/,
          'electron',
          ...Object.keys(readManifest(root).dependencies).map((name) => new RegExp(`^${name}(/|$)`)),
        ],
        // Flat: files find each other by name beside import.meta.url, from shared chunks too.
        output: { format, entryFileNames: `[name].${extension}`, chunkFileNames: `[name]-[hash].${extension}` },
      },
    },
  };
}

function watching(config: InlineConfig, watch: boolean): InlineConfig {
  return watch ? { ...config, build: { ...config.build, watch: {} } } : config;
}

function workers(): Record<string, string> {
  const files = fs.globSync('main/**/*-worker.ts', { cwd: root });
  return Object.fromEntries(files.map((file) => [path.basename(file, '.ts'), file]));
}

function newestChangeMs(): number {
  const files = sources.flatMap((source) => {
    const at = path.join(root, source);
    if (!fs.existsSync(at)) return [];
    if (fs.statSync(at).isFile()) return [at];
    // Folders too: a file that was taken away changes its folder only.
    return [at, ...fs.readdirSync(at, { recursive: true, encoding: 'utf8' }).map((name) => path.join(at, name))];
  });
  return Math.max(...files.map((file) => fs.statSync(file).mtimeMs));
}

if (import.meta.main) await buildAll({ watch: process.argv.includes('--watch') });
