import path from 'node:path';
import { ESLint } from 'eslint';
import { expect, test } from 'vitest';
import { architecture } from '../../../scripts/lint/architecture.ts';
import { reasons } from '../../../scripts/lint/reasons.ts';
import tseslint from 'typescript-eslint';

const root = path.join(import.meta.dirname, '../../..');

/** The linter with the walls only, and no types: a text needs not exist as a file. */
const linter = new ESLint({
  cwd: root,
  overrideConfigFile: true,
  overrideConfig: [
    { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } },
    ...architecture,
    { files: ['**/*.ts'], plugins: { local: { rules: { reasons } } }, rules: { 'local/reasons': 'error' } },
  ],
});

async function rulesBrokenBy(text: string, file: string): Promise<readonly (string | null)[]> {
  const [result] = await linter.lintText(text, { filePath: path.join(root, file) });
  return [...new Set(result?.messages.map((message) => message.ruleId))];
}

test.each([
  ['renderer/state/x.ts', "import { Failure } from '../../main/util/failure.ts';"],
  ['renderer/state/x.ts', "import type { Library } from '../../main/library/index.ts';"],
  ['preload/x.ts', "import { Failure } from '../main/util/failure.ts';"],
  ['preload/contract/x.ts', "import { Failure } from '../../main/util/failure.ts';"],
  ['main/util/x.ts', "import { formats } from '../formats/index.ts';"],
  ['main/formats/x.ts', "import { openDatabases } from '../db/open.ts';"],
  ['main/db/x.ts', "import { createLibrary } from '../library/index.ts';"],
  ['main/search/x.ts', "import { createLibrary } from '../library/index.ts';"],
  ['main/embedder/x.ts', "import type { Library } from '../library/index.ts';"],
  ['main/searcher/x.ts', "import { createLog } from '../app/log.ts';"],
  ['main/library/x.ts', "import { createLog } from '../app/log.ts';"],
  ['main/library/x.ts', "import { oldSqliteAddon } from '../../electron-33/app/sqlite-addon.ts';"],
  ['electron-33/app/x.ts', "import { Failure } from '../../main/util/failure.ts';"],
  ['main/library/x.ts', "import { temporaryFolder } from '../../test/fixtures/make-photos.ts';"],
])('%s may not say: %s', async (file, text) => {
  expect(await rulesBrokenBy(text, file)).toEqual(['import-x/no-restricted-paths']);
});

test.each([
  ['main/library/x.ts', "import { app } from 'electron';"],
  ['main/util/x.ts', "import type { App } from 'electron';"],
  ['renderer/x.ts', "import { ipcRenderer } from 'electron';"],
  ['renderer/x.ts', "import { calls } from '../preload/contract/api.ts';"],
  ['preload/index.ts', "import { calls } from './contract/api.ts';"],
])('%s may not say either: %s', async (file, text) => {
  expect(await rulesBrokenBy(text, file)).toEqual(['@typescript-eslint/no-restricted-imports']);
});

test.each([
  ['renderer/x.ts', "import type { Bridge } from '../preload/contract/api.ts';"],
  ['main/app/x.ts', "import { app } from 'electron';\nimport type { Library } from '../library/index.ts';"],
  ['main/searcher/x.ts', "import { Failure } from '../util/failure.ts';"],
  ['main/search/x.ts', "import { Failure } from '../util/failure.ts';"],
  ['preload/index.ts', "import { contextBridge } from 'electron';"],
])('%s may say: %s', async (file, text) => {
  expect(await rulesBrokenBy(text, file)).toEqual([]);
});

test.each([
  ['const a = b as string;', 1],
  ['const a = b!;', 1],
  ["const a = ['x'] as const;", 0],
  ['// SQLite gives it back as it was stored.\nconst a = b as string;', 0],
  ['const a = b!; // asked for above', 0],
  ['// A reason for something else.\nconst x = 1;\nconst a = b as string;', 1],
])('%j breaks the rule of reasons %i times', async (text, times) => {
  expect(await rulesBrokenBy(text, 'main/util/x.ts')).toHaveLength(times);
});
