import type { Album, AlbumExample, AutoTag, PlacedPhoto, SmartRule } from '../../preload/contract/album.ts';
import { createAlbumPhotos } from '../db/album-photos.ts';
import { createAlbumTags } from '../db/album-tags.ts';
import { type AlbumChange, type AlbumRow, createAlbums, subtree } from '../db/albums.ts';
import type { Db } from '../db/open.ts';
import type { Texts } from '../db/texts.ts';
import type { Searcher } from '../searcher/host.ts';
import type { AlbumSummary } from '../searcher/messages.ts';
import { Failure } from '../util/failure.ts';
import { createAlbumTagger } from './album-tagger.ts';
import { createReckoner } from './reckoner.ts';
import type { TagAnswers } from './tag-answers.ts';

/** What of an album can be changed; absent stays, `coverPhotoId: null` is the first photo again. */
export interface AlbumEdit {
  readonly name?: string | undefined;
  readonly sort?: Album['sort'] | undefined;
  readonly rule?: SmartRule | undefined;
  readonly autoTag?: AutoTag | undefined;
  readonly coverPhotoId?: number | null | undefined;
}

/**
 * Albums, by hand and smart. What is in a smart one is the searcher's to say: it is asked in the background after photos
 * or albums changed, and only where there is an album that depends on it.
 */
export function createLibraryAlbums(deps: {
  db: Pick<Db, 'sql' | 'transaction'>;
  texts: Pick<Texts, 'index'>;
  searcher: Pick<Searcher, 'ask' | 'changed'>;
  tags: Pick<TagAnswers, 'tagIdOf' | 'nameOf'>;
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
  let summaries: ReadonlyMap<number, AlbumSummary> = new Map();

  const reckoner = createReckoner({
    everyMs: 1_000,
    log: deps.log,
    isNeeded: () =>
      rows.all().some(({ kind, tagMode }) => kind === 'smart' || tagMode !== 'off') || albumTags.givers().length > 0,
    async reckon() {
      const found = await searcher.ask({ is: 'albums', languages: [...deps.languages()] });
      const before = summaries;
      summaries = new Map(found.map((summary) => [summary.id, summary]));
      await tagger.sync(rows.all(), summaries);
      const isSame = ({ id, count, firstPhotoId }: AlbumSummary) =>
        before.get(id)?.count === count && before.get(id)?.firstPhotoId === firstPhotoId;
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
    /** @throws Failure 'bad-input' for a name or an order that cannot be, 'not-found' for an album that is not there */
    async create(given: {
      name: string;
      parentId?: number | undefined;
      rule?: SmartRule | undefined;
      photoIds?: readonly number[] | undefined;
    }): Promise<Album> {
      const { parentId, rule, photoIds = [] } = given;
      const name = nameOf(given.name);
      const id = db.transaction(() => {
        const made = rows.create(name, rule === undefined ? 'manual' : 'smart', parentId, now());
        if (rule !== undefined) rows.change(made, { rule }, now());
        if (rule === undefined) photos.add(made, photoIds, now());
        else photos.giveExamples(made, photoIds, 'included', now());
        return made;
      });
      changed();
      return one(id);
    },
    async change(id: number, edit: AlbumEdit): Promise<Album> {
      const { name, sort, rule, autoTag, coverPhotoId } = edit;
      if (rule !== undefined) smart(id);
      const tagId = autoTag && (autoTag.mode === 'off' ? rows.get(id).tagId : await deps.tags.tagIdOf(autoTag.name));
      const change: AlbumChange = {
        ...(name !== undefined && { name: nameOf(name) }),
        ...(sort !== undefined && { sort }),
        ...(rule !== undefined && { rule }),
        ...(coverPhotoId !== undefined && { coverPhotoId: coverPhotoId ?? undefined }),
        ...(autoTag && { tagId, tagMode: autoTag.mode, tagLeast: autoTag.least }),
      };
      db.transaction(() => rows.change(id, change, now()));
      changed();
      return one(id);
    },
    move(id: number, parentId: number | undefined, beforeId: number | undefined): void {
      db.transaction(() => rows.move(id, parentId, beforeId));
      changed();
    },
    delete(id: number): void {
      db.transaction(() => rows.delete(id, now()));
      changed();
    },
    restore(id: number): void {
      db.transaction(() => rows.restore(id));
      changed();
    },
    /** @returns those that were not in it. @throws Failure 'bad-input' for a smart album: it has examples */
    addPhotos(id: number, photoIds: readonly number[]): number[] {
      manual(id);
      return afterwards(db.transaction(() => photos.add(id, photoIds, now())));
    },
    removePhotos(id: number, photoIds: readonly number[]): PlacedPhoto[] {
      manual(id);
      return afterwards(db.transaction(() => photos.remove(id, photoIds)));
    },
    putBack(id: number, placed: readonly PlacedPhoto[]): void {
      manual(id);
      afterwards(db.transaction(() => photos.putBack(id, placed, now())));
    },
    movePhotos(id: number, photoIds: readonly number[], beforePhotoId: number | undefined): void {
      manual(id);
      afterwards(db.transaction(() => photos.move(id, photoIds, beforePhotoId)));
    },
    /** @param as undefined takes the person's word back */
    giveExamples(id: number, photoIds: readonly number[], as: AlbumExample | undefined): void {
      smart(id);
      afterwards(db.transaction(() => photos.giveExamples(id, photoIds, as, now())));
    },
    examples: photos.examples,
    /** Tags that a photo has, or is suggested, because of its albums. */
    tagsOf: albumTags.of,
    /** Photos or tags changed: what depends on them is reckoned again, soon. */
    poke: reckoner.poke,
    /** Resolves when what was poked at is reckoned. */
    settled: reckoner.settled,
    forgetDeleted: (): void => rows.forgetDeleted(now() - keptMs),
    stop: reckoner.stop,
  };

  function afterwards<T>(result: T): T {
    changed();
    return result;
  }

  function changed(): void {
    searcher.changed([]);
    reckoner.poke();
    deps.onChanged();
  }

  async function one(id: number): Promise<Album> {
    return albumOf(rows.get(id), rows.all());
  }

  function manual(id: number): void {
    if (rows.get(id).kind !== 'manual')
      throw new Failure('bad-input', 'A smart album is filled by its question: give it examples instead.');
  }

  function smart(id: number): void {
    if (rows.get(id).kind !== 'smart')
      throw new Failure('bad-input', 'This album is filled by hand: it asks no question.');
  }

  async function albumOf(row: AlbumRow, all: readonly AlbumRow[]): Promise<Album> {
    const { id, parentId, name, kind, sort, rule, tagId, tagMode: mode, tagLeast: least } = row;
    const ids = subtree(all, id);
    const isByHand = ids.every((each) => all.find((other) => other.id === each)?.kind !== 'smart');
    const summary = summaries.get(id);
    const count = isByHand ? photos.countIn(ids) : summary?.count;
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

/** How long a deleted album can be brought back. */
const keptMs = 30 * 86_400_000;

function nameOf(given: string): string {
  const name = given
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .trim();
  if (name === '' || name.length > 200) throw new Failure('bad-input', 'The name of an album has 1 to 200 letters.');
  return name;
}
