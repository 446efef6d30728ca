import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, inject, test } from 'vitest';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { seriousOn } from './axe.ts';
import { launchApp } from './launch-app.ts';
import { createShots, settled } from './seen.ts';

const root = path.join(import.meta.dirname, '../..');
const shot = createShots('opened');

test('a picture from outside is shown, its folder is added from there, and then it opens in the viewer', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const photos = path.join(own.path, 'Holiday & co');
  const [first = ''] = await makePhotos(photos, 3);
  const file = path.join(photos, path.basename(first));
  await using launched = await launchApp(home.path, [pathToFileURL(file).href]);
  const { page } = launched;
  const dialog = page.getByTestId('opened');
  await dialog.getByRole('heading', { name: path.basename(file) }).waitFor();
  await page.getByTestId('opened-picture').waitFor();
  await shot(page, '1-picture');
  expect(await seriousOn(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Add “Holiday & co”' }).click();
  await dialog.waitFor({ state: 'detached' });
  await settled(page, 3);

  // The same file once more, from a second start: it is a photo of the library now.
  expect(await start(home.path, [file])).toEqual({ code: 0, said: '' });
  await page.getByTestId('viewer').waitFor();
  expect(await page.getByTestId('viewer').getAttribute('aria-label')).toContain(path.basename(file));
  await page.keyboard.press('Escape');

  // Its folder is one of the library: it is shown.
  expect(await start(home.path, [photos])).toEqual({ code: 0, said: '' });
  await page.getByTestId('folder-header').waitFor();

  // What is no picture is said so.
  const notes = path.join(own.path, 'notes.txt');
  fs.writeFileSync(notes, 'hello');
  expect(await start(home.path, [notes])).toEqual({ code: 0, said: '' });
  await dialog.getByRole('alert').getByText('not a picture').waitFor();
  await shot(page, '3-no-picture');
  expect(await dialog.getByRole('button', { name: 'Find similar' }).count()).toBe(0);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  // Another folder is offered, and left alone where the person says so.
  const other = path.join(own.path, 'Other');
  fs.mkdirSync(other);
  expect(await start(home.path, [other])).toEqual({ code: 0, said: '' });
  await dialog.getByRole('heading', { name: 'Add “Other” to Lumisift?' }).waitFor();
  await shot(page, '2-folder');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await page.evaluate(() => window.lumisift.call('folders.list', undefined))).toMatchObject({
    ok: true,
    value: [{ path: fs.realpathSync(photos) }],
  });
});

test('a file that is not there is said in one sentence, and no window opens', async () => {
  using home = temporaryFolder();
  const gone = path.join(home.path, 'gone.jpg');
  expect(await start(home.path, [gone])).toEqual({ code: 1, said: `lumisift: ${gone} is not there.\n` });
});

/** The app as a terminal starts it. */
function start(library: string, args: readonly string[]): Promise<{ code: number | null; said: string }> {
  const electron = inject('electron');
  const child = spawn(electron.executable, [...electron.args, root, '--library', library, ...args], {
    env: { ...process.env, ...electron.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve) =>
    child.on('close', (code) => {
      // What Chromium and GTK say of a machine without a desktop is their own.
      resolve({ code, said: (said.match(/^lumisift: .*\n/gm) ?? []).join('') });
    }),
  );
}
