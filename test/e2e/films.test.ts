import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, inject, test } from 'vitest';
import { createFilmPage } from '../../main/embedder/frames/film-page.ts';
import { openHeadless } from '../../main/embedder/frames/headless.ts';
import { stillOf } from '../../main/embedder/frames/still-of.ts';
import { filmTime } from '../../renderer/logic/film-time.ts';
import { containerOf } from '../../main/formats/video/containers.ts';
import { makeFilm } from '../fixtures/make-films.ts';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { attributeNow, createShots, evaluateNow, settled, textNow } from './seen.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const film = path.join(import.meta.dirname, '../fixtures/films/castle-dog-kitchen.mov');
const shot = createShots('films');

test('a folder of films: a sentence finds the film, and the viewer plays it from the moment that is meant', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const films = path.join(own.path, 'Films');
  fs.mkdirSync(films);
  fs.copyFileSync(film, path.join(films, 'weekend.mov'));
  fs.writeFileSync(
    path.join(films, 'weekend.en.srt'),
    '1\n00:00:00,000 --> 00:00:11,900\n<i>Two dogs & <script>alert(1)</script></i>\n',
  );
  fs.writeFileSync(
    path.join(films, 'weekend.de.srt'),
    Buffer.from('1\n00:00:00,000 --> 00:00:11,900\nHündchen\n', 'latin1'),
  );
  const scene = (name: string) => ({ picture: path.join(samples, name), seconds: 4 });
  await makeFilm(path.join(films, 'old camera.avi'), [scene('home/chelsea.jpg'), scene('outdoors/severns.jpg')]);
  await makeFilm(path.join(films, 'old codec.avi'), [scene('home/chelsea.jpg')], { fourcc: 'XVID' });

  await using launched = await launchApp(home.path, ['--add', films]);
  const { page } = launched;
  await settled(page, 3);
  await page.locator('[data-testid="photo-cell"] img.loaded').first().waitFor();
  await until('all three are there', async () => (await page.getByTestId('film-length').count()) === 3);
  const lengths = await page.getByTestId('film-length').allInnerTexts();
  expect(lengths.sort()).toEqual(['0:04', '0:08', '0:12']);
  await shot(page, '1-grid');

  await ask(page, 'a dog');
  const cell = page.locator('[data-testid="photo-cell"][data-index="0"]');
  await until('the film is first, at its dog', async () => /^0:0[4-7] \/ 0:12$/.test((await firstLength(page)) ?? ''));
  const picture = () => attributeNow(cell.locator('img'), 'src');
  const still = await picture();
  expect(still).toMatch(/^photo:\/\/thumbnail\/\d+\/\d+\?v=\d+$/);
  await cell.hover();
  await until('its moments play under the pointer', async () => (await picture()) !== still);
  await shot(page, '2-hover');

  await cell.dblclick();
  await page.getByTestId('viewer').waitFor();
  const video = page.getByTestId('film');
  const plays = async () => ((await evaluateNow(video, (it: HTMLVideoElement) => it.readyState)) ?? 0) >= 2;
  await until('it plays', plays);
  const time = () => video.evaluate((it: HTMLVideoElement) => it.currentTime);
  expect(await time()).toBeGreaterThanOrEqual(3.9);
  await page.getByTestId('film-moment').nth(2).waitFor();
  await video.evaluate((it: HTMLVideoElement) => it.pause());
  const before = await time();
  await page.keyboard.press('j');
  await until('J goes back', async () => (await time()) < before);
  const back = await time();
  await page.keyboard.press('.');
  await until('one picture on', async () => (await time()) > back);
  await page.getByTestId('film-moment').last().click();
  await until('a moment of the strip is where it goes', async () => (await time()) >= 8);
  // Subtitles beside it, the first of them shown; C goes on, and off.
  const said = () =>
    video.evaluate((it: HTMLVideoElement) =>
      [...it.textTracks].flatMap((track) =>
        track.mode === 'showing'
          ? [...(track.activeCues ?? [])].map((cue) => (cue as VTTCue).getCueAsHTML().textContent)
          : [],
      ),
    );
  await until('subtitles are shown', async () => (await said())[0] === 'Hündchen');
  await page.keyboard.press('c');
  await until('the next are shown', async () => (await said())[0] === 'Two dogs & alert(1)');
  await shot(page, '3-subtitles');
  await page.keyboard.press('c');
  await until('none are shown', async () => (await said()).length === 0);
  expect(await page.getByTestId('film-subtitles').getAttribute('aria-pressed')).toBe('false');
  // A favourite as a photo is, and its button fills the screen with it.
  const heart = page.getByTestId('viewer-favourite');
  await page.keyboard.press('f');
  await until('it is a favourite', async () => (await attributeNow(heart, 'aria-pressed')) === 'true');
  const isFull = () => page.evaluate(() => document.fullscreenElement !== null);
  await page.getByTestId('film-full').click();
  await until('it fills the screen', isFull);
  await page.evaluate(() => document.exitFullscreen());
  await until('and does no more', async () => !(await isFull()));
  // What is shown is a question, and so is a part of it.
  const shown = await time();
  await page.keyboard.press('s');
  const chip = page.getByTestId('similar-chip');
  await chip.waitFor();
  expect(await chip.getAttribute('data-term')).toMatch(/^photo:\d+@\d+(\.\d+)?s$/);
  expect(Number(/@(.+)s$/.exec((await chip.getAttribute('data-term')) ?? '')?.[1])).toBeCloseTo(shown, 1);
  const named = `, ${filmTime(shown * 1_000)}`;
  await until(
    'the chip is named by the time',
    async () => (await attributeNow(chip, 'title'))?.endsWith(named) === true,
  );
  await until('the others are the answer', async () => (await firstLength(page))?.endsWith('0:08') === true);
  await shot(page, '3-similar-to-a-moment');
  await chip.getByRole('button').click();
  await ask(page, 'a dog');
  await until('the film is first again', async () => (await firstLength(page))?.endsWith('/ 0:12') === true);
  await cell.dblclick();
  await until('it plays again', plays);
  await page.keyboard.press('r');
  await page.getByTestId('region-sheet').waitFor({ state: 'attached' });
  expect(await video.evaluate((it: HTMLVideoElement) => it.paused)).toBe(true);
  await page.keyboard.press('ArrowLeft');
  await page.getByTestId('region').waitFor();
  await shot(page, '4-part-of-a-frame');
  await page.keyboard.press('Enter');
  await chip.waitFor();
  expect(await chip.getAttribute('data-term')).toMatch(/^photo:\d+@\d+(\.\d+)?s,[\d.]+,[\d.]+,[\d.]+,[\d.]+$/);
  await until('the others are the answer', async () => (await firstLength(page))?.endsWith('0:08') === true);
  await chip.getByRole('button').click();
  await ask(page, 'a dog');
  await until('the film is first once more', async () => (await firstLength(page))?.endsWith('/ 0:12') === true);
  await cell.dblclick();
  await until('it plays once more', plays);
  await page.keyboard.press('i');
  await page.getByTestId('info-film').waitFor();
  expect(await page.getByTestId('info-film').innerText()).toContain('H.264');
  await shot(page, '5-viewer');
  await page.keyboard.press('Escape');

  // What Chromium does not play is seen all the same, and another program is one press away.
  await ask(page, 'a cat is:video');
  await until('the cat is found', async () => (await firstLength(page))?.endsWith('0:08') === true);
  await cell.dblclick();
  await page.getByTestId('film-outside').waitFor();
  await page.keyboard.press('Escape');

  await ask(page, 'is:video length:>10s');
  await until('one film is so long', async () => (await page.getByTestId('photo-cell').count()) === 1);
  expect(launched.console.filter((line) => line.includes('Content Security Policy'))).toEqual([]);
});

test('without a window a film is decoded too, in an Electron that has no screen', async () => {
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = inject('electron').dist;
  const page = createFilmPage(openHeadless);
  const container = containerOf(fs.readFileSync(film).subarray(0, 4_096));
  if (container === undefined) throw new Error('no container');
  const [early, late] = [await stillOf(film, container, page, 1_000), await stillOf(film, container, page, 9_000)];
  for (const jpeg of [early, late]) expect(jpeg.subarray(0, 2)).toEqual(Buffer.of(0xff, 0xd8));
  expect(early.equals(late)).toBe(false);
});

async function ask(page: Page, text: string): Promise<void> {
  await page.keyboard.press('/');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** @returns undefined where there is no answer yet */
function firstLength(page: Page): Promise<string | undefined> {
  return textNow(page.locator('[data-testid="photo-cell"][data-index="0"]').getByTestId('film-length'));
}
