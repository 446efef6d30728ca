import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFilm } from '../fixtures/make-films.ts';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary } from '../fixtures/open-library.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const sample = (name: string) => path.join(samples, name);
const stack = new AsyncDisposableStack();
const folder = stack.use(temporaryFolder()).path;
const home = stack.use(temporaryFolder()).path;
let library: ReturnType<typeof openTestLibrary>;
let ids: ReadonlyMap<string, number>;

const castle = { picture: sample('trips/sample-23.jpg'), seconds: 6 };
const dog = { picture: sample('home/friends.jpg'), seconds: 6 };
const kitchen = { picture: sample('home/sample-04.jpg'), seconds: 6 };
const black = { picture: { r: 0, g: 0, b: 0 }, seconds: 4 };

beforeAll(async () => {
  const at = (name: string) => path.join(folder, name);
  await makeFilm(at('holiday.avi'), [black, castle, dog, kitchen], { date: 'Wed Mar 05 14:02:09 2008' });
  await makeFilm(at('flat.avi'), [kitchen]);
  await makeFilm(at('dark.avi'), [black]);
  await makeFilm(at('old codec.avi'), [castle], { fourcc: 'DIVX' });
  await makeFilm(at('no index.avi'), [dog], { hasIndex: false });
  await makeFilm(at('one frame.avi'), [{ ...castle, seconds: 0.25 }]);
  const whole = fs.readFileSync(at('holiday.avi'));
  fs.writeFileSync(at('cut off.avi'), whole.subarray(0, Math.round(whole.length * 0.6)));
  fs.writeFileSync(at('empty.mp4'), '');
  fs.writeFileSync(at('only a head.mp4'), Buffer.from('\0\0\0\x14ftypisom\0\0\0\0isom\0\0\0\x08free', 'latin1'));
  fs.writeFileSync(at('recording.ts'), 'export const answer: number = 42;\n'.repeat(100));
  fs.copyFileSync(at('holiday.avi'), at('copy of holiday.avi'));
  library = stack.use(openTestLibrary(home));
  await library.folders.add(folder);
  await library.work.settled();
  const { cards } = await library.lists.open({});
  ids = new Map(cards.map(({ id, name }) => [name, id]));
});

afterAll(() => stack.disposeAsync());

test('a sentence finds a film once, at the moment that it is true of', async () => {
  for (const [text, from, to] of [
    ['a castle', 4, 10],
    ['a dog', 10, 16],
    ['a kitchen', 16, 22],
  ] as const) {
    const { cards } = await library.lists.open({ text });
    const films = cards.filter(({ id }) => id === id_('holiday.avi'));
    expect(films).toHaveLength(1);
    const [film] = films;
    expect([text, (film?.atMs ?? -1) / 1000 >= from, (film?.atMs ?? 99e9) / 1000 < to]).toEqual([text, true, true]);
  }
});

test('a film knows its length, its codec and when it was made, and copies are one film', async () => {
  const detail = await library.photos.getWithPlace(id_('holiday.avi'));
  expect(detail).toMatchObject({
    kind: 'video',
    format: 'avi',
    durationMs: 22_000,
    codec: 'Motion JPEG',
    frameRate: 4,
  });
  expect(detail.metadata).toMatchObject({ takenFrom: 'created', takenWallMs: Date.UTC(2008, 2, 5, 14, 2, 9) });
  expect(detail.files).toHaveLength(2);
});

test('moments come in order, one for each scene at least, none of them black', () => {
  const moments = library.photos.moments(id_('holiday.avi'));
  expect(moments.map(({ atMs }) => atMs)).toEqual([...moments.map(({ atMs }) => atMs)].sort((a, b) => a - b));
  expect(moments.length).toBeGreaterThanOrEqual(3);
  for (const { atMs, part } of moments) {
    expect(atMs).toBeGreaterThanOrEqual(4_000);
    expect(library.photos.thumbnail(id_('holiday.avi'), part)?.subarray(0, 2)).toEqual(Buffer.of(0xff, 0xd8));
  }
});

test('what a film shows at a time is a question, and so is a part of that', async () => {
  const first = async (text: string) => (await library.lists.open({ text })).cards[0]?.name;
  expect(await first(`photo:${id_('holiday.avi')}@13s`)).toBe('no index.avi');
  expect(await first(`photo:${id_('holiday.avi')}@19.5s`)).toBe('flat.avi');
  expect(await first(`photo:${id_('holiday.avi')}@13s,0.1,0.1,0.8,0.8`)).toBe('no index.avi');
  // The film itself is what the person has already.
  const { cards } = await library.lists.open({ text: `photo:${id_('holiday.avi')}@13s` });
  expect(cards.map(({ id }) => id)).not.toContain(id_('holiday.avi'));
});

test('a moment behind the end of a film, or of one that nothing decodes, is no question', async () => {
  const failureOf = (text: string) =>
    library.lists.open({ text }).then(
      () => undefined,
      (error: unknown) => (error as { kind?: string }).kind,
    );
  expect(await failureOf(`photo:${id_('holiday.avi')}@60s`)).toBe('past-end');
  expect(await failureOf(`photo:${id_('old codec.avi')}@1s`)).toBe('unseen-film');
  expect(await failureOf(`photo:${id_('old codec.avi')}@1s,0,0,0.5,1`)).toBe('unseen-film');
});

test('films are asked for by what they are and by their length', async () => {
  const names = async (text: string) => (await library.lists.open({ text })).cards.map(({ name }) => name);
  expect(await names('is:video length:>20s')).toEqual([expect.stringMatching(/holiday\.avi$/)]);
  expect(await names('is:video length:<1s')).toEqual(['one frame.avi']);
  expect(await names('is:image')).toEqual([]);
});

test('a film that nothing here decodes is there, is found by its name, and is told with its codec', async () => {
  const { cards } = await library.lists.open({ text: '"old codec"' });
  expect(cards[0]).toMatchObject({ name: 'old codec.avi', kind: 'video', durationMs: 6_000 });
  const { files } = library.failures.list(0, 100);
  expect(files.find((it) => it.path.endsWith('old codec.avi'))).toMatchObject({
    kind: 'unseen-film',
    details: { codec: 'DivX' },
  });
});

test('what is cut off is seen as far as it goes and told, what is dark is a film, what is empty or no film is told', () => {
  for (const name of ['cut off.avi', 'no index.avi', 'one frame.avi', 'dark.avi'])
    expect([name, ids.has(name)]).toEqual([name, true]);
  const failed = new Map(library.failures.list(0, 100).files.map((it) => [path.basename(it.path), it.kind]));
  expect(failed.get('empty.mp4')).toBe('empty');
  expect(failed.get('cut off.avi')).toBe('cut-film');
  expect(['truncated', 'corrupt']).toContain(failed.get('only a head.mp4'));
  // A source file is no failed film.
  expect(failed.has('recording.ts')).toBe(false);
});

test('a film that moves is the film that it was', async () => {
  const before = id_('flat.avi');
  const { embedded } = library.work.tally();
  fs.renameSync(path.join(folder, 'flat.avi'), path.join(folder, 'our flat.avi'));
  library.folders.rescan();
  await library.work.settled();
  const { cards } = await library.lists.open({});
  expect(cards.find(({ name }) => name === 'our flat.avi')?.id).toBe(before);
  expect(library.work.tally().embedded).toBe(embedded);
});

function id_(name: string): number {
  const found = ids.get(name) ?? ids.get(`copy of ${name}`);
  if (found === undefined) throw new Error(`no film ${name}: ${[...ids.keys()].join(', ')}`);
  return found;
}
