import fs from 'node:fs';
import type { Subtitles } from '../../preload/contract/film-calls.ts';
import type { Question } from '../../preload/contract/list.ts';
import type { FileSheet, Tones } from '../../preload/contract/picture-calls.ts';
import type { PhotoDetail, Rated } from '../../preload/contract/photo.ts';
import type { SentenceFit, Why } from '../../preload/contract/search.ts';
import type { Db } from '../db/open.ts';
import type { PhotoDetails } from '../db/photo-details.ts';
import type { Photos } from '../db/photos.ts';
import type { Vectors } from '../db/vectors.ts';
import type { Embedder } from '../embedder/host.ts';
import { hasGainMap } from '../formats/gain-map.ts';
import { hasAnimations, isShownAsIs } from '../formats/index.ts';
import { rawKinds } from '../formats/raw/kinds.ts';
import type { Searcher } from '../searcher/host.ts';
import { Failure } from '../util/failure.ts';
import type { Marking } from './marking.ts';
import type { FileSheets } from './file-sheet.ts';
import type { Motion } from '../pipeline/find-motion.ts';
import type { Pictures } from './pictures.ts';
import { subtitlesBeside } from './subtitles.ts';

const longEdgeOfPreview = 2_560;
/** Chromium decodes no larger JPEG. */
const longEdgeOfTurned = 16_000;

/** What can be done with one photo: looking at it, rating it, asking why it is in an answer. */
export function createPhotoCalls(deps: {
  db: Pick<Db, 'transaction'>;
  photos: Photos;
  details: PhotoDetails;
  vectors: Pick<Vectors, 'moments' | 'thumbnail'>;
  /** The model that answers: its number in index.db. */
  modelNumber: () => number;
  embedder: Pick<Embedder, 'heat' | 'isAnimated' | 'preview' | 'render' | 'tones'>;
  fileSheets: Pick<FileSheets, 'of'>;
  searcher: Pick<Searcher, 'ask' | 'changed'>;
  pictureTerms: Pick<Pictures, 'vectorsIn'>;
  /** BCP 47, the person's first language first. */
  languages: () => string[];
  marking: Marking;
  /** Where the film of a photo lies. */
  motionOf: (photoId: number) => Promise<Motion>;
  /** The photo that a file shows. */
  photoAt: (file: string) => number | undefined;
}) {
  const { db, photos, details, vectors, embedder, searcher, pictureTerms, languages, modelNumber } = deps;
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
    /** @param rating undefined takes the person's rating away again @returns those that changed, with what it was */
    rate(ids: readonly number[], rating: number | undefined): Rated {
      const changed = db.transaction(() => photos.rate(ids, rating));
      // Photos did not come or go: answers on screen stand, only filters by rating see it.
      if (changed.length > 0) searcher.changed(changed.map(({ id }) => id));
      return changed;
    },
    ...deps.marking,
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
      // Of a picture that was taken with a film, the picture is what is looked at.
      const atMs = details.get(id)?.kind === 'video' ? why.atMs : undefined;
      return { ...why, heat: await embedder.heat(file.path, direction, atMs, file.turn) };
    },
    /** The film that a picture was taken with. @throws Failure 'not-found' where there is none */
    motion: deps.motionOf,
    fileOf: details.fileOf,
    /** The picture as a PNG, upright and as the person turned and cropped it. @throws Failure with the reason */
    async asPng(id: number, longEdge: number): Promise<Uint8Array> {
      const { path, turn, crop } = thereOf(id);
      return embedder.render(path, { format: 'png', longEdge, quality: 100, crop }, turn);
    },
    /** How often each level of colour and light is in the picture. @throws Failure with the reason */
    async tones(id: number): Promise<Tones> {
      const { path, format, turn } = thereOf(id);
      const [counts, isHdr] = await Promise.all([embedder.tones(path), hasGainMap(path, format)]);
      const levels = (channel: number) => [...counts.subarray(channel * 256, (channel + 1) * 256)];
      return {
        red: levels(0),
        green: levels(1),
        blue: levels(2),
        luminance: levels(3),
        ...(isHdr && { hdr: isShownAsIs(format) && turn === undefined ? 'shown' : 'kept' }),
      };
    },
    /** Whether it moves where it is shown: what was turned is made anew, of its first picture. @throws Failure with the reason */
    async isAnimated(id: number): Promise<boolean> {
      const { path, format, turn } = thereOf(id);
      return turn === undefined && hasAnimations(format) && (await embedder.isAnimated(path));
    },
    /** All that the photo's file says of itself. @throws Failure with the reason */
    fileSheet: async (id: number): Promise<FileSheet> => deps.fileSheets.of(thereOf(id).path),
    /** The photo of the library that a file shows, by its real path. */
    at: deps.photoAt,
    /** Any picture file, which need not be in the library: JPEG, upright. @throws Failure with the reason */
    rendered: (file: string): Promise<Uint8Array> => embedder.preview(file, longEdgeOfPreview),
    thumbnail: vectors.thumbnail,
    /** Of a film with several, in the order of time. */
    moments: (id: number) => vectors.moments(modelNumber(), id),
    /** Those that lie beside a film now; none of one that is away. */
    async subtitles(id: number): Promise<Subtitles[]> {
      const file = details.fileOf(id);
      return file === undefined || file.isOffline ? [] : subtitlesBeside(file.path);
    },
    /**
     * The original where the window can show it, else a rendered JPEG: all of it, also of what is cropped.
     * @param as how the person turned it, or as the file has it
     * @throws Failure with the reason
     */
    async full(
      id: number,
      as: 'turned' | 'untouched' = 'turned',
    ): Promise<{ is: 'file'; path: string; format: string } | { is: 'jpeg'; bytes: Uint8Array }> {
      const file = thereOf(id);
      // Its whole size, as the original has it.
      if (file.turn !== undefined && as === 'turned')
        return { is: 'jpeg', bytes: await embedder.preview(file.path, longEdgeOfTurned, file.turn) };
      if (isShownAsIs(file.format)) return { is: 'file', path: file.path, format: file.format };
      return { is: 'jpeg', bytes: await embedder.preview(file.path, longEdgeOfPreview) };
    },
  };

  /** A file of the photo that is there. @throws Failure 'not-found' or 'offline' */
  function thereOf(id: number) {
    const file = details.fileOf(id);
    if (file === undefined) throw new Failure('not-found', 'This photo is no longer in the library.');
    if (file.isOffline || !fs.existsSync(file.path))
      throw new Failure('offline', 'The drive or folder with this photo is not there now.', {
        details: { path: file.path },
      });
    return file;
  }

  function get(id: number): PhotoDetail {
    const detail = details.get(id);
    if (detail === undefined) throw new Failure('not-found', 'This photo is no longer in the library.');
    return {
      ...detail,
      isShownAsIs: isShownAsIs(detail.format) && details.fileOf(id)?.turn === undefined,
      isRaw: detail.format in rawKinds,
    };
  }
}
