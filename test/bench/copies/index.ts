import fs from 'node:fs';
import path from 'node:path';
import { matchCopies, type Matched } from '../../../main/copies/match.ts';
import { lookOfJpeg } from '../../../main/pipeline/small-look.ts';
import { loadSharp } from '../../../main/util/load-sharp.ts';
import { measured, promised } from '../shared/report.ts';
import type { Bench } from '../shared/scale.ts';
import { mainWaitsBench } from './main-waits.ts';
import { manyBench } from './many.ts';
import { copies, neighbours, type Picture } from './changes.ts';

const samples = path.join(import.meta.dirname, '../../../resources/sample-photos');
/** The photos of a library are not larger than this to a look. */
const width = 1_000;

/**
 * Photos, each with five copies of it and three neighbours that are none, all in one library, without any clock to help:
 * which pairs are called copies. With --photos: the JPEGs below that folder.
 */
export const copiesBench: Bench = async (scale, tell) => {
  await manyBench(scale, tell);
  await mainWaitsBench(scale, tell);
  const folder = scale.photos ?? samples;
  const files = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.jpe?g$/i.test(name))
    .sort()
    .slice(0, scale.isQuick ? 8 : undefined);
  const { sharp } = await loadSharp();
  const photos: (Matched & { pixels: Uint8Array; of: number; how: string; isCopy: boolean })[] = [];
  /** Files that could be read, by their place. */
  const read: number[] = [];
  const add = async (jpeg: Buffer, of: number, how: string, isCopy: boolean) => {
    const size = await sharp(jpeg).metadata();
    const { hash, pixels } = await lookOfJpeg(jpeg);
    const shot = { takenWallMs: 0, takenFrom: 'file', takenPrecision: undefined };
    photos.push({ ...shot, id: photos.length + 1, hash, pixels, isFresh: true, isRaw: false, width: size.width, height: size.height, of, how, isCopy }); // prettier-ignore
  };
  for (const [of, name] of files.entries()) {
    const original = sharp(fs.readFileSync(path.join(folder, name)))
      .rotate()
      .resize({ width, withoutEnlargement: true });
    const made = await original
      .toColourspace('srgb')
      .jpeg({ quality: 92 })
      .toBuffer({ resolveWithObject: true })
      .catch((error: unknown) => scale.say(`left out: ${name}: ${String(error)}`));
    if (made === undefined) continue;
    const { data, info } = made;
    read.push(of);
    const picture: Picture = { jpeg: data, width: info.width, height: info.height };
    await add(data, of, '', true);
    for (const [how, change] of Object.entries(copies)) await add(await change(picture), of, how, true);
    for (const [how, change] of Object.entries(neighbours)) await add(await change(picture), of, how, false);
    if (of % 100 === 99) scale.say(`${of + 1} photos`);
  }
  const startedAt = performance.now();
  const found = matchCopies(photos, (id) => photos[id - 1]?.pixels);
  const tookS = (performance.now() - startedAt) / 1000;
  const pair = ([one, other]: readonly [number, number]) => [photos[one - 1], photos[other - 1]] as const;
  const wrong = found.map(pair).filter(([a, b]) => a?.of !== b?.of || a?.isCopy !== true || b?.isCopy !== true);
  for (const [a, b] of wrong.slice(0, 40)) scale.say(`wrong: ${files[a?.of ?? 0] ?? ''} (${a?.how ?? ''}) and ${files[b?.of ?? 0] ?? ''} (${b?.how ?? ''})`); // prettier-ignore
  const ofOriginal = new Set(
    found
      .map(pair)
      .flatMap(([a, b]) => (a?.of === b?.of && a?.how === '' && b !== undefined ? [`${b.of} ${b.how}`] : [])),
  );
  const about = `${read.length} photos, ${Object.keys(copies).length} changes and ${Object.keys(neighbours).length} neighbours each`;
  tell(promised('copies: precision of pairs', 1 - wrong.length / Math.max(1, found.length), '', { atLeast: 0.995 }, `${about}; ${wrong.length} wrong of ${found.length}`)); // prettier-ignore
  const recallOf = (how: string) => read.filter((of) => ofOriginal.has(`${of} ${how}`)).length / read.length;
  const hows = Object.keys(copies);
  tell(promised('copies: recall', hows.reduce((sum, how) => sum + recallOf(how), 0) / hows.length, '', { atLeast: 0.95 })); // prettier-ignore
  for (const how of hows) tell(measured(`of it: ${how}`, recallOf(how), ''));
  for (const how of Object.keys(neighbours))
    tell(measured(`called a copy: ${how}`, read.filter((of) => ofOriginal.has(`${of} ${how}`)).length, 'photos'));
  tell(measured(`matching ${photos.length} pictures`, tookS, 's'));
};
