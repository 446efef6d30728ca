import fs from 'node:fs';
import type { Question } from '../../preload/contract/list.ts';
import type { PhotoDetail } from '../../preload/contract/photo.ts';
import type { SentenceFit, Why } from '../../preload/contract/search.ts';
import type { Db } from '../db/open.ts';
import type { PhotoDetails } from '../db/photo-details.ts';
import type { Photos } from '../db/photos.ts';
import type { Vectors } from '../db/vectors.ts';
import type { Embedder } from '../embedder/host.ts';
import { formats } from '../formats/index.ts';
import type { Searcher } from '../searcher/host.ts';
import { Failure } from '../util/failure.ts';
import type { Pictures } from './pictures.ts';

const longEdgeOfPreview = 2_560;

/** What can be done with one photo: looking at it, rating it, asking why it is in an answer. */
export function createPhotoCalls(deps: {
  db: Pick<Db, 'transaction'>;
  photos: Photos;
  details: PhotoDetails;
  vectors: Pick<Vectors, 'thumbnail'>;
  embedder: Pick<Embedder, 'heat' | 'preview'>;
  searcher: Pick<Searcher, 'ask' | 'changed'>;
  pictureTerms: Pick<Pictures, 'vectorsIn'>;
  /** BCP 47, the person's first language first. */
  languages: () => string[];
}) {
  const { db, photos, details, vectors, embedder, searcher, pictureTerms, languages } = deps;
  return {
    /** @throws Failure 'not-found' */
    get,
    /** With the names of the place where it was taken. @throws Failure 'not-found' */
    async getWithPlace(id: number): Promise<PhotoDetail> {
      const detail = get(id);
      const { latitude, longitude } = detail.metadata;
      if (latitude === undefined || longitude === undefined) return detail;
      const [language = 'en'] = languages();
      const { city, region, country } = await searcher.ask({ is: 'place', latitude, longitude, language });
      if (country === undefined) return detail;
      return {
        ...detail,
        place: { country, ...(city !== undefined && { city }), ...(region !== undefined && { region }) },
      };
    },
    /** @param rating undefined takes the person's rating away again */
    rate(ids: readonly number[], rating: number | undefined): void {
      db.transaction(() => {
        for (const id of ids) photos.rate(id, rating);
      });
      // Photos did not come or go: answers on screen stand, only filters by rating see it.
      searcher.changed([...ids]);
    },
    match: (id: number, sentences: readonly string[]): Promise<SentenceFit[]> =>
      searcher.ask({ is: 'match', picture: id, sentences: [...sentences] }),
    /** @param withHeat costs 26 passes of the image tower */
    async why(id: number, question: Question, withHeat: boolean): Promise<Why> {
      const pictures = await pictureTerms.vectorsIn(question.text ?? '');
      const { why, direction } = await searcher.ask({
        is: 'why',
        photoId: id,
        question,
        languages: languages(),
        pictures,
      });
      const file = details.fileOf(id);
      if (!withHeat || direction === undefined || file === undefined || file.isOffline) return why;
      return { ...why, heat: await embedder.heat(file.path, direction) };
    },
    fileOf: details.fileOf,
    thumbnail: vectors.thumbnail,
    /** The original where the window can show it, else a rendered JPEG. @throws Failure with the reason */
    async full(id: number): Promise<{ is: 'file'; path: string; format: string } | { is: 'jpeg'; bytes: Uint8Array }> {
      const file = details.fileOf(id);
      if (file === undefined) throw new Failure('not-found', 'This photo is no longer in the library.');
      if (file.isOffline || !fs.existsSync(file.path))
        throw new Failure('offline', 'The drive or folder with this photo is not there now.', {
          details: { path: file.path },
        });
      if (isShownAsIs(file.format)) return { is: 'file', path: file.path, format: file.format };
      return { is: 'jpeg', bytes: await embedder.preview(file.path, longEdgeOfPreview) };
    },
  };

  function get(id: number): PhotoDetail {
    const detail = details.get(id);
    if (detail === undefined) throw new Failure('not-found', 'This photo is no longer in the library.');
    return { ...detail, isShownAsIs: isShownAsIs(detail.format) };
  }
}

function isShownAsIs(format: string): boolean {
  return formats.find((it) => it.id === format)?.isShownAsIs ?? false;
}
