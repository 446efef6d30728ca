import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readDataset } from '../../main/eval/dataset.ts';
import type { FilmsFile } from '../../main/eval/films.ts';
import { makeFilm } from '../fixtures/make-films.ts';

/**
 * Makes 200 films of photos with captions, for `lumisift eval --films`: one to six scenes each, of three to eight seconds, every
 * photo in one film at most, with one of its captions. `node test/bench/film-set.ts DATASET OUT`; the photos are copied beside
 * them, to be asked for alone.
 */
const { positionals } = parseArgs({ allowPositionals: true });
const [from, out] = positionals;
if (from === undefined || out === undefined) throw new Error('node test/bench/film-set.ts DATASET OUT');

const sceneCounts = [1, 2, 1, 3, 2, 6, 1, 2, 3, 3];
const filmCount = 200;
const sceneCount = (filmCount / sceneCounts.length) * sceneCounts.reduce((sum, count) => sum + count);
const shape = { width: 640, height: 480, fit: 'contain' as const };

const { images } = await readDataset(from);
const spoken = images.filter(({ captions }) => captions.length > 0).slice(0, sceneCount);
if (spoken.length < sceneCount)
  throw new Error(`${sceneCount} photos with captions are needed, and ${spoken.length} are there`);
fs.mkdirSync(path.join(out, 'films'), { recursive: true });
fs.mkdirSync(path.join(out, 'photos'), { recursive: true });

const films: FilmsFile['films'] = [];
let next = 0;
for (let at = 0; at < filmCount; at++) {
  const file = `films/film-${String(at + 1).padStart(3, '0')}.avi`;
  const scenes: FilmsFile['films'][number]['scenes'] = [];
  const shown: { picture: string; seconds: number }[] = [];
  let fromS = 0;
  for (let scene = 0; scene < (sceneCounts[at % sceneCounts.length] ?? 1); scene++) {
    // Neighbours in the data set are often of one kind: those of one film are far from each other in it.
    const image = spoken[(next++ * 89) % sceneCount];
    if (image === undefined) continue;
    const seconds = 3 + ((next * 5) % 6);
    const photo = `photos/${path.basename(image.path)}`;
    fs.copyFileSync(image.path, path.join(out, photo));
    scenes.push({ fromS, toS: fromS + seconds, sentences: image.captions.slice(0, 1), photo });
    shown.push({ picture: image.path, seconds });
    fromS += seconds;
  }
  await makeFilm(path.join(out, file), shown, shape);
  films.push({ file, scenes });
}
fs.writeFileSync(path.join(out, 'films.json'), `${JSON.stringify({ films }, undefined, 1)}\n`);
console.log(`${films.length} films of ${next} scenes in ${out}`);
