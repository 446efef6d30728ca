import type { PreciousCounts } from '../../preload/contract/backup.ts';
import { createAlbumPhotos } from '../db/album-photos.ts';
import { createAlbums } from '../db/albums.ts';
import type { Incoming } from '../db/incoming.ts';
import type { Db } from '../db/open.ts';
import { createPrecious, type OwnWords } from '../db/precious.ts';
import { createPreciousStacks } from '../db/precious-stacks.ts';
import { createSearches } from '../db/searches.ts';
import { createTags } from '../db/tags.ts';
import type { Texts } from '../db/texts.ts';
import { foldName } from '../tags/vocabulary.ts';
import type { AnswerFiles, ConceptOf } from './answer-files.ts';
import type { PreciousAlbum, PreciousPhoto } from './precious-file.ts';
import type { InAlbum, PreciousPiece, SaidOfPhoto } from './precious-pieces.ts';

/** What some pieces added, and the photos they are about. */
export interface Taken {
  readonly counts: PreciousCounts;
  readonly touched: Set<number>;
}

export function nothingTaken(): Taken {
  const counts: PreciousCounts = {
    ...{ photos: 0, answers: 0, ratings: 0, captions: 0, favourites: 0, hidden: 0, stacks: 0 },
    ...{ albums: 0, searches: 0 },
  };
  return { counts, touched: new Set() };
}

/**
 * Takes in one piece after the other, or only counts what that would add. What the library has is never written over by less: the
 * newer answer stands, ratings and captions that are there stay, albums of one name become one. Photos that are not there
 * yet are expected: what was said of them is there when their files come.
 */
