import type { Database } from 'better-sqlite3';
import type { SmartRule } from '../../preload/contract/album.ts';
import type { Question } from '../../preload/contract/list.ts';
import type { Chip, Query } from '../../preload/contract/query.ts';
import { createAlbumPhotos } from '../db/album-photos.ts';
import { type AlbumRow, createAlbums, subtree } from '../db/albums.ts';
import { foldName } from '../tags/vocabulary.ts';
import { Failure } from '../util/failure.ts';
import { asksForHidden, type Hidden } from './hidden.ts';
import type { KeptList } from './lists.ts';
import type { AlbumSummary } from './messages.ts';
import { answer, type Answering, type Asking } from './questions.ts';
import { createWithoutAlbums } from './without-albums.ts';
import { joined, leaningOf, type Reckoned, reckonManual, reckonSmart } from './reckon-album.ts';

/**
 * Knows which photos are in which album. An album is reckoned when it is asked for and something has changed since; a
 * smart one costs as much as a search. Between two of them other questions are answered.
 */
export function createAlbumDesk(deps: {
  sql: Database;
  read: (text: string, keptAsWords: readonly string[], languages: readonly string[]) => Query;
  answering: () => Promise<Answering>;
  hidden: Hidden;
  /** Lets others go first: what goes on in the background waits for questions that are being answered. */
  pause: () => Promise<void>;
}) {
  const { sql, read, hidden } = deps;
  const hasWithoutAlbums = createWithoutAlbums(sql);
  const answering = async (): Promise<Answering> => {
    const by = await deps.answering();
    const exactMatches = (text: string) => by.words.exactMatches(text).filter((id) => hasWithoutAlbums(id, text));
    // Nobody is typing: its last word is whole, and what other words say of a photo moves none into it or out of it.
    return { ...by, words: { exactMatches, begunMatches: () => [], someMatches: () => [] } };
  };
  const rows = createAlbums({ sql });
  const photos = createAlbumPhotos({ sql });
  const isPresent = sql.prepare<[number], 1>('SELECT 1 FROM photos WHERE id = ? AND present > 0').pluck();
  const tagNames = sql.prepare<[number], string>('SELECT name FROM tag_names WHERE tag_id = ?').pluck();
  const isCalled = (tagId: number | undefined, said: string): boolean =>
    tagId !== undefined && tagNames.all(tagId).some((name) => foldName(name) === foldName(said));
  /** Counts what happened: what was reckoned before the last of it is stale. */
  let changes = 0;
  let tree: { changes: number; albums: readonly AlbumRow[]; byId: ReadonlyMap<number, AlbumRow> } | undefined;
  const own = new Map<number, { changes: number; album: Reckoned }>();
  const whole = new Map<number, { changes: number; album: Reckoned; ids: Int32Array }>();

  const albumsNow = () => {
    if (tree?.changes === changes) return tree;
    const albums = rows.all();
    tree = { changes, albums, byId: new Map(albums.map((album) => [album.id, album])) };
    for (const id of [...own.keys(), ...whole.keys()])
      if (!tree.byId.has(id)) {
        own.delete(id);
        whole.delete(id);
      }
    return tree;
  };

  /** @param path the albums that wait for this one: a question that leads back to one of them is cut there */
  const reckon = async (id: number, languages: readonly string[], path: readonly number[]): Promise<void> => {
    if (path.includes(id)) return;
    const startedAt = changes;
    if (whole.get(id)?.changes === startedAt) return;
    const { albums } = albumsNow();
    const parts: Reckoned[] = [];
    for (const each of subtree(albums, id)) parts.push(await ownOf(each, languages, [...path, id]));
    const album = joined(parts);
    whole.set(id, { changes: startedAt, album, ids: Int32Array.from([...album.photoIds, ...hiddenIn(id)]).sort() });
  };

  /** What the person put there and hid: it is in the album for who asks for what is hidden. */
  const hiddenIn = (id: number): number[] => {
    if (hidden.count === 0) return [];
    const { albums, byId } = albumsNow();
    const byHand = subtree(albums, id).filter((each) => byId.get(each)?.kind === 'manual');
    return [...new Set(byHand.flatMap((each) => photos.of(each)))].filter((photoId) => hidden.has(photoId));
  };

  const ownOf = async (id: number, languages: readonly string[], path: readonly number[]): Promise<Reckoned> => {
    const startedAt = changes;
    const known = own.get(id);
    if (known?.changes === startedAt) return known.album;
    const row = albumsNow().byId.get(id);
    if (row === undefined) return reckonManual([]);
    let album = reckonManual([]);
    if (row.kind === 'manual') album = reckonManual(photos.of(id).filter((photoId) => !hidden.has(photoId)));
    else album = await smartOf(row, languages, path);
    own.set(id, { changes: startedAt, album });
    return album;
  };

  const smartOf = async (row: Asks, languages: readonly string[], path: readonly number[]): Promise<Reckoned> => {
    const { asking, examples } = await askingOf(row, languages, path);
    const isShown = (photoId: number) => !hidden.has(photoId) || asksForHidden(asking.query);
    const included = examples.included.filter((id) => isPresent.get(id) !== undefined && isShown(id));
    return reckonSmart(asking, row.rule, { ...examples, included }, await answering());
  };

  const askingOf = async (row: Asks, languages: readonly string[], path: readonly number[]) => {
    const { text, keptAsWords = [], strictness } = row.rule;
    // An album that is called as it asks, or gives a tag that is, means the words.
    const isItself = ({ key, value, origin, text: said }: Chip) =>
      origin === 'sentence' &&
      ((key === 'album' && namedBy(value).includes(row.id)) || (key === 'tag' && isCalled(row.tagId, said)));
    const once = read(text, keptAsWords, languages);
    const names = once.filters.filter(isItself).map((chip) => chip.text);
    const query = names.length === 0 ? once : read(text, [...keptAsWords, ...names], languages);
    await prepare(query, languages, path);
    const examples = photos.examples(row.id);
    const leaning = leaningOf(examples, query.terms.length > 0, (await answering()).vectorOf);
    const asking: Asking = { question: { text, keptAsWords, strictness }, query, pictures: {}, leaning };
    return { asking, examples };
  };

  /** Albums that a question names are reckoned before it is answered. */
  const prepare = async (query: Query, languages: readonly string[], path: readonly number[] = []): Promise<void> => {
    for (const { key, value } of query.filters)
      if (key === 'album') for (const id of namedBy(value)) await reckon(id, languages, path);
  };

  return {
    /** Photos or albums changed. */
    changed: (): void => void changes++,
    prepare,
    /** Photos of an album that was reckoned, ascending, with those of it that are hidden. */
    idsOf: (id: number): Int32Array => whole.get(id)?.ids ?? new Int32Array(0),
    /** @throws Failure 'not-found' */
    async open(id: number, asking: Asking, languages: readonly string[]): Promise<Omit<KeptList, 'id'>> {
      const row = albumsNow().byId.get(id);
      if (row === undefined) throw new Failure('not-found', 'This album is not there any more.');
      await reckon(id, languages, []);
      const { album, ids } = whole.get(id) ?? { album: reckonManual([]), ids: new Int32Array(0) };
      const by = await answering();
      if (asking.query.terms.length > 0 || asking.query.filters.length > 0)
        return answer({ ...asking, within: ids }, await deps.answering());
      return row.sort === 'date' ? newestFirst(album, by) : album;
    },
    /**
     * What an album would hold with this rule; without one, what it holds.
     * @param id undefined: an album that is yet to be made
     */
    async foresee(
      id: number | undefined,
      rule: SmartRule | undefined,
      languages: readonly string[],
    ): Promise<Pick<Reckoned, 'photoIds' | 'probabilities'>> {
      const { albums, byId } = albumsNow();
      const row = id === undefined ? undefined : byId.get(id);
      const parts: Reckoned[] = [];
      if (rule === undefined) parts.push(await ownOf(id ?? 0, languages, []));
      else parts.push(await smartOf({ id: id ?? 0, tagId: row?.tagId, rule }, languages, id === undefined ? [] : [id]));
      for (const each of id === undefined ? [] : subtree(albums, id))
        if (each !== id) parts.push(await ownOf(each, languages, [each]));
      const { photoIds, probabilities } = joined(parts);
      return { photoIds, probabilities };
    },
    /** What an album asks, for telling why a photo is in it; undefined where a person put it there. */
    async askingOf({ albumId, text }: Question, languages: readonly string[]): Promise<Asking | undefined> {
      const row = albumId === undefined ? undefined : albumsNow().byId.get(albumId);
      if (row?.kind !== 'smart' || (text ?? '').trim() !== '') return undefined;
      return (await askingOf(row, languages, [row.id])).asking;
    },
    /** Whether the person said that the photo belongs there. */
    isExample: (id: number, photoId: number): boolean => photos.examples(id).included.includes(photoId),
    /** Every album, in turn, with room for others between two. */
    async all(languages: readonly string[]): Promise<AlbumSummary[]> {
      const summaries: AlbumSummary[] = [];
      for (const { id, tagMode, kind } of albumsNow().albums) {
        await deps.pause();
        await reckon(id, languages, []);
        const album = whole.get(id)?.album;
        if (album === undefined) continue;
        const tagged = tagMode === 'off' ? undefined : album;
        summaries.push({
          id,
          kind,
          count: album.photoIds.length,
          mark: album.photoIds.reduce((mark, photoId) => (Math.imul(mark, 31) + photoId) | 0, 7),
          firstPhotoId: album.photoIds[0],
          ...(tagged && { photoIds: tagged.photoIds, probabilities: tagged.probabilities }),
        });
      }
      return summaries;
    },
  };
}
/** What of a smart album says what is in it. */
type Asks = Pick<AlbumRow, 'id' | 'tagId' | 'rule'>;

export type AlbumDesk = ReturnType<typeof createAlbumDesk>;

function newestFirst({ photoIds, query }: Reckoned, by: Answering): Omit<KeptList, 'id'> {
  const sorted = Uint32Array.from(photoIds).sort((a, b) => by.timeOf(b) - by.timeOf(a) || b - a);
  return {
    photoIds: sorted,
    times: Float64Array.from(sorted, (id) => by.timeOf(id)),
    exactCount: 0,
    searchedCount: sorted.length,
    sections: [{ band: 'all', count: sorted.length }],
    ...(query && { query }),
  };
}

/** The ids in a chip's value, which only the filter knows. */
function namedBy(value: unknown): number[] {
  const ids = typeof value === 'object' && value !== null && 'ids' in value ? value.ids : undefined;
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'number') : [];
}
