import type { CallOutput } from '../../preload/contract/api.ts';
import type { Moment } from '../../preload/contract/film-calls.ts';
import type { PhotoCard } from '../../preload/contract/photo.ts';
import { partUrl, thumbnailUrl, type Api } from '../api.ts';
import { jpegDataUrl } from '../logic/data-url.ts';
import { filmTime } from '../logic/film-time.ts';
import { pictureExample, type Example } from '../logic/query-text.ts';
import type { Language } from './language.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Search } from './search.svelte.ts';

interface Look {
  readonly source: string;
  readonly name: string | undefined;
}

/** More than any camera's file; the bytes travel in one message. */
const mostBytes = 256 * 2 ** 20;

/** The photos and pictures that a question names: how they look, and pictures that are dropped or pasted. */
export class Examples {
  isDropOver = $state(false);
  /** A picture became the question: words may follow. */
  onTaken: () => void = () => {};
  #looks = $state.raw<ReadonlyMap<string, Look>>(new Map());

  readonly #api: Api;
  readonly #search: Search;
  readonly #notices: Notices;
  readonly #language: Language;

  constructor(api: Api, search: Search, notices: Notices, language: Language) {
    this.#api = api;
    this.#search = search;
    this.#notices = notices;
    this.#language = language;
  }

  lookOf(example: Example): Look | undefined {
    return this.#looks.get(keyOf(example));
  }

  know(photo: Pick<PhotoCard, 'id' | 'version' | 'name'>): void {
    this.#keep(`photo:${photo.id}`, { source: thumbnailUrl(photo), name: photo.name });
  }

  /** A photo that was named by its number alone, as in a saved search. */
  async look(example: Example): Promise<void> {
    if (example.is === 'picture' || this.lookOf(example)) return;
    try {
      const photo = await this.#api.call('photos.get', { id: example.photoId });
      if (example.atMs === undefined) this.know(photo);
      else this.#keep(keyOf(example), await this.#frame(photo, example.atMs));
    } catch {
      // It is gone: the answer says so, in its own place.
      this.#keep(keyOf(example), { source: '', name: undefined });
    }
  }

  /** Of a film at a time: the stored picture that is nearest. */
  async #frame(film: Pick<PhotoCard, 'id' | 'version' | 'name'>, atMs: number): Promise<Look> {
    const moments = await this.#api.call('films.moments', { id: film.id });
    const nearest = nearestTo(moments, atMs);
    const hasOwn = moments.length > 1 && nearest !== undefined;
    return {
      source: hasOwn ? partUrl(film, nearest.part) : thumbnailUrl(film),
      name: `${film.name}, ${filmTime(atMs)}`,
    };
  }

  /** What was dropped on the window, or pasted. */
  async take(transfer: DataTransfer): Promise<void> {
    this.isDropOver = false;
    // Before anything is waited for: the transfer is empty afterwards.
    const folders = [...transfer.items].flatMap((item) =>
      item.webkitGetAsEntry()?.isDirectory === true ? (item.getAsFile() ?? []) : [],
    );
    const file = transfer.files[0];
    if (folders.length > 0) await this.#openAll(folders);
    else if (file) await this.add(file);
  }

  /** Before there is a library: its folder is offered with it. */
  async open(transfer: DataTransfer): Promise<void> {
    this.isDropOver = false;
    await this.#openAll([...transfer.files]);
  }

  /** Each folder is offered to be added, once. */
  async #openAll(files: readonly File[]): Promise<void> {
    try {
      for (const file of files) await this.#api.open(file);
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  async add(file: File): Promise<void> {
    const { t, formats } = this.#language;
    if (file.size > mostBytes) {
      this.#notices.tell(t('drop.tooLarge', { size: formats.size(file.size), most: formats.size(mostBytes) }));
      return;
    }
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      this.takeAdded(await this.#api.call('pictures.add', { name: file.name.slice(0, 500), bytes }));
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  /** A picture that the library took becomes the question. */
  takeAdded({ pictureId, name, thumbnail }: CallOutput<'pictures.add'>): void {
    const example = pictureExample(pictureId);
    this.#keep(keyOf(example), { source: jpegDataUrl(thumbnail), name });
    this.#search.show(example);
    this.onTaken();
  }

  #keep(key: string, look: Look): void {
    this.#looks = new Map([...this.#looks, [key, look]]);
  }
}

function keyOf(example: Example): string {
  if (example.is === 'picture') return example.term;
  return `photo:${example.photoId}${example.atMs === undefined ? '' : `@${example.atMs}`}`;
}

function nearestTo(moments: readonly Moment[], atMs: number): Moment | undefined {
  const [nearest] = moments.toSorted((a, b) => Math.abs(a.atMs - atMs) - Math.abs(b.atMs - atMs));
  return nearest;
}
