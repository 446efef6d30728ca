import path from 'node:path';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const root = path.join(import.meta.dirname, '../..');

/**
 * Who may import whom (ARCHITECTURE.md). A folder may always import from itself, from preload/contract and from
 * packages; from this repository nothing else.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const mayImport = {
  'preload/contract': [],
  preload: [],
  renderer: [],
  'main/util': [],
  'main/formats': ['main/util'],
  'main/models': ['main/util'],
  'main/db': ['main/util', 'main/formats', 'main/models'],
  'main/pipeline': ['main/util', 'main/formats', 'main/models', 'main/db'],
  'main/tags': ['main/util', 'main/formats', 'main/models', 'main/db'],
  'main/search': ['main/util', 'main/formats', 'main/models', 'main/db'],
  'main/eval': ['main/util', 'main/models', 'main/search'],
  // The processes: stages, models and search, never library or app.
  'main/embedder': ['main/util', 'main/formats', 'main/models', 'main/pipeline'],
  'main/searcher': ['main/util', 'main/formats', 'main/models', 'main/db', 'main/tags', 'main/search'],
  'main/library': allOfMainBut('app', 'cli', 'eval', 'index.ts', 'cli.ts'),
  'main/app': allOfMainBut('cli', 'eval', 'index.ts', 'cli.ts'),
  'main/cli': allOfMainBut('app', 'index.ts', 'cli.ts'),
};

/** @param {readonly string[]} names */
function allOfMainBut(...names) {
  return [
    'util',
    'formats',
    'models',
    'db',
    'pipeline',
    'tags',
    'search',
    'eval',
    'embedder',
    'searcher',
    'library',
    'app',
    'cli',
    'index.ts',
    'cli.ts',
  ]
    .filter((name) => !names.includes(name))
    .map((name) => `main/${name}`);
}

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
  group: ['**/preload/contract/*'],
  allowTypeImports: true,
  message: 'Types only: the schemas would come along.',
};

/** @type {import('eslint').Linter.Config[]} */
export const architecture = [
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
