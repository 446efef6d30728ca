import type { Album, AlbumForesight, SmartRule } from '../../preload/contract/album.ts';
import { createAlbumPhotos } from '../db/album-photos.ts';
import { createAlbumTags } from '../db/album-tags.ts';
import { type AlbumRow, createAlbums, subtree } from '../db/albums.ts';
import type { Db } from '../db/open.ts';
import type { Texts } from '../db/texts.ts';
import type { Searcher } from '../searcher/host.ts';
import type { AlbumSummary } from '../searcher/messages.ts';
import { type AlbumEdit, createAlbumEdits, type NewAlbum } from './album-edits.ts';
import { createAlbumTagger } from './album-tagger.ts';
import { createReckoner } from './reckoner.ts';
import type { TagAnswers } from './tag-answers.ts';

/**
 * Albums, by hand and smart. What is in a smart one is the searcher's to say: it is asked in the background after photos
 * or albums changed, and only where there is an album that depends on it.
 */
export function createLibraryAlbums(deps: {
  db: Pick<Db, 'sql' | 'transaction'>;
  texts: Pick<Texts, 'index'>;
  searcher: Pick<Searcher, 'ask' | 'changed'>;
  tags: Pick<TagAnswers, 'tagIdOf' | 'mergedTagId' | 'nameOf' | 'answered'>;
  languages: () => readonly string[];
  now: () => number;
  log: (line: string) => void;
  /** Tags of these photos changed. */
  onTagged: (photoIds: readonly number[]) => void;
  onChanged: () => void;
}) {
  const { db, searcher, now } = deps;
  const rows = createAlbums(db);
  const photos = createAlbumPhotos(db);
  const albumTags = createAlbumTags(db);
  const versionOf = db.sql.prepare<[number], number>('SELECT version FROM photos WHERE id = ? AND present > 0').pluck();
  const tagger = createAlbumTagger({ ...deps, albumTags });
  const edits = createAlbumEdits({ db, tags: deps.tags, now, onChanged: changed });
  /** An album by hand that only the searcher counts. */
  let hasLarge = false;
  let summaries: ReadonlyMap<number, AlbumSummary> = new Map();

  const reckoner = createReckoner({
    everyMs: 1_000,
    log: deps.log,
    isNeeded: () =>
      hasLarge ||
      rows.all().some(({ kind, tagMode }) => kind === 'smart' || tagMode !== 'off') ||
      albumTags.givers().length > 0,
    async reckon() {
      const found = await searcher.ask({ is: 'albums', languages: [...deps.languages()] });
      const before = summaries;
      summaries = new Map(found.map((summary) => [summary.id, summary]));
      await followMerges();
      await tagger.sync(rows.all(), summaries);
      const isSame = ({ id, count, mark }: AlbumSummary) =>
        before.get(id)?.count === count && before.get(id)?.mark === mark;
      if (before.size !== found.length || !found.every(isSame)) deps.onChanged();
    },
  });

  return {
    async list(): Promise<Album[]> {
      const all = rows.all();
      // At the first look at them in this session.
      if (summaries.size === 0) reckoner.poke();
      return Promise.all(all.map((row) => albumOf(row, all)));
    },
    ...edits,
    async create(given: NewAlbum): Promise<Album> {
      return one(edits.create(given));
    },
    async change(id: number, edit: AlbumEdit): Promise<Album> {
      await edits.change(id, edit);
      return one(id);
    },
    /** What an album would hold and tag; nothing is kept. */
    async foresee(given: { id?: number; rule?: SmartRule; tag?: string }): Promise<AlbumForesight> {
      const { id, rule, tag } = given;
      const [{ photoIds, probabilities }, answered] = await Promise.all([
        searcher.ask({
          is: 'foresee-album',
          languages: [...deps.languages()],
          ...(id && { id }),
          ...(rule && { rule }),
        }),
        tag === undefined ? new Set<number>() : deps.tags.answered(tag),
      ]);
      const open = probabilities.filter((_, at) => !answered.has(photoIds[at] ?? 0));
      return { count: photoIds.length, taggedFrom: countFrom(open) };
    },
    examples: photos.examples,
    /** Tags that a photo has, or is suggested, because of its albums. */
    tagsOf: albumTags.of,
    /** Photos or tags changed: what depends on them is reckoned again, soon. */
    poke: reckoner.poke,
    /** Resolves when what was poked at is reckoned. */
    settled: reckoner.settled,
    forgetDeleted: (): void => rows.forgetDeleted(now() - keptDays * 86_400_000, keptDays),
    stop: reckoner.stop,
  };

  function changed(): void {
    searcher.changed([]);
    reckoner.poke();
    deps.onChanged();
  }

  /** A tag that was merged into another one is given by that name from then on. */
  async function followMerges(): Promise<void> {
    for (const { id, tagId } of rows.all()) {
      const conceptId = tagId === undefined ? undefined : albumTags.conceptOf(tagId);
      const merged = conceptId === undefined ? undefined : await deps.tags.mergedTagId(conceptId);
      if (merged !== undefined && merged !== tagId) rows.change(id, { tagId: merged }, now());
    }
  }

  async function one(id: number): Promise<Album> {
    return albumOf(rows.get(id), rows.all());
  }

  async function albumOf(row: AlbumRow, all: readonly AlbumRow[]): Promise<Album> {
    const { id, parentId, name, kind, sort, rule, tagId, tagMode: mode, tagLeast: least } = row;
    const ids = subtree(all, id);
    const isByHand = ids.every((each) => all.find((other) => other.id === each)?.kind !== 'smart');
    const summary = summaries.get(id);
    const counted = isByHand ? photos.countIn(ids) : undefined;
    if (isByHand && counted === undefined) {
      hasLarge = true;
      if (summary === undefined) reckoner.poke();
    }
    const count = counted ?? summary?.count;
    const first = isByHand
      ? ids.map((each) => photos.firstIn(each)).find((each) => each !== undefined)
      : summary?.firstPhotoId;
    const ownCover = row.coverPhotoId === undefined ? undefined : versionOf.get(row.coverPhotoId);
    const coverId = ownCover === undefined ? first : row.coverPhotoId;
    const version = coverId === undefined ? undefined : versionOf.get(coverId);
    const concept = tagId === undefined ? undefined : albumTags.conceptOf(tagId);
    return {
      id,
      name,
      kind,
      sort,
      hasOwnCover: ownCover !== undefined,
      ...(parentId !== undefined && { parentId }),
      ...(count !== undefined && { count }),
      ...(coverId !== undefined && version !== undefined && { cover: { id: coverId, version } }),
      ...(kind === 'smart' && { rule }),
      ...(concept !== undefined && { autoTag: { mode, least, name: await deps.tags.nameOf(concept) } }),
    };
  }
}
export type LibraryAlbums = ReturnType<typeof createLibraryAlbums>;

/** How many are at least so sure, for each percent from 0 to 100. */
function countFrom(probabilities: Float32Array): number[] {
  const counts = new Array<number>(101).fill(0);
  const count = (percent: number) => counts[percent] ?? 0;
  for (const each of probabilities) counts[Math.floor(each * 100)] = count(Math.floor(each * 100)) + 1;
  for (let percent = 99; percent >= 0; percent--) counts[percent] = count(percent) + count(percent + 1);
  return counts;
}

/** How long a deleted album can be brought back. */
const keptDays = 30;
