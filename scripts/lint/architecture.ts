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
  'preload/contract': [],
  preload: [],
  renderer: [],
  'main/util': [],
  'main/formats': ['main/util'],
  'main/models': ['main/util'],
  'main/db': ['main/util', 'main/formats', 'main/models'],
  'main/pipeline': foundation,
  'main/tags': [...foundation, 'main/search'],
  'main/search': foundation,
  'main/writing': [...foundation, 'main/pipeline'],
  'main/eval': [...foundation, 'main/search'],
  // The processes: stages, models and search, never library or app.
  'main/embedder': ['main/util', 'main/formats', 'main/models', 'main/pipeline', 'main/search'],
  'main/searcher': [...foundation, 'main/tags', 'main/search'],
  'main/library': [...parts, 'main/writing'],
  'main/app': [...parts, 'main/library'],
  'main/cli': [...parts, 'main/library', 'main/eval'],
};

const everywhere = ['main', 'preload', 'renderer', 'scripts', 'test'];

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
    files: ['main/index.ts', 'main/app/**/*.ts', 'test/e2e/**/*.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },
  {
    files: ['preload/index.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [contract] }] },
  },
  {
    files: ['renderer/**/*.ts', 'renderer/**/*.svelte'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { paths: [electron], patterns: [contract] }] },
  },
];
