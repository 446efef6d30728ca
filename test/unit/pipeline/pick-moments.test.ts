import { expect, test } from 'vitest';
import type { Pixels } from '../../../main/formats/format.ts';
import type { Film, FilmPacket } from '../../../main/formats/video/film.ts';
import { runsOf } from '../../../main/pipeline/film-runs.ts';
import { lookOf } from '../../../main/pipeline/frame-look.ts';
import { mostMoments, pickMoments } from '../../../main/pipeline/pick-moments.ts';

const size = { width: 160, height: 90 };

/** A picture that depends on `seed`: blocks of colours, as sharp as `block` is small. */
function picture(seed: number, block = 4): Pixels {
  const data = new Uint8Array(size.width * size.height * 3);
  const column = (x: number) => Math.floor(x / block);
  for (let y = 0; y < size.height; y++)
    for (let x = 0; x < size.width; x++)
      for (let c = 0; c < 3; c++)
        data[(y * size.width + x) * 3 + c] =
          (((Math.floor(x / 40) + 1) * (seed * 37 + c * 59) + Math.floor(y / 30) * seed * 71) % 160) +
          ((column(x) + column(y)) % 2) * 60;
  return { data, ...size };
}

const plain = (level: number): Pixels => ({ data: new Uint8Array(size.width * size.height * 3).fill(level), ...size });
const mixed = (one: Pixels, other: Pixels): Pixels => ({
  data: one.data.map((it, at) => (it + (other.data[at] ?? 0)) / 2),
  ...size,
});
const film = (frames: readonly Pixels[], everyS = 2) =>
  frames.map((pixels, at) => ({ atS: at * everyS, look: lookOf(pixels) }));

test('each shot has a moment', () => {
  const frames = [1, 1, 1, 5, 5, 9, 9].map((seed) => picture(seed));
  const picked = pickMoments(film(frames), 14);
  const shots = picked.map((at) => (at < 3 ? 'a' : at < 5 ? 'b' : 'c'));
  expect(shots).toEqual(['a', 'b', 'c']);
});

test('black, one-coloured and blurred frames, and those between two shots, are none', () => {
  const [one, other] = [picture(1), picture(5)];
  const frames = [plain(0), one, mixed(one, other), other, plain(255), picture(9, 90), plain(3)];
  expect(pickMoments(film(frames), 14)).toEqual([1, 3]);
});

test('a plain scene that lasts is meant, beside others with much in them', () => {
  const frames = [1, 1, 9, 9, 5, 5].map((seed) => picture(seed, seed === 9 ? 90 : 4));
  expect(pickMoments(film(frames), 12).map((at) => Math.floor(at / 2))).toEqual([0, 1, 2]);
});

test('the same view is one moment, however often it comes back', () => {
  const frames = [1, 5, 1, 5, 1, 5].map((seed) => picture(seed));
  expect(pickMoments(film(frames, 10), 60)).toEqual([0, 1]);
});

test('a film of nothing but black has one moment all the same', () => {
  expect(pickMoments(film([plain(0), plain(2), plain(0)]), 6)).toHaveLength(1);
  expect(pickMoments([], 0)).toEqual([]);
});

test('a long film has so many moments and no more, over its whole length', () => {
  const frames = Array.from({ length: 400 }, (_, at) => picture(at * 0.4 + 1));
  const picked = pickMoments(film(frames, 30), 12_000);
  expect(picked.length).toBeLessThanOrEqual(mostMoments);
  expect(picked.length).toBeGreaterThan(20);
  expect(picked.at(-1)).toBeGreaterThan(300);
});

test('key frames are looked at every two seconds or so, of long films fewer, and none is looked at twice', async () => {
  expect(await times(keysEvery(0.5, 20), 20)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 19.5]);
  const long = await times(keysEvery(2, 7_200), 7_200);
  expect(long.length).toBeLessThanOrEqual(250);
  expect(new Set(long).size).toBe(long.length);
  expect(long.at(-1)).toBeGreaterThan(7_100);
});

test('where key frames are rare, frames between them are looked at, no further apart than eight seconds', async () => {
  const found = await times(keysEvery(30, 60), 60);
  expect(found[0]).toBe(0);
  for (const [at, time] of found.entries()) if (at > 0) expect(time - (found[at - 1] ?? 0)).toBeLessThanOrEqual(8);
  expect(60 - (found.at(-1) ?? 0)).toBeLessThanOrEqual(8);
});

test('a film that lies about its keys ends', async () => {
  const stuck: FilmPacket = { atS: 0, isKey: true, sizeBytes: 1, data: () => Promise.resolve(new Uint8Array(1)) };
  expect(
    await times({ keyAt: async () => stuck, nextKey: async () => stuck, next: async () => stuck }, 100),
  ).not.toHaveLength(0);
});

test('of a film that begins behind its first key frame nothing is looked at before its beginning', async () => {
  const shifted = keysEvery(2, 12, 1);
  expect(await times(shifted, 11)).toEqual([0, 1, 3, 5, 7, 9]);
});

/** @param beginS what an edit list leaves out */
function keysEvery(stepS: number, lengthS: number, beginS = 0): Pick<Film, 'keyAt' | 'nextKey' | 'next'> {
  const at = (fileS: number): FilmPacket | undefined =>
    fileS < lengthS
      ? { atS: fileS - beginS, isKey: true, sizeBytes: 1, data: () => Promise.resolve(new Uint8Array(1)) }
      : undefined;
  return {
    keyAt: async (atS) =>
      at(Math.min(Math.floor((atS + beginS) / stepS) * stepS, Math.ceil(lengthS / stepS - 1) * stepS)),
    nextKey: async (packet) => at(packet.atS + beginS + stepS),
    next: async () => undefined,
  };
}

async function times(packets: Pick<Film, 'keyAt' | 'nextKey' | 'next'>, durationS: number): Promise<number[]> {
  const found: number[] = [];
  for await (const { wantedS } of runsOf(packets as Film, durationS)) found.push(...wantedS);
  return found;
}
