import path from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { siglip2Base } from '../../main/models/siglip2.ts';
import { startHub } from '../fixtures/hub-server.ts';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { launchApp } from './launch-app.ts';
import { createShots, settled } from './seen.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const shot = createShots('offer');

test('the welcome offers the better model; it is got, paused, gone on with after a restart, and declined for good', async () => {
  using home = temporaryFolder();
  const vision = siglip2Base.files[0];
  const address = `/${vision?.from?.repository}/resolve/${vision?.from?.revision}/${vision?.from?.path}`;
  await using hub = await startHub({ [address]: Buffer.alloc(vision?.sizeBytes ?? 0) });
  {
    await using launched = await launchApp(home.path);
    const { page } = launched;
    await page.evaluate((mirror) => window.lumisift.call('models.setMirror', { address: mirror }), hub.address);
    const offer = page.getByTestId('welcome').getByTestId('model-offer');
    await offer.waitFor();
    expect(await offer.innerText()).toMatch(
      /SigLIP 2 base finds far more\.\s663\.3\sMB, [^]*about [^]+ for 1,000 photos/,
    );
    expect(hub.asked).toEqual([]); // not before the person asks
    await shot(page, '1-welcome');
    hub.become({ is: 'portal' });
    await offer.getByRole('button', { name: 'Get it' }).click();
    await offer.getByText(/A web page came instead of the file/).waitFor();
    await shot(page, '2-went-wrong');
    hub.become({ is: 'stalling', afterBytes: 20_000_000 });
    await offer.getByRole('button', { name: 'Go on' }).click();
    await offer.getByText(/20\sMB of 663\.3\sMB/).waitFor();
    expect(await offer.innerText()).not.toMatch(/web page/);
    await shot(page, '2-downloading');
    await offer.getByRole('button', { name: 'Pause' }).click();
    await offer.getByRole('button', { name: 'Go on' }).waitFor();
  }
  const fromTheStart = { path: address, range: undefined, ifRange: undefined };
  expect(hub.asked).toEqual([fromTheStart, fromTheStart]);
  {
    await using launched = await launchApp(home.path);
    const offer = launched.page.getByTestId('welcome').getByTestId('model-offer');
    await offer.getByText(/20\sMB of 663\.3\sMB/).waitFor();
    await offer.getByRole('button', { name: 'Go on' }).click();
    await offer.getByText(/40\sMB of 663\.3\sMB/).waitFor();
    expect(hub.asked.at(-1)).toMatchObject({ path: address, range: 'bytes=20000000-' });
    await offer.getByRole('button', { name: 'Pause' }).click();
    await offer.getByRole('button', { name: 'No, thank you' }).click();
    await offer.waitFor({ state: 'detached' });
  }
  await using launched = await launchApp(home.path, ['--add', samples]);
  await settled(launched.page, 36);
  await askWeakly(launched.page);
  expect(await launched.page.getByTestId('model-offer').count()).toBe(0);
});

test('the first weak answer offers it above the photos; declined once is declined', async () => {
  using home = temporaryFolder();
  {
    await using launched = await launchApp(home.path, ['--add', samples]);
    const { page } = launched;
    await settled(page, 36);
    const offer = page.getByTestId('model-offer');
    expect(await offer.count()).toBe(0);
    await askWeakly(page);
    await offer.waitFor();
    expect(await offer.innerText()).toMatch(/663\.3\sMB, [^]*for 36 photos/);
    await shot(page, '3-weak-answer');
    await offer.getByRole('button', { name: 'No, thank you' }).click();
    await offer.waitFor({ state: 'detached' });
  }
  await using launched = await launchApp(home.path);
  await settled(launched.page, 36);
  await askWeakly(launched.page);
  expect(await launched.page.getByTestId('model-offer').count()).toBe(0);
});

/** A question that nothing surely matches. */
async function askWeakly(page: Page): Promise<void> {
  await page.getByTestId('search-box').fill('a submarine below the ice');
  await page.locator('[data-testid="photo-grid"][data-asked="a submarine below the ice"]').waitFor();
}
