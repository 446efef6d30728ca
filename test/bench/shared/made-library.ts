import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { createFiles } from '../../../main/db/files.ts';
import { createFolders } from '../../../main/db/folders.ts';
import { migrations } from '../../../main/db/migrations/index.ts';
import { openDatabases } from '../../../main/db/open.ts';
import { createPhotos } from '../../../main/db/photos.ts';
import { createTexts } from '../../../main/db/texts.ts';
import { createVectors } from '../../../main/db/vectors.ts';
import { extensions } from '../../../main/formats/index.ts';
import { vectorKey } from '../../../main/models/index.ts';
import { starter } from '../../../main/models/starter.ts';
import { walk } from '../../../main/pipeline/walk.ts';
import { loadSharp } from '../../../main/util/load-sharp.ts';
import type { Scale } from './scale.ts';
import { seededRandom } from './statistics.ts';
import { captionOf, createVectorMaker } from './made-vectors.ts';

export interface MadeLibrary {
  /** For `--library`. */
  readonly folder: string;
  readonly count: number;
}

const filesPerDir = 1_000;

/** A library of an older shape, or with another model's vectors, is made anew: migrating it would be measured too. */
const stamp = JSON.stringify([
  'photos beside it',
  vectorKey(starter),
  ...Object.entries(migrations).map(([name, all]) => [name, all.length]),
]);

/**
 * A library of `count` photos that are all indexed, written through the code that the app writes with, into the tables
 * that its migrations make. Each photo has a file of a few bytes on the disk, so that the scan at the start finds
 * everything as it was, a vector and a thumbnail of usual size (one of 64, over and over).
 */
export async function madeLibrary(scale: Scale, count: number): Promise<MadeLibrary> {
  const folder = path.join(scale.folder, `library-${count}`);
  const done = path.join(folder, 'complete');
  if (fs.existsSync(done) && fs.readFileSync(done, 'utf8') === stamp) return { folder, count };
  fs.rmSync(folder, { recursive: true, force: true });
  scale.say(`making a library of ${count.toLocaleString('en')} photos`);
  // Beside it: what lies in the library's own folder is no photo to the app.
  const photosFolder = `${folder}-photos`;
  fs.rmSync(photosFolder, { recursive: true, force: true });
  makeFiles(photosFolder, count);
  const vectorOf = await createVectorMaker();
  const thumbnails = await makeThumbnails();
  using db = openDatabases({ folder });
  const files = createFiles(db);
  const photos = createPhotos(db, createTexts(db));
  const vectors = createVectors(db);
  const model = vectors.modelNumber(vectorKey(starter));
  const folderId = createFolders(db).add(photosFolder, Date.now());
  const walking = {
    root: photosFolder,
    extensions: new Set(extensions),
    visited: new Set<string>(),
    own: new Set<string>(),
    mounts: new Set<string>(),
    signal: new AbortController().signal,
  };
  for await (const { dir, files: seen } of walk(walking, ''))
    files.apply(
      seen.map((stamp) => ({ is: 'added', folderId, dir, ...stamp })),
      Date.now(),
    );
  for (let waiting = files.waiting(filesPerDir); waiting.length > 0; waiting = files.waiting(filesPerDir))
    db.transaction(() => {
      for (const file of waiting) {
        const at = Number(/\d+/.exec(file.name)?.[0]);
        const identified = {
          fileId: file.fileId,
          mtimeMs: file.mtimeMs,
          content: createHash('sha256').update(file.name).digest(),
          kind: 'image' as const,
          format: 'jpeg',
          ...(at % 3 === 0 ? { width: 3000, height: 4000 } : { width: 4000, height: 3000 }),
          metadata: metadataOf(at, count),
        };
        const { photoId } = photos.store(identified, Date.now());
        vectors.put(model, photoId, [{ vector: vectorOf(at) }]);
        vectors.putThumbnail(photoId, thumbnails[at % thumbnails.length]!);
      }
    });
  // Into the databases themselves: the first start would otherwise have to do it.
  for (const schema of ['main', 'idx', 'thumbs']) db.sql.pragma(`${schema}.wal_checkpoint(TRUNCATE)`);
  fs.writeFileSync(done, stamp);
  return { folder, count };
}

function makeFiles(folder: string, count: number): void {
  for (let at = 0; at < count; at++) {
    const dir = path.join(folder, `trip ${String(Math.floor(at / filesPerDir)).padStart(4, '0')}`);
    if (at % filesPerDir === 0) fs.mkdirSync(dir, { recursive: true });
    fs.writeFileSync(path.join(dir, `IMG_${String(at).padStart(7, '0')}.jpg`), String(at));
  }
}

/** Ten years, the newest last; a third with a position, a fifth with keywords, a twentieth with a caption. */
function metadataOf(at: number, count: number) {
  const random = seededRandom(at);
  const tenYearsMs = 10 * 365 * 86_400_000;
  return {
    takenWallMs: Date.UTC(2015, 0, 1) + Math.round((at / count) * tenYearsMs),
    takenFrom: 'exif' as const,
    cameraMake: 'Lumisift',
    cameraModel: `Bench ${at % 5}`,
    lens: `Lens ${at % 7}`,
    focalLengthMm: 24 + (at % 50),
    aperture: 2.8,
    iso: 100 * (1 + (at % 8)),
    ...(random() < 1 / 3 && { latitude: -60 + 120 * random(), longitude: -180 + 360 * random() }),
    ...(random() < 1 / 20 && { caption: captionOf(at) }),
    keywords: random() < 1 / 5 ? captionOf(at).split(' ').slice(-2) : [],
  };
}

/** JPEGs of 512 px, 20 to 40 KB, as thumbnails of photos are. */
async function makeThumbnails(): Promise<Buffer[]> {
  const { sharp } = await loadSharp();
  const size = { width: 512, height: 384 };
  return Promise.all(
    Array.from({ length: 64 }, async (_, seed) => {
      const random = seededRandom(seed);
      const cells = Buffer.from(Uint8Array.from({ length: 40 * 30 * 3 }, () => 256 * random()));
      const ground = await sharp(cells, { raw: { width: 40, height: 30, channels: 3 } })
        .resize({ ...size, fit: 'fill', kernel: 'cubic' })
        .modulate({ hue: seed * 5 })
        .jpeg({ quality: 80 })
        .toBuffer();
      return ground;
    }),
  );
}
