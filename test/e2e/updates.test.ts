import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { watchNetwork } from '../fixtures/network-watch.ts';
import { startReleaseServer } from '../fixtures/release-server.ts';
import { launchApp } from './launch-app.ts';
import { createShots } from './seen.ts';

const shot = createShots('updates');

test('nobody is asked for an update before a yes, which is asked for once; then its notes are shown', async () => {
  using home = temporaryFolder();
  await using host = await startReleaseServer();
  host.publish('99.0.0');
  process.env['LUMISIFT_TEST_UPDATES'] = `${host.url} ${host.key} 500`;
  try {
    {
      await using launched = await launchApp(home.path);
      const { page } = launched;
      const network = watchNetwork(launched.app.process().pid ?? 0);
      const card = page.getByTestId('update-card');
      await card.getByRole('heading', { name: 'Look for newer versions of Lumisift?' }).waitFor();
      await shot(page, '1-asked');
      expect(host.asked).toEqual([]);
      await card.getByRole('button', { name: 'No' }).click();
      await card.waitFor({ state: 'detached' });
      expect(host.asked).toEqual([]);
      expect(network.stop()).toEqual([]);
    }
    await using again = await launchApp(home.path);
    const { page } = again;
    const network = watchNetwork(again.app.process().pid ?? 0);
    // It was a no: what would be asked about is told, and is nothing.
    await expect
      .poll(() => page.evaluate(() => window.lumisift.call('updates.state', undefined)))
      .toMatchObject({ ok: true, value: { isPossible: true, isAsking: false, step: { is: 'resting' } } });
    expect(await page.evaluate(() => window.lumisift.call('updates.look', undefined))).toMatchObject({
      ok: false,
      error: { kind: 'refused' },
    });
    expect(host.asked).toEqual([]);

    await page.evaluate(() => window.lumisift.call('updates.answer', { isYes: true }));
    const card = page.getByTestId('update-card');
    await card.getByRole('heading', { name: 'Lumisift 99.0.0 is there' }).waitFor();
    expect(await card.getByRole('region', { name: 'What is new' }).textContent()).toContain('And <b>more</b> of them.');
    await shot(page, '2-found');
    // The manifest and its signature, as often as half a second went by.
    expect(new Set(host.asked).size).toBe(2);
    await card.getByRole('button', { name: 'Later' }).click();
    await card.waitFor({ state: 'detached' });
    // The server that plays the host is on this machine: whoever else was contacted would be here.
    expect(network.stop()).toEqual([]);
  } finally {
    delete process.env['LUMISIFT_TEST_UPDATES'];
  }
});
