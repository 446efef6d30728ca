import type { PhotoCard } from '../../preload/contract/photo.ts';
import { thumbnailUrl, type Api } from '../api.ts';
import { jpegDataUrl } from '../logic/data-url.ts';
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
      this.know(await this.#api.call('photos.get', { id: example.photoId }));
    } catch {
      // It is gone: the answer says so, in its own place.
      this.#keep(keyOf(example), { source: '', name: undefined });
    }
  }

  /** What was dropped on the window, or pasted. */
  async take(transfer: DataTransfer): Promise<void> {
    this.isDropOver = false;
    const { t } = this.#language;
    // Before anything is waited for: the transfer is empty afterwards.
    const hasFolder = [...transfer.items].some((item) => item.webkitGetAsEntry()?.isDirectory);
    const file = transfer.files[0];
    if (hasFolder) this.#notices.tell(t('drop.folder'));
    else if (file) await this.add(file);
  }

  async add(file: File): Promise<void> {
    const { t, formats } = this.#language;
    if (file.size > mostBytes) {
      this.#notices.tell(t('drop.tooLarge', { size: formats.size(file.size), most: formats.size(mostBytes) }));
      return;
    }
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const added = await this.#api.call('pictures.add', { name: file.name.slice(0, 500), bytes });
      const example = pictureExample(added.pictureId);
      this.#keep(keyOf(example), { source: jpegDataUrl(added.thumbnail), name: added.name });
      this.#search.show(example);
      this.onTaken();
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  #keep(key: string, look: Look): void {
    this.#looks = new Map([...this.#looks, [key, look]]);
  }
}

function keyOf(example: Example): string {
  return example.is === 'photo' ? `photo:${example.photoId}` : example.term;
}
