import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { siglip2Base } from '../../main/models/siglip2.ts';
import { startHub } from '../fixtures/hub-server.ts';
import { siglip2, writeHubFolder } from '../fixtures/make-model.ts';
import { launchApp } from './launch-app.ts';
import { createShots } from './seen.ts';
import { watchNetwork } from '../fixtures/network-watch.ts';

const shot = createShots('models');

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lumisift-models-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

test('a model is downloaded, stopped, brought and used, in the window', async () => {
  const photos = path.join(folder, 'photos');
  fs.cpSync(path.join(import.meta.dirname, '../../resources/sample-photos'), photos, { recursive: true });
  const vision = siglip2Base.files[0]?.from;
  await using hub = await startHub({
    // Long enough to be stopped on its way.
    [`/${vision?.repository}/resolve/${vision?.revision}/${vision?.path}`]: Buffer.alloc(
      siglip2Base.files[0]?.sizeBytes ?? 0,
    ),
  });
  await using launched = await launchApp(path.join(folder, 'library'), ['--add', photos]);
  const { app, page } = launched;
  const network = process.platform === 'linux' ? watchNetwork(app.process().pid ?? 0) : undefined;
  await page
    .getByRole('button', { name: /^Settings/ })
    .first()
    .click();
  const row = (id: string) => page.locator(`[data-testid=model][data-model="${id}"]`);
  await row('siglip2-base-256').scrollIntoViewIfNeeded();
  expect(await row('siglip2-base-256').innerText()).toMatch(/Recommended[^]*663\.3\sMB · Apache-2\.0 · many languages/);
  await shot(page, 'list');

  // A mirror that is no address is said, a right one is kept.
  const mirror = page.getByRole('textbox', { name: 'Download from' });
  await mirror.fill('http://example.com');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText(/no address to download from/).waitFor();
  await mirror.fill(hub.address);
  await page.getByRole('button', { name: 'Save', exact: true }).click();

  expect(hub.asked).toEqual([]); // not before the person asks
  hub.become({ is: 'portal' });
  await row('siglip2-base-256').getByRole('button', { name: 'Download' }).click();
  await row('siglip2-base-256')
    .getByText(/A web page came instead of the file/)
    .waitFor();
  await shot(page, 'portal');

  hub.become({ is: 'stalling', afterBytes: 60_000_000 });
  await row('siglip2-base-256').getByRole('button', { name: 'Download' }).click();
  await row('siglip2-base-256')
    .getByText(/60\sMB of 663\.3\sMB/)
    .waitFor();
  await shot(page, 'downloading');
  await row('siglip2-base-256').getByRole('button', { name: 'Stop' }).click();
  await row('siglip2-base-256').getByRole('button', { name: 'Go on' }).waitFor();
  await row('siglip2-base-256')
    .getByRole('button', { name: /Discard 60/ })
    .click();
  await row('siglip2-base-256').getByRole('button', { name: 'Download' }).waitFor();

  const mine = path.join(folder, 'My SigLIP');
  writeHubFolder(mine, siglip2, { kind: 'siglip' });
  const choose = (chosen: string) =>
    app.evaluate(({ dialog }, at) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [at] });
    }, chosen);
  await choose(photos);
  await page.getByRole('button', { name: 'Choose a folder…' }).last().click();
  await page.getByText(/cannot be used as a model: config\.json is missing/).waitFor();
  await choose(mine);
  await page.getByRole('button', { name: 'Choose a folder…' }).last().click();
  await row('own-my-siglip').getByRole('button', { name: 'Use this model' }).waitFor();
  await shot(page, 'own');
  await row('own-my-siglip').getByRole('button', { name: 'Use this model' }).click();
  await row('own-my-siglip').getByText('In use').waitFor();
  await row('own-my-siglip').scrollIntoViewIfNeeded();
  await shot(page, 'in-use');

  // Weights drawn by lot find nothing that means anything: that its search answers at all is what is seen here.
  const answer = await page.evaluate(() => window.lumisift.call('list.open', { text: 'a photo of a dog' }));
  expect(answer).toMatchObject({ ok: true, value: { isRanked: true } });
  const engine = await page.evaluate(() => window.lumisift.call('work.engine', undefined));
  expect(engine).toMatchObject({ ok: true, value: { modelId: 'own-my-siglip', modelName: 'My SigLIP' } });
  // Nobody but the address that was chosen, which is on this machine.
  expect(network?.stop() ?? []).toEqual([]);
  expect(new Set(hub.asked.map((it) => it.path))).toEqual(
    new Set([`/${vision?.repository}/resolve/${vision?.revision}/${vision?.path}`]),
  );
  expect(launched.console.filter((line) => line.startsWith('error'))).toEqual([]);
});
