import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { createFiles } from '../../../main/db/files.ts';
import { openDatabases } from '../../../main/db/open.ts';
import { createPhotos } from '../../../main/db/photos.ts';
import { createTexts } from '../../../main/db/texts.ts';
import { createVectors } from '../../../main/db/vectors.ts';
import { vectorKey } from '../../../main/models/index.ts';
import { starter } from '../../../main/models/starter.ts';
import { captionCount, createVectorMaker } from '../shared/made-vectors.ts';
import type { MadeLibrary } from '../shared/made-library.ts';

/**
 * The same library with films beside its photos, in a folder of its own. The moments of a film lie as frames do: four
 * scenes, in each of them much the same. What only the window reads (thumbnails) is left out.
 */
export async function withFilms(library: MadeLibrary, films: number, moments: number): Promise<MadeLibrary> {
  const folder = `${library.folder}-films`;
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder);
  for (const name of ['library.db', 'index.db'])
    fs.copyFileSync(path.join(library.folder, name), path.join(folder, name));
  const vectorOf = await createVectorMaker();
  using db = openDatabases({ folder });
  const files = createFiles(db);
  const photos = createPhotos(db, createTexts(db));
  const vectors = createVectors(db);
  const model = vectors.modelNumber(vectorKey(starter));
  const stampOf = (at: number) => ({
    sizeBytes: 1_000 + at,
    mtimeMs: at,
    ctimeMs: at,
    inode: `film-${at}`,
    bornMs: at,
  });
  files.apply(
    Array.from({ length: films }, (_, at) => ({
      is: 'added' as const,
      folderId: 1,
      dir: 'films',
      name: `MOV_${at}.mp4`,
      ...stampOf(at),
    })),
    Date.now(),
  );
  for (let waiting = files.waiting(200); waiting.length > 0; waiting = files.waiting(200))
    db.transaction(() => {
      for (const file of waiting) {
        const at = Number(/\d+/.exec(file.name)?.[0]);
        const { photoId } = photos.store(
          {
            fileId: file.fileId,
            content: createHash('sha256').update(file.name).digest(),
            kind: 'video',
            format: 'mp4',
            ...{ width: 1920, height: 1080 },
            metadata: { keywords: [] },
          },
          Date.now(),
        );
        const scenes = [0, 1, 2, 3].map((scene) => vectorOf((at * 4 + scene) * 977 + captionCount));
        vectors.put(
          model,
          photoId,
          Array.from({ length: moments }, (_, n) => ({
            vector: near(scenes[Math.floor((n * 4) / moments)] ?? new Float32Array(starter.dim), at * moments + n),
            atMs: n * 2_000,
          })),
        );
      }
    });
  for (const schema of ['main', 'idx']) db.sql.pragma(`${schema}.wal_checkpoint(TRUNCATE)`);
  return { folder, count: library.count + films };
}

/** The next frame of a scene: a cosine of 0.95 with it. */
function near(scene: Float32Array, seed: number): Float32Array {
  let state = Math.imul(seed + 1, 2_654_435_761);
  const noise = 0.33 / Math.sqrt(scene.length / 3);
  const moved = scene.map((value) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return value + (noise * state) / 2 ** 31;
  });
  const length = Math.hypot(...moved);
  return moved.map((value) => value / length);
}
