import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { electronRuntime } from '../../scripts/electron-runtime.ts';
import { packForTest } from '../../scripts/package.ts';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';

const folder = temporaryFolder();
let executable: string;
beforeAll(async () => {
  executable = await packForTest(await electronRuntime(), path.join(folder.path, 'out'));
});
afterAll(() => folder[Symbol.dispose]());

test('the fuses of the packaged app are set', async () => {
  const fuses = await getCurrentFuseWire(executable);
  const state = (fuse: FuseV1Options) => fuses[fuse];
  expect(state(FuseV1Options.RunAsNode)).toBe(FuseState.DISABLE);
  expect(state(FuseV1Options.EnableCookieEncryption)).toBe(FuseState.ENABLE);
  expect(state(FuseV1Options.EnableNodeOptionsEnvironmentVariable)).toBe(FuseState.DISABLE);
  expect(state(FuseV1Options.EnableNodeCliInspectArguments)).toBe(FuseState.DISABLE);
  expect(state(FuseV1Options.EnableEmbeddedAsarIntegrityValidation)).toBe(FuseState.ENABLE);
  expect(state(FuseV1Options.OnlyLoadAppFromAsar)).toBe(FuseState.ENABLE);
  expect(state(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot)).toBe(FuseState.DISABLE);
  expect(state(FuseV1Options.GrantFileProtocolExtraPrivileges)).toBe(FuseState.DISABLE);
});

test('the packaged app indexes photos with what is inside it, and ends when asked', async () => {
  await makePhotos(path.join(folder.path, 'photos'), 2);
  const library = path.join(folder.path, 'library');
  const electron = inject('electron');
  const args = [...electron.args, '--library', library, '--add', path.join(folder.path, 'photos')];
  // No inspector and no run-as-node here, so it is watched from outside: by its databases.
  const app = spawn(executable, args, { env: { ...process.env, ...electron.env }, stdio: 'ignore', cwd: folder.path });
  const ended = new Promise((resolve) => app.once('exit', resolve));
  await until('two photos have vectors', () => countOf(path.join(library, 'index.db'), 'vectors') === 2, 60_000);
  app.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(fs.existsSync(path.join(library, 'open'))).toBe(false);
});

test.skipIf(process.platform === 'win32')('ExifTool runs from the package: it lies where Perl can read it', () => {
  const tool = path.join(resourcesOf(executable), 'app.asar.unpacked/node_modules/exiftool-vendored.pl/bin/exiftool');
  expect(execFileSync(tool, ['-ver'], { encoding: 'utf8' })).toMatch(/^\d+\.\d+/);
  expect(execFileSync(tool, ['-list', '-XMP-digiKam:All'], { encoding: 'utf8' })).toContain('TagsList');
});

test('files of other platforms and sources are not in the package', () => {
  const unpacked = path.join(resourcesOf(executable), 'app.asar.unpacked/node_modules');
  expect(fs.readdirSync(path.join(unpacked, 'onnxruntime-node/bin/napi-v6'))).toEqual([process.platform]);
  expect(fs.existsSync(path.join(unpacked, 'better-sqlite3/src'))).toBe(false);
});

function resourcesOf(file: string): string {
  return process.platform === 'darwin'
    ? path.join(path.dirname(file), '../Resources')
    : path.join(path.dirname(file), 'resources');
}

function countOf(file: string, table: string): number {
  if (!fs.existsSync(file)) return 0;
  const sql = new Database(file, { readonly: true });
  try {
    const row = sql.prepare<[], { count: number }>(`SELECT count(*) AS count FROM ${table}`).get();
    return row?.count ?? 0;
  } catch {
    return 0; // its tables are being made
  } finally {
    sql.close();
  }
}
