import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';

const root = path.join(import.meta.dirname, '../..');

test('lumisift tag import and export: a dry run changes nothing, a mistake says its line and ends with 1', async () => {
  using home = temporaryFolder();
  using files = temporaryFolder();
  const file = (name: string, text: string) => {
    const at = path.join(files.path, name);
    fs.writeFileSync(at, text);
    return at;
  };
  const mine = file('mine.csv', 'names,parent\nGarten,plant\n"Rose | ""x""",Garten\n');
  const tag = (...args: string[]) => lumisift('--library', home.path, 'tag', ...args);
  expect(JSON.parse((await tag('import', mine, '--dry-run', '--json')).stdout)).toEqual({
    ok: true,
    isDryRun: true,
    addedCount: 1,
    changedCount: 1,
    unchangedCount: 0,
  });
  expect((await tag('import', mine)).stdout).toBe('1 added, 1 changed, 0 as they were\n');
  const wrong = file(
    'wrong.json',
    '{ "concepts": [\n  { "names": { "": ["Garten"] } },\n  { "names": { "": ["x"] }, "parent": 3 }\n] }',
  );
  const refused = await tag('import', wrong);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toBe(
    `lumisift: ${wrong} has mistakes, so nothing was changed.\nline 3: "parent" has to be a text.\n`,
  );
  expect(await tag('export', path.join(files.path, 'x.txt'))).toMatchObject({ code: 1 });
  const out = path.join(files.path, 'out.csv');
  expect((await tag('export', out)).stdout).toMatch(/^735 concepts written/u);
  expect(fs.readFileSync(out, 'utf8')).toContain('\r\nrose,"Rose | ""x""",rose');
});

async function lumisift(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    const done = await promisify(execFile)(process.execPath, [path.join(root, 'main/cli.ts'), ...args], {
      env: { ...process.env, LANG: 'en_US.UTF-8', NODE_NO_WARNINGS: '1' },
    });
    return { code: 0, ...done };
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !('stderr' in error) || !('stdout' in error)) throw error;
    return { code: Number(error.code), stdout: String(error.stdout), stderr: String(error.stderr) };
  }
}
