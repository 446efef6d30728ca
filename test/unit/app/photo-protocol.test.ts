import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerPhoto } from '../../../main/app/photo-protocol.ts';
import { Failure } from '../../../main/util/failure.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

const folder = temporaryFolder();
const original = path.join(folder.path, 'original.png');
const bytes = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 256));
beforeAll(() => fs.writeFileSync(original, bytes));
afterAll(() => folder[Symbol.dispose]());

/** 1 is shown as it is, 2 is rendered, 3 has lost its file, 4 is a folder; the library knows no other. */
const photos = {
  thumbnail: (id: number, part?: number) =>
    id <= 4 && (part ?? 0) < 3 ? Buffer.from([0xff, 0xd8, id, ...(part === undefined ? [] : [part])]) : undefined,
  full: async (id: number, as?: 'turned' | 'untouched') => {
    if (as === 'untouched') return { is: 'jpeg' as const, bytes: Buffer.from([0xff, 0xd8, 9]) };
    if (id === 1) return { is: 'file' as const, path: original, format: 'png' };
    if (id === 2) return { is: 'jpeg' as const, bytes: Buffer.from([0xff, 0xd8]) };
    if (id === 3) return { is: 'file' as const, path: path.join(folder.path, 'gone.png'), format: 'png' };
    if (id === 4) return { is: 'file' as const, path: folder.path, format: 'png' };
    throw new Failure('not-found', 'This photo is no longer in the library.');
  },
};
// Bytes 100 to 300 of the original are the film of 1; that of 2 is said to be longer than its file.
const motion = (id: number) =>
  id > 2
    ? Promise.reject(new Failure('not-found', 'This photo has no film.'))
    : Promise.resolve({ path: original, at: 100, lengthBytes: id === 1 ? 200 : 2_000 });
const get = (url: string, range?: string, method = 'GET') =>
  answerPhoto({ url, method, headers: new Headers(range === undefined ? {} : { range }) }, { ...photos, motion });

test('a photo as its file has it has an address of its own', async () => {
  const answer = await get('photo://untouched/1?v=3');
  expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([0xff, 0xd8, 9]);
  expect((await get('photo://untouched/0')).status).toBe(400);
});

test('a thumbnail is a JPEG that may be kept for ever under its version', async () => {
  const answer = await get('photo://thumbnail/1?v=3');
  expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([0xff, 0xd8, 1]);
  expect(answer.headers.get('content-type')).toBe('image/jpeg');
  expect(answer.headers.get('cache-control')).toContain('immutable');
  expect((await get('photo://thumbnail/1')).headers.get('cache-control')).toBe('no-store');
});

test('a part of a photo has a picture of its own', async () => {
  const answer = await get('photo://thumbnail/1/2?v=3');
  expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([0xff, 0xd8, 1, 2]);
  expect(answer.headers.get('cache-control')).toContain('immutable');
  expect((await get('photo://thumbnail/1/0')).status).toBe(200);
  expect((await get('photo://thumbnail/1/3')).status).toBe(404);
});

test('an original is streamed with the type of its format', async () => {
  const answer = await get('photo://full/1?v=1');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('image/png');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
});

test('what the window cannot show comes as a JPEG', async () => {
  expect((await get('photo://full/2?v=1')).headers.get('content-type')).toBe('image/jpeg');
});

test.each([
  ['bytes=0-9', 206, 'bytes 0-9/1000', 0, 10],
  ['bytes=990-', 206, 'bytes 990-999/1000', 990, 1000],
  ['bytes=-5', 206, 'bytes 995-999/1000', 995, 1000],
  ['bytes=500-5000', 206, 'bytes 500-999/1000', 500, 1000],
])('the range %s', async (range, status, contentRange, start, end) => {
  const answer = await get('photo://full/1?v=1', range);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-range')).toBe(contentRange);
  expect(answer.headers.get('content-length')).toBe(String(end - start));
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes.subarray(start, end))).toBe(true);
});

test.each(['bytes=1000-', 'bytes=9-3', 'bytes=-0', 'bytes=a-b', 'bytes=0-1,5-6', 'lines=1-2'])(
  'the range %s cannot be satisfied',
  async (range) => {
    expect((await get('photo://full/1?v=1', range)).status).toBe(416);
  },
);

test('where a film begins stands behind its address, and is not asked for', async () => {
  const answer = await get('photo://full/1?v=1#t=7.5');
  expect(answer.status).toBe(200);
  expect((await get('photo://full/1/../2?v=1#t=7.5')).status).toBe(400);
});

test.each(['photo://thumbnail/9', 'photo://full/9', 'photo://full/3', 'photo://full/4'])(
  '%s is not there',
  async (url) => {
    expect((await get(url)).status).toBe(404);
  },
);

test.each([
  'photo://thumbnail/',
  'photo://thumbnail/0',
  'photo://thumbnail/-1',
  'photo://thumbnail/01',
  'photo://thumbnail/1.5',
  'photo://thumbnail/1e3',
  'photo://thumbnail/0x1',
  'photo://thumbnail/ 1',
  'photo://thumbnail/1/',
  'photo://thumbnail/1/01',
  'photo://thumbnail/1/-1',
  'photo://thumbnail/1/1/1',
  'photo://full/1/1',
  'photo://thumbnail/9007199254740993',
  'photo://thumbnail/1?v=../x',
  'photo://thumbnail/1?path=/etc/passwd',
  'photo://thumbnail/1#x',
  'photo://full//etc/passwd',
  'photo://full/..%2f1',
  'photo://file/1',
  'photo:1',
  'https://thumbnail/1',
])('%s is no address of a photo', async (url) => {
  expect((await get(url)).status).toBe(400);
});

test('only GET; a bug is not hidden as a missing photo', async () => {
  expect((await get('photo://full/1', undefined, 'PUT')).status).toBe(405);
  const broken = { ...photos, motion, full: () => Promise.reject(new TypeError('bug')) };
  await expect(answerPhoto({ url: 'photo://full/1', method: 'GET', headers: new Headers() }, broken)).rejects.toThrow(
    'bug',
  );
});

test('the film of a picture is a part of its file, and no byte beside it is given', async () => {
  const whole = await get('photo://motion/1?v=1');
  expect(whole.headers.get('content-type')).toBe('video/mp4');
  expect(Buffer.from(await whole.arrayBuffer()).equals(bytes.subarray(100, 300))).toBe(true);
  const some = await get('photo://motion/1', 'bytes=190-');
  expect(some.status).toBe(206);
  expect(some.headers.get('content-range')).toBe('bytes 190-199/200');
  expect(Buffer.from(await some.arrayBuffer()).equals(bytes.subarray(290, 300))).toBe(true);
  expect((await get('photo://motion/1', 'bytes=200-')).status).toBe(416);
  // The file was cut since the film was looked for.
  expect((await get('photo://motion/2')).status).toBe(416);
  expect((await get('photo://motion/3')).status).toBe(404);
  expect((await get('photo://motion/1/2')).status).toBe(400);
});
