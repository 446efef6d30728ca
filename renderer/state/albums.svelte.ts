import { SvelteSet } from 'svelte/reactivity';
import type { Album, AlbumExample, AlbumSort, SmartRule } from '../../preload/contract/album.ts';
import type { CallInput } from '../../preload/contract/api.ts';
import type { PhotoId } from '../../preload/contract/photo.ts';
import type { Api } from '../api.ts';
import { albumPath, placeAfter, treeRows, type TreeMove } from '../logic/album-tree.ts';
import { createLatest } from '../logic/latest.ts';
import { chunksOf, mostAtOnce } from '../logic/many-tags.ts';
import { Foresight } from './foresight.svelte.ts';
import type { Language } from './language.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Search } from './search.svelte.ts';
import type { Undo } from './undo.ts';

/** What the dialog makes or changes. */
export type AlbumDraft =
  | { readonly is: 'new'; readonly parentId: number | undefined; readonly photoIds: readonly PhotoId[] }
  | { readonly is: 'new-smart'; readonly name: string; readonly rule: SmartRule }
  | { readonly is: 'edit'; readonly album: Album };

/** A photo goes before or behind another one. */
export interface DropPlace {
  readonly index: number;
  readonly side: 'before' | 'after';
}

/** The albums there are, the one that is open, and what is done to them. */
export class Albums {
  list = $state.raw<readonly Album[]>([]);
  draft = $state.raw<AlbumDraft | undefined>();
  readonly foresight: Foresight;
  /** A smart album whose question stands in the search box. */
  asking = $state.raw<Album | undefined>();
  isBoxOpen = $state(false);
  dropAt = $state.raw<DropPlace | undefined>();
  examples = $state.raw<{ readonly included: readonly PhotoId[]; readonly excluded: readonly PhotoId[] }>(noExamples);
  readonly folded = new SvelteSet<number>();

  readonly #api: Api;
  readonly #search: Search;
  readonly #notices: Notices;
  readonly #language: Language;
  readonly #undo: Undo;
  #latest = createLatest();

  readonly current = $derived.by(() => this.list.find(({ id }) => id === this.#search.albumId));
  readonly rows = $derived(treeRows(this.list, this.folded));
  /** Photos can be put into an order: the album is by hand, and nothing else sorts or narrows it. */
  readonly canReorder = $derived.by(
    () =>
      this.current?.kind === 'manual' &&
      this.current.sort === 'own' &&
      this.#search.fullText === '' &&
      this.#search.order === 'date',
  );

  constructor(api: Api, search: Search, notices: Notices, language: Language, undo: Undo) {
    this.#api = api;
    this.foresight = new Foresight(api);
    this.#search = search;
    this.#notices = notices;
    this.#language = language;
    this.#undo = undo;
    api.on('albums.changed', () => void this.load());
  }

  async load(): Promise<void> {
    try {
      const heard = await this.#latest.ask(() => this.#api.call('albums.list', undefined));
      if (heard.is === 'overtaken') return;
      this.list = heard.value;
      const { current } = this;
      const examples =
        current?.kind === 'smart' ? await this.#api.call('albums.examples', { id: current.id }) : noExamples;
      if (current?.id === this.current?.id) this.examples = examples;
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  open(id: number): void {
    this.asking = undefined;
    this.#search.openAlbum(id);
    void this.load();
  }

  pathOf(album: Album): string {
    return albumPath(album.id, this.list);
  }

  toggleFolded(id: number): void {
    if (!this.folded.delete(id)) this.folded.add(id);
  }

  async create(given: CallInput<'albums.create'>): Promise<Album | undefined> {
    const made = await this.#try(() => this.#api.call('albums.create', given));
    if (made) await this.load();
    return made;
  }

  async change(change: CallInput<'albums.change'>): Promise<boolean> {
    const changed = await this.#try(() => this.#api.call('albums.change', change));
    await this.load();
    return changed !== undefined;
  }

  async setSort(sort: AlbumSort): Promise<void> {
    if (this.current && (await this.change({ id: this.current.id, sort }))) void this.#search.ask();
  }

  async move(id: number, move: TreeMove): Promise<void> {
    const place = placeAfter(id, move, this.list);
    if (place) await this.put(id, place.parentId, place.beforeId);
  }

  async put(id: number, parentId: number | undefined, beforeId?: number): Promise<void> {
    const album = this.list.find((one) => one.id === id);
    const siblings = this.list.filter((one) => one.parentId === album?.parentId).map((one) => one.id);
    await this.#undo.doing(async () => {
      await this.#put(id, parentId, beforeId);
      const undo = () => this.#put(id, album?.parentId, siblings[siblings.indexOf(id) + 1]);
      return album && { text: this.#language.t('albums.moved', { name: album.name }), isInSight: true, undo };
    });
  }

  async #put(id: number, parentId: number | undefined, beforeId: number | undefined): Promise<void> {
    const place = { ...(parentId !== undefined && { parentId }), ...(beforeId !== undefined && { beforeId }) };
    await this.#api.call('albums.move', { id, ...place });
    if (parentId !== undefined) this.folded.delete(parentId);
    await this.load();
  }

  async delete(album: Album): Promise<void> {
    const { id, name } = album;
    await this.#undo.doing(async () => {
      await this.#api.call('albums.delete', { id });
      if (this.#search.albumId === id) this.#search.clear();
      await this.load();
      const undo = async () => {
        await this.#api.call('albums.restore', { id });
        await this.load();
      };
      return { text: this.#language.t('albums.deleted', { name }), undo };
    });
  }

  /** Into an album by hand; into a smart one as examples that belong to it. */
  async add(album: Album, photoIds: readonly PhotoId[]): Promise<void> {
    if (album.kind === 'smart') return this.giveExamples(album, photoIds, 'included');
    const { id, name } = album;
    const { t } = this.#language;
    await this.#undo.doing(async () => {
      const added = await this.#inParts(photoIds, (part) => this.#api.call('albums.addPhotos', { id, photoIds: part }));
      if (added.length === 0) {
        this.#notices.tell(t('albums.added.none', { name }));
        return undefined;
      }
      const undo = async () => {
        for (const part of chunksOf(added)) await this.#api.call('albums.removePhotos', { id, photoIds: part });
      };
      return { text: t('albums.added', { count: added.length, name }), undo };
    });
  }

