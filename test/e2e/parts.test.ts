import path from 'node:path';
import { _electron, type Page } from 'playwright';
import { createServer } from 'vite';
import { expect, inject, test } from 'vitest';
import { seriousOn } from './axe.ts';
import { createShots } from './seen.ts';

const root = path.join(import.meta.dirname, '../..');
const shot = createShots('parts');

test('the parts of the window look in both themes as they did, and keep nobody out', async () => {
  const server = await createServer({ configFile: path.join(root, 'vite.gallery.config.ts'), logLevel: 'error' });
  await server.listen(0);
  const electron = inject('electron');
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = electron.dist;
  const address = server.resolvedUrls?.local[0] ?? '';
  const app = await _electron.launch({
    args: [...electron.args, path.join(import.meta.dirname, 'page-window.mjs'), address],
    chromiumSandbox: !electron.args.includes('--no-sandbox'),
    env: { ...process.env, ...electron.env } as Record<string, string>,
  });
  try {
    const page = await app.firstWindow();
    await page.locator('[data-part="Icon"]').waitFor();
    for (const theme of ['light', 'dark'] as const) {
      await page.getByRole('radio', { name: theme }).check();
      await page.mouse.move(0, 0);
      await shot(page, theme);
      expect(await seriousOn(page)).toEqual([]);
      await expect(await lookOf(page)).toMatchFileSnapshot(`parts-${theme}.txt`);
    }
  } finally {
    await app.close();
    await server.close();
  }
});

/**
 * What each part is drawn with: colours, corners, sizes of letters and of boxes. No picture of it: letters are drawn with another font
 * on each system, so widths and what hangs on the font are left out.
 */
async function lookOf(page: Page): Promise<string> {
  const lines = await page.evaluate(async () => {
    const still = document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Infinity);
    await Promise.all(still.map((one) => one.finished.catch(() => undefined)));
    return [...document.querySelectorAll<HTMLElement>('[data-part]')].flatMap((part) => {
      const seen = new Set<string>();
      for (const element of part.querySelectorAll<HTMLElement>('*:not(h2, svg *)')) {
        const style = getComputedStyle(element);
        const isBox = style.display !== 'inline' && element.tagName !== 'svg';
        const says = [
          ...['color', 'background-color', 'border-radius', 'font-size', 'font-weight', 'box-shadow', 'opacity'],
          ...(isBox ? ['padding', 'min-height'] : []),
        ].map((name) => `${name}: ${style.getPropertyValue(name)}`);
        const height = ['BUTTON', 'INPUT', 'SELECT'].includes(element.tagName)
          ? [`height: ${element.offsetHeight}px`]
          : [];
        seen.add(`  ${element.tagName.toLowerCase()} { ${[...says, ...height].join('; ')} }`);
      }
      return [part.dataset['part'] ?? '', ...seen, ''];
    });
  });
  return lines.join('\n');
}
