import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFilmPage } from '../../main/embedder/frames/film-page.ts';
import { framesOf } from '../../main/embedder/frames/film-frames.ts';
import { lookInto } from '../../main/embedder/open-file.ts';
import { filmMetadata } from '../../main/formats/video/film-metadata.ts';
import { openFilm } from '../../main/formats/video/open-film.ts';
import { identifyFilm } from '../../main/pipeline/identify-film.ts';
import { Failure } from '../../main/util/failure.ts';
import {
  type HostileFilm,
  hostileFilms,
  makeMkv,
  makeMp4,
  sceneFrames,
  writeHostile,
} from '../fixtures/hostile-films.ts';
import { makeFilm } from '../fixtures/make-films.ts';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary } from '../fixtures/open-library.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const pictures = ['trips/sample-23.jpg', 'home/friends.jpg', 'home/sample-04.jpg'].map((it) => path.join(samples, it));
const mov = path.join(import.meta.dirname, '../fixtures/films/castle-dog-kitchen.mov');
/** CPU time: whatever else the machine does. The slowest is that of 300,000 empty boxes, 5 s. */
const mostCpuMs = 20_000;
/** The largest growth that was seen is 51 MB. */
const mostGrowthBytes = 300e6;
/** No decoder but sharp's: what needs the window's is told so. */
const page = createFilmPage(() => Promise.reject(new Failure('no-film-page', 'There is no page here.')));

const stack = new AsyncDisposableStack();
const folder = stack.use(temporaryFolder()).path;
let frames: Buffer[];
let hostile: HostileFilm[];

beforeAll(async () => {
  frames = await sceneFrames(pictures, 3);
  const avi = path.join(folder, 'well.avi');
  await makeFilm(
    avi,
    pictures.map((picture) => ({ picture, seconds: 3 })),
  );
  hostile = hostileFilms(frames, fs.readFileSync(avi), fs.readFileSync(mov));
});

afterAll(() => stack.disposeAsync());

test('whatever a film claims, it is read or refused with a reason, soon and in little memory', async () => {
  for (const film of hostile) {
    const file = path.join(folder, film.name);
    writeHostile(file, film);
    const before = { cpu: process.cpuUsage(), rss: process.resourceUsage().maxRSS };
    const said = await read(file);
    const { user, system } = process.cpuUsage(before.cpu);
    expect([film.name, said], 'no bug, no crash').toEqual([film.name, expect.stringMatching(/^\d+ frames|^[a-z-]+$/)]);
    expect((user + system) / 1000, `${film.name}: CPU time`).toBeLessThan(mostCpuMs);
    const grownBytes = (process.resourceUsage().maxRSS - before.rss) * 1024;
    expect(grownBytes, `${film.name}: memory`).toBeLessThan(mostGrowthBytes);
    expect(said, film.name).toMatch(expected(film.name));
    fs.rmSync(file);
  }
});

test('in a library with them the films that are well are found, and nothing ends', async () => {
  using home = temporaryFolder();
  using films = temporaryFolder();
  const well = { 'well.mp4': makeMp4(frames), 'well.mkv': makeMkv(frames) };
  for (const [name, bytes] of Object.entries(well)) fs.writeFileSync(path.join(films.path, name), bytes);
  for (const film of hostile) writeHostile(path.join(films.path, film.name), film);
  const log: string[] = [];
  await using library = openTestLibrary(home.path, { log: (line) => log.push(line) });
  await library.folders.add(films.path);
  await library.work.settled();
  const { cards } = await library.lists.open({});
  // Two that are the same film are one photo with two files.
  const found = new Map<string, number>();
  for (const { id } of cards)
    for (const file of (await library.photos.getWithPlace(id)).files) found.set(path.basename(file.path), id);
  const { cards: dogs } = await library.lists.open({ text: 'a dog' });
  for (const name of Object.keys(well)) {
    const id = found.get(name) ?? 0;
    expect([name, library.photos.moments(id).length]).toEqual([name, 3]);
    const atMs = dogs.find((it) => it.id === id)?.atMs ?? -1;
    expect([name, atMs >= 3_000 && atMs < 6_000]).toEqual([name, true]);
  }
  const failed = new Map(library.failures.list(0, 500).files.map((it) => [path.basename(it.path), it]));
  for (const { name } of hostile) {
    const isThere = found.has(name) || failed.has(name);
    expect([name, isThere]).toEqual([name, true]);
  }
  for (const [name, { kind, message }] of failed) {
    expect([name, ['bug', 'crashed', 'timed-out', 'out-of-memory'].includes(kind)]).toEqual([name, false]);
    expect(message, name).toMatch(/^[A-Z].*\.$/);
  }
  for (const name of ['encrypted.mp4', 'encrypted.mkv'])
    expect(failed.get(name)).toMatchObject({ kind: 'unseen-film', details: { codec: 'encrypted video' } });
  expect(log.filter((line) => line.includes('embedder: ended'))).toEqual([]);
});

/** What is read of a film before it is searched: how many frames, or the kind of its failure. */
async function read(file: string): Promise<string> {
  try {
    const opened = await lookInto(file);
    if (opened.is !== 'film') return 'picture';
    await identifyFilm(file, opened.container);
    const film = await openFilm(file, opened.container);
    try {
      await filmMetadata(opened.file, opened.container, film.tags);
      let count = 0;
      const wanted = { longEdge: 512, shortEdge: 256 };
      for await (const { pixels } of framesOf(film, page, wanted, film.durationMs / 1000))
        if (pixels.data.length > 0) count += 1;
      return `${count} frames`;
    } finally {
      await film.close();
    }
  } catch (error) {
    if (error instanceof Failure) return error.kind;
    throw new Error(`${path.basename(file)} is no failure but a bug`, { cause: error });
  }
}

/** Of those that matter to a person. */
function expected(name: string): RegExp {
  if (name.startsWith('nothing')) return /^empty$/;
  // Their index comes last; the others are seen as far as they go.
  if (/^cut .*(mp4|mov)$/.test(name)) return /^truncated$/;
  if (name.startsWith('cut ')) return /^[1-9]\d* frames$/;
  if (/^(twelve hours|no time|for ever|no number)/.test(name)) return /^[1-9]\d* frames$/;
  if (/^(one frame|no key frames)\./.test(name)) return /^1 frames$/;
  if (name.startsWith('encrypted')) return /^0 frames$/;
  if (name.startsWith('sound alone')) return /^not-a-picture$/;
  if (name.startsWith('pixels')) return /^too-many-pixels$/;
  return /billions|nested|gigabytes\.mp4|boxes of nothing/.test(name) ? /^corrupt$/ : /./;
}
