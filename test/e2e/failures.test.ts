import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { attributeNow, createShots, settled, textNow } from './seen.ts';

const shot = createShots('failures');

test('what could not be read says why, is ignored alone or with its like, shown again, and saved as a list', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const photos = path.join(own.path, 'photos');
  await makePhotos(photos, 2);
  const damaged = fs.readFileSync(path.join(photos, 'photo-1.jpg'));
  damaged[damaged.indexOf(Buffer.from([0xff, 0xdb])) + 4] = 3; // the number of a table that is asked for
  fs.writeFileSync(path.join(photos, 'damaged.jpg'), damaged);
  for (const name of ['a', 'b', 'c']) fs.writeFileSync(path.join(photos, `${name}.jpg`), `text of ${name}`);
  const list = path.join(own.path, 'list.csv');
  {
    await using launched = await launchApp(home.path, ['--add', photos]);
    const { page, app } = launched;
    await settled(page, 2);
    await page.getByTestId('nav-failures').click();
    const rows = page.getByTestId('failure');
    const count = (n: number) => until(`${n} are listed`, async () => (await rows.count()) === n);
    await count(4);
    expect(await page.locator('[data-kind="corrupt"]').getByTestId('failure-decoder').count()).toBe(1);
    await shot(page, '1-listed');

    await page
      .locator('[data-kind="corrupt"]')
      .getByRole('button', { name: /^Ignore this file/u })
      .click();
    await count(3);
    await page.keyboard.press('Control+z');
    await count(4);
    await page
      .locator('[data-kind="not-a-picture"]')
      .first()
      .getByRole('button', { name: 'Ignore all 3 with' })
      .click();
    await count(1);
    await until(
      'the number beside the view',
      async () => (await textNow(page.getByTestId('nav-failures')))?.includes('1') === true,
    );
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, list);
    await page.getByTestId('failures-csv').click();
    await until('the list is saved', () => fs.existsSync(list));
    expect(fs.readFileSync(list, 'utf8').match(/,yes\r\n/gu)).toHaveLength(3);
  }
  await using launched = await launchApp(home.path);
  const { page } = launched;
  await settled(page, 2);
  await page.getByTestId('nav-failures').click();
  await page.getByText('Ignored (3)').click();
  const rows = page.getByTestId('failure');
  await until('they are listed apart', async () => (await rows.count()) === 3);
  await page.evaluate(() => window.lumisift.call('settings.change', { theme: 'dark', language: 'zh-CN' }));
  await until('Chinese', async () => (await attributeNow(page.locator('html'), 'lang')) === 'zh-CN');
  await shot(page, '2-ignored');
  await page.getByTestId('failures-unignore-all').click();
  await until('all are listed again', async () => (await rows.count()) === 4);
});