export function createPreciousTaking(deps: {
  db: Pick<Db, 'sql' | 'transaction'>;
  texts: Pick<Texts, 'index'>;
  answers: Pick<AnswerFiles, 'takeOne'>;
  albumNumbers: Pick<Incoming<string>, 'albumOf' | 'isAlbum'>;
  now: () => number;
}) {
  const { db, now, albumNumbers } = deps;
  const precious = createPrecious(db);
  const albums = createAlbums(db);
  const albumPhotos = createAlbumPhotos(db);
  const searches = createSearches(db);
  const stacks = createPreciousStacks(db);
  const tags = createTags(db, foldName);

  return {
    /** Call it inside a transaction. @param taken is added to */
    take: (piece: PreciousPiece, conceptOf: ConceptOf, taken: Taken): void => {
      const idOf = (content: string): number => {
        const known = precious.photoOf(content);
        if (known !== undefined) return known;
        taken.counts.photos++;
        return precious.expectPhoto(content, now());
      };
      go(piece, conceptOf, { taken, idOf, isDryRun: false, albumOf: albumNumbers.albumOf, isAlbum: albumNumbers.isAlbum });
    }, // prettier-ignore
    /** @returns what counts pieces without taking them; it remembers those before */
    counting(taken: Taken): (piece: PreciousPiece, conceptOf: ConceptOf) => void {
      const expected = new Set<string>();
      const byNumber = new Map<number, number>();
      const idOf = (content: string): number | undefined => {
        const known = precious.photoOf(content);
        if (known === undefined) expected.add(content);
        taken.counts.photos = expected.size;
        return known;
      };
      return (piece, conceptOf) =>
        go(piece, conceptOf, {
          ...{ taken, idOf, isDryRun: true, albumOf: (number) => byNumber.get(number) },
          isAlbum: (number, id) => void byNumber.set(number, id),
        });
    },
  };

  function go(piece: PreciousPiece, conceptOf: ConceptOf, how: How): void {
    if (piece.kind === 'photo') photo(piece.item, conceptOf, how);
    else if (piece.kind === 'album') album(piece.item, how);
    else if (piece.kind === 'in-album') inAlbum(piece.item, how);
    else if (piece.kind === 'search') search(piece.item, how);
    else {
      const { addedCount, touched } = stacks.takeIn(piece.item, how.idOf, how.isDryRun);
      how.taken.counts.stacks += addedCount;
      for (const id of touched) how.taken.touched.add(id);
    }
  }

  function photo(
    { content, said, answers }: SaidOfPhoto,
    conceptOf: ConceptOf,
    { taken: { counts, touched }, idOf, isDryRun }: How,
  ): void {
    const id = idOf(content);
    if (said !== undefined) {
      const before = id === undefined ? undefined : precious.ownWordsOf(id);
      if (said.rating !== undefined && (before?.rating ?? null) === null) counts.ratings++;
      if (said.caption !== undefined && (before?.caption ?? null) === null) counts.captions++;
      if (said.favourite !== undefined && (before?.favourite ?? null) === null) counts.favourites++;
      if (said.hidden !== undefined && (before?.hidden ?? null) === null) counts.hidden++;
      if (!isDryRun && id !== undefined) precious.fillOwnWords(id, withNulls(said));
    }
    for (const { concept: conceptId, ...answer } of answers) {
      const outcome =
        id === undefined ? 'added' : deps.answers.takeOne(id, { ...answer, conceptId }, conceptOf, isDryRun);
      if (outcome !== 'kept') counts.answers++;
    }
    if (isDryRun || id === undefined) return;
    deps.texts.index(id);
    touched.add(id);
  }

  /** Those of one name, kind and place are one. */
  function album(given: Omit<PreciousAlbum, 'photos' | 'examples'>, how: How): void {
    const { number, name, kind } = given;
    const parentId = given.in === undefined ? undefined : how.albumOf(given.in);
    const same = albums
      .all()
      .find((one) => one.name === name && one.kind === kind && one.parentId === parentId && parentId !== notMade);
    if (same === undefined) how.taken.counts.albums++;
    const id = same?.id ?? (how.isDryRun ? notMade : make(given, parentId, how));
    how.isAlbum(number, id);
  }

  function make(given: Omit<PreciousAlbum, 'photos' | 'examples'>, parentId: number | undefined, how: How): number {
    const { name, kind, sort, rule, cover, tagMode, tagLeast } = given;
    const id = albums.create(name, kind, parentId, now());
    const coverPhotoId = cover === undefined ? undefined : how.idOf(cover);
    const tagId = tagOf(given);
    albums.change(
      id,
      {
        sort,
        ...(coverPhotoId !== undefined && { coverPhotoId }),
        ...(tagId !== undefined && { tagId, tagMode, tagLeast }),
        ...(kind === 'smart' && { rule }),
      },
      now(),
    );
    return id;
  }

  function inAlbum({ album: number, photos, examples }: InAlbum, { idOf, isDryRun, albumOf }: How): void {
    const albumId = albumOf(number);
    if (albumId === undefined) return; // it was deleted in the meantime
    const ids = photos.map(idOf);
    if (!isDryRun) albumPhotos.add(albumId, ids.flatMap((id) => id ?? []), now()); // prettier-ignore
    const said = new Set(precious.examplesOf(albumId).map(({ content }) => content));
    for (const { content, isIncluded, atMs } of examples) {
      if (said.has(content)) continue;
      const id = idOf(content);
      if (!isDryRun && id !== undefined)
        albumPhotos.giveExamples(albumId, [id], isIncluded ? 'included' : 'excluded', atMs);
    }
  }

  function search({ name, text, keptAsWords, atMs }: { name: string; text: string; keptAsWords: string[]; atMs: number }, { taken, isDryRun }: How): void {
    if (searches.list().saved.some((one) => one.name === name && one.text === text)) return;
    taken.counts.searches++;
    if (!isDryRun) searches.save(text, keptAsWords, name, atMs);
  } // prettier-ignore

  function tagOf({ tag, tagName }: Pick<PreciousAlbum, 'tag' | 'tagName'>): number | undefined {
    if (tag === undefined) return undefined;
    const [id = tag] = tag.split('@');
    const isOwn = id.startsWith('own-');
    const conceptId = isOwn ? tags.ownCalled(tagName ?? '') : id;
    return conceptId === undefined ? undefined : tags.tagIdOf(conceptId);
  }
}
export type PreciousTaking = ReturnType<typeof createPreciousTaking>;

/** In place of the id of an album that a dry run did not make. */
const notMade = -1;

interface How {
  readonly taken: Taken;
  readonly isDryRun: boolean;
  /** Of a photo that is not there yet one is expected; undefined in a dry run. */
  readonly idOf: (content: string) => number | undefined;
  readonly albumOf: (number: number) => number | undefined;
  readonly isAlbum: (number: number, id: number) => void;
}

function withNulls(words: Omit<PreciousPhoto, 'content'>): OwnWords {
  const nothing: OwnWords = {
    ...{ rating: null, caption: null, takenWallMs: null, takenPrecision: null, takenOffsetMin: null },
    ...{ latitude: null, longitude: null, favourite: null, hidden: null, turn: null, flag: null, crop: null },
  };
  return { ...nothing, ...words };
}
