/**
 * @file How far a model sees that a photo is the same one: smaller, saved again, cropped, turned by its orientation flag.
 * The table is in docs/search-quality.md.
 *
 *   node scripts/measure-copies-of-photos.ts FOLDER...
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { dots } from '../main/eval/metrics.ts';
import { modelById } from '../main/models/index.ts';
import { embedPhotos } from './cutoff/embed-photos.ts';
import { root } from './root.ts';

const folders = process.argv.slice(2);
const model = modelById('starter');
const { dim } = model;
const all = folders
  .flatMap((folder) =>
    fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)),
  )
  .filter((name) => /\.jpe?g$/i.test(name))
  .sort();
const originals = await vectorsOf(all);
/** Every second one is copied: 5 % cropped away is 2.5 % at each edge. */
const chosen = all.map((_, at) => at).filter((at) => at % 2 === 0);
const copies: Record<string, (picture: Sharp, size: { width: number; height: number }) => Sharp> = {
  'half as wide': (picture, { width }) => picture.resize(Math.round(width / 2)).jpeg({ quality: 90 }),
  'saved again, quality 50': (picture) => picture.jpeg({ quality: 50 }),
  'cropped by 5 %': (picture, { width, height }) =>
    picture
      .extract({
        left: Math.round(width * 0.025),
        top: Math.round(height * 0.025),
        width: Math.round(width * 0.95),
        height: Math.round(height * 0.95),
      })
      .jpeg({ quality: 95 }),
  'turned by its flag': (picture) => picture.rotate(270).jpeg({ quality: 95 }).withMetadata({ orientation: 6 }),
};

console.log(`${all.length} photos, ${chosen.length} of them copied, ${model.name}\n`);
console.log('| copy | cosine, median | least | of its 10 nearest stay | finds the original first |');
console.log('| --- | --- | --- | --- | --- |');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lumisift-copies-'));
try {
  for (const [name, copy] of Object.entries(copies)) {
    const files = await Promise.all(
      chosen.map(async (at, place) => {
        const upright = await sharp(fs.readFileSync(all[at] ?? ''))
          .rotate()
          .toBuffer({ resolveWithObject: true });
        const file = path.join(folder, `${place}.jpg`);
        fs.writeFileSync(file, await copy(sharp(upright.data), upright.info).toBuffer());
        return file;
      }),
    );
    report(name, await vectorsOf(files));
  }
} finally {
  fs.rmSync(folder, { recursive: true });
}

function report(name: string, vectors: Float32Array): void {
  const cosines: number[] = [];
  let staying = 0;
  let first = 0;
  chosen.forEach((at, place) => {
    const ranked = nearest(vectors.subarray(place * dim, (place + 1) * dim));
    cosines.push(dots(vectors.subarray(place * dim, (place + 1) * dim), originals)[at] ?? 0);
    if (ranked[0] === at) first++;
    const before = new Set(
      nearest(originals.subarray(at * dim, (at + 1) * dim))
        .filter((other) => other !== at)
        .slice(0, 10),
    );
    staying += ranked.filter((other) => other !== at).slice(0, 10).filter((other) => before.has(other)).length; // prettier-ignore
  });
  cosines.sort((a, b) => a - b);
  console.log(
    `| ${name} | ${(cosines[cosines.length >> 1] ?? 0).toFixed(3)} | ${(cosines[0] ?? 0).toFixed(3)} | ${(staying / chosen.length).toFixed(1)} | ${first} of ${chosen.length} |`,
  );
}

function nearest(vector: Float32Array): number[] {
  const scores = dots(vector, originals);
  return Array.from(scores.keys()).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
}

function vectorsOf(files: readonly string[]): Promise<Float32Array> {
  return embedPhotos(model, path.join(root, 'resources/models', model.id), files);
}
