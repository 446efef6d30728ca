import fs from 'node:fs';
import path from 'node:path';
import type { VideoCodec } from 'mediabunny';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { muxFilm, remuxFilm } from '../fixtures/mux-films.ts';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { launchApp } from './launch-app.ts';
import { createShots, evaluateNow, settled } from './seen.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const scenes = ['trips/sample-23.jpg', 'home/friends.jpg', 'home/sample-04.jpg'].map((it) => path.join(samples, it));
const mov = path.join(import.meta.dirname, '../fixtures/films/castle-dog-kitchen.mov');
const openGroups = path.join(import.meta.dirname, '../fixtures/films/open-groups.mp4');
const shot = createShots('film-kinds');
/** What the window's own encoders write, and into which kinds of files. */
const encoders: readonly { name: string; codec: VideoCodec; config: string; endings: readonly string[] }[] = [
  { name: 'VP8', codec: 'vp8', config: 'vp8', endings: ['webm', 'mkv'] },
  { name: 'VP9', codec: 'vp9', config: 'vp09.00.10.08', endings: ['webm', 'mkv', 'mp4'] },
  { name: 'AV1', codec: 'av1', config: 'av01.0.04M.08', endings: ['webm', 'mp4'] },
];

test('films of every kind are read in the window, and a sentence finds the moment in each', async () => {
  using home = temporaryFolder();
  using own = temporaryFolder();
  const films = path.join(own.path, 'Films');
  fs.mkdirSync(films);
  for (const ending of ['mkv', 'mp4', 'ts']) await remuxFilm(mov, path.join(films, `H.264.${ending}`));
  fs.copyFileSync(openGroups, path.join(films, 'H.264 in open groups.mp4'));
  await using launched = await launchApp(home.path, ['--add', films]);
  const { page } = launched;
  await settled(page, 4);
  for (const { name, codec, config, endings } of encoders) {
    const frames = await encoded(page, config);
    for (const ending of endings)
      await muxFilm(
        path.join(films, `${name}.${ending}`),
        codec,
        { codec: config, codedWidth: 320, codedHeight: 240 },
        frames,
      );
  }
  await settled(page, 11);
  const cards = await page.evaluate(async () => {
    const answer = await window.lumisift.call('list.open', { text: 'a dog' });
    return answer.ok ? answer.value.cards : [];
  });
  // Those that were encoded here have a scene of three seconds each, the others one of four.
  for (const card of cards) {
    const [fromMs, toMs] = card.name.startsWith('H.264') ? [3_900, 8_000] : [2_900, 6_000];
    expect([card.name, card.atMs !== undefined && card.atMs >= fromMs && card.atMs < toMs]).toEqual([card.name, true]);
  }
  expect(cards.map(({ name }) => name).sort()).toEqual(
    [
      'H.264 in open groups.mp4',
      'H.264.mkv',
      'H.264.mp4',
      'H.264.ts',
      ...encoders.flatMap(({ name, endings }) => endings.map((it) => `${name}.${it}`)),
    ].sort(),
  );
  await shot(page, 'grid');

  // Which of them the player plays; for the others another program is one press away.
  const plays: Record<string, boolean> = {};
  for (const card of cards) {
    await page.locator(`[data-testid="photo-cell"][data-photo-id="${card.id}"]`).dblclick();
    await page.getByTestId('viewer').waitFor();
    const video = page.getByTestId('film');
    const outside = page.getByTestId('film-outside');
    await until(`${card.name} is played, or offered to another program`, async () => {
      if ((await outside.count()) > 0) return true;
      return ((await evaluateNow(video, (it: HTMLVideoElement) => it.readyState)) ?? 0) >= 2;
    });
    plays[card.name] = (await outside.count()) === 0;
    await page.keyboard.press('Escape');
    await page.getByTestId('viewer').waitFor({ state: 'detached' });
  }
  const { 'H.264.ts': stream, ...others } = plays;
  expect(stream).toBe(false);
  expect(others).toEqual(Object.fromEntries(Object.keys(others).map((name) => [name, true])));
});

/** Three scenes of three seconds, four pictures a second, a key frame for every second, by the window's encoder. */
async function encoded(page: Page, codec: string) {
  const pictures = scenes.map((file) => `data:image/jpeg;base64,${fs.readFileSync(file).toString('base64')}`);
  const chunks = await page.evaluate(
    async ({ pictures: sources, codec: name }) => {
      const found: { data: number[]; isKey: boolean; atS: number; seconds: number }[] = [];
      const encoder = new VideoEncoder({
        output: (chunk) => {
          const data = new Uint8Array(chunk.byteLength);
          chunk.copyTo(data);
          found.push({ data: [...data], isKey: chunk.type === 'key', atS: chunk.timestamp / 1e6, seconds: 0.25 });
        },
        error: (error) => console.error(error.message),
      });
      encoder.configure({ codec: name, width: 320, height: 240, bitrate: 800_000, framerate: 4 });
      const canvas = new OffscreenCanvas(320, 240);
      const context = canvas.getContext('2d');
      for (const [scene, source] of sources.entries()) {
        const image = new Image();
        image.src = source;
        await image.decode();
        context?.drawImage(image, 0, 0, 320, 240);
        for (let i = 0; i < 12; i++) {
          const frame = new VideoFrame(canvas, { timestamp: (scene * 12 + i) * 250_000, duration: 250_000 });
          encoder.encode(frame, { keyFrame: i % 4 === 0 });
          frame.close();
        }
      }
      await encoder.flush();
      encoder.close();
      return found;
    },
    { pictures, codec },
  );
  return chunks.map(({ data, ...chunk }) => ({ ...chunk, data: Uint8Array.from(data) }));
}