  /** Out of the album that is open: taken out by hand, or "does not belong here". */
  async remove(photoIds: readonly PhotoId[]): Promise<void> {
    const album = this.current;
    if (!album || photoIds.length === 0) return;
    if (album.kind === 'smart') return this.giveExamples(album, photoIds, 'excluded');
    const { id, name } = album;
    await this.#undo.doing(async () => {
      const removed = await this.#inParts(photoIds, (part) =>
        this.#api.call('albums.removePhotos', { id, photoIds: part }),
      );
      if (removed.length === 0) return undefined;
      const undo = async () => {
        for (const photos of chunksOf(removed)) await this.#api.call('albums.putBack', { id, photos });
      };
      return { text: this.#language.t('albums.removed', { count: removed.length, name }), undo };
    });
  }

  /** @param as undefined: its question decides again */
  async giveExamples(album: Album, photoIds: readonly PhotoId[], as: AlbumExample | undefined): Promise<void> {
    const { id, name } = album;
    const give = async (ids: readonly PhotoId[], word: AlbumExample | undefined) => {
      for (const part of chunksOf(ids))
        await this.#api.call('albums.giveExamples', { id, photoIds: part, ...(word && { as: word }) });
    };
    await this.#undo.doing(async () => {
      const before = await this.#api.call('albums.examples', { id });
      await give(photoIds, as).finally(() => this.load());
      const undo = async () => {
        const wasIn = (ids: readonly PhotoId[]) => photoIds.filter((photoId) => ids.includes(photoId));
        await give(photoIds, undefined);
        await give(wasIn(before.included), 'included');
        await give(wasIn(before.excluded), 'excluded');
      };
      return { text: this.#language.t(`albums.examples.${as ?? 'back'}`, { count: photoIds.length, name }), undo };
    });
  }

  async setCover(photoId: PhotoId): Promise<void> {
    const album = this.current;
    if (!album || !(await this.change({ id: album.id, coverPhotoId: photoId }))) return;
    this.#notices.tell(this.#language.t('albums.cover.done', { name: album.name }));
  }

  /** Photos of the open album go before one of them, or to its end. */
  async reorder(photoIds: readonly PhotoId[], beforePhotoId: PhotoId | undefined): Promise<void> {
    const album = this.current;
    if (!album || !this.canReorder || photoIds.length === 0) return;
    const { id, name } = album;
    await this.#undo.doing(async () => {
      const stood = await this.#api.call('albums.movePhotos', {
        id,
        photoIds: photoIds.slice(0, mostAtOnce),
        ...(beforePhotoId !== undefined && { beforePhotoId }),
      });
      await this.#search.ask('refresh');
      if (stood.length === 0) return undefined;
      const undo = async () => {
        for (const photos of chunksOf(stood)) await this.#api.call('albums.placePhotos', { id, photos });
        await this.#search.ask('refresh');
      };
      return { text: this.#language.t('albums.reordered', { name }), isInSight: true, undo };
    });
  }

  /** The question of a smart album is put into the search box, where its answer is seen while it is changed. */
  ask(album: Album): void {
    if (!album.rule) return;
    const { text, keptAsWords = [] } = album.rule;
    this.#search.run(text, text.includes(album.name) ? [...keptAsWords, album.name] : keptAsWords);
    this.asking = album;
  }

  /** What stands in the search box is the album's question from now on. */
  async keepQuestion(strictness: number): Promise<void> {
    const album = this.asking;
    if (!album?.rule) return;
    const rule = { ...album.rule, text: this.#search.fullText, keptAsWords: [...this.#search.keptAsWords], strictness };
    if (await this.change({ id: album.id, rule })) this.open(album.id);
  }

  /** @returns what was done, also before a part that failed, whose failure is shown */
  async #inParts<T>(photoIds: readonly PhotoId[], call: (part: PhotoId[]) => Promise<T[]>): Promise<T[]> {
    const all: T[] = [];
    try {
      for (const part of chunksOf(photoIds)) all.push(...(await call(part)));
    } catch (error) {
      if (all.length === 0) throw error;
      this.#notices.fail(error);
    } finally {
      await this.load();
    }
    return all;
  }

  async #try<T>(make: () => Promise<T>): Promise<T | undefined> {
    try {
      return await make();
    } catch (error) {
      this.#notices.fail(error);
      return undefined;
    }
  }
}

const noExamples = { included: [], excluded: [] };
