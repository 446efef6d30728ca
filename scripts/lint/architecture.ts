import path from 'node:path';
import type { Linter } from 'eslint';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const root = path.join(import.meta.dirname, '../..');

const foundation = ['main/util', 'main/formats', 'main/models', 'main/db'];
const parts = [...foundation, 'main/pipeline', 'main/tags', 'main/search', 'main/embedder', 'main/searcher'];

/**
 * Who may import whom (ARCHITECTURE.md). A folder may always import from itself, from preload/contract and from
 * packages; from this repository nothing else.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  // What only an older Electron needs, of which these two alone know.
  'electron-33/app': [],
  'preload/contract': [],
  preload: [],
  renderer: [],
  'main/util': [],
  'main/formats': ['main/util'],
  'main/models': ['main/util'],
  // Which files belong together: pure.
  'main/copies': ['main/util'],
  'main/stacks': ['main/util'],
  'main/db': ['main/util', 'main/formats', 'main/models', 'main/copies', 'main/stacks', 'electron-33/app'],
  'main/pipeline': [...foundation, 'main/copies'],
  'main/tags': [...foundation, 'main/search'],
  'main/search': foundation,
  'main/writing': [...foundation, 'main/pipeline'],
  'main/filing': [...foundation, 'main/pipeline', 'main/writing', 'main/stacks'],
  'main/updates': ['main/util', 'main/models'],
  'main/eval': [...foundation, 'main/search'],
  // The processes: stages, models and search, never library or app.
  'main/embedder': ['main/util', 'main/formats', 'main/models', 'main/copies', 'main/pipeline', 'main/search'],
  'main/searcher': [...foundation, 'main/tags', 'main/search'],
  'main/library': [...parts, 'main/copies', 'main/stacks', 'main/writing', 'main/filing'],
  'main/app': [...parts, 'main/library', 'main/updates', 'electron-33/app'],
  'main/cli': [...parts, 'main/copies', 'main/filing', 'main/library', 'main/eval'],
};

const everywhere = ['electron-33', 'main', 'preload', 'renderer', 'scripts', 'test'];

const zones = Object.entries(mayImport).map(([folder, allowed]) => ({
  target: path.join(root, folder),
  from: root,
  except: [...new Set(['node_modules', 'package.json', 'resources', 'preload/contract', folder, ...allowed])].map(
    (it) => `./${it}`,
  ),
  message: `${folder} may import only ${[...allowed, 'preload/contract'].join(', ')} (ARCHITECTURE.md).`,
}));

const electron = { name: 'electron', message: 'Only main/index.ts, main/app and preload speak to Electron.' };
const contract = {
  group: ['**/contract/*'],
  allowTypeImports: true,
  message: 'Types only: the schemas would come along.',
};

export const architecture: Linter.Config[] = [
  {
    files: everywhere.map((folder) => `${folder}/**/*.ts`).concat('renderer/**/*.svelte'),
    plugins: { 'import-x': importX, '@typescript-eslint': tseslint.plugin },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      '@typescript-eslint/no-restricted-imports': ['error', { paths: [electron] }],
    },
  },
  {
    files: ['main/index.ts', 'main/app/**/*.ts', 'electron-33/app/**/*.ts', 'test/e2e/**/*.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },
  {
    files: ['preload/index.ts', 'preload/film.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [contract] }] },
  },
  {
    files: ['renderer/**/*.ts', 'renderer/**/*.svelte'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { paths: [electron], patterns: [contract] }] },
  },
];
